import type { Store } from '../ports.ts'
import type { Delivery, Instant, PostedStory, Story } from '../types.ts'

/** What a channel has seen once a delivery is there: the delivery's story, or those its part of the digest shows. */
export async function toPostedStories(
  delivery: Delivery,
  store: Store,
  now: Instant,
): Promise<readonly PostedStory[]> {
  const ids = delivery.storyId === undefined ? shownIds(delivery) : [delivery.storyId]
  const stories = await store.storiesByIds(ids)
  return stories.map((story) => toPosted(story, delivery, now))
}

function toPosted(story: Story, delivery: Delivery, now: Instant): PostedStory {
  return {
    storyId: story.id,
    at: now,
    mode: delivery.slot === undefined ? 'instant' : 'digest',
    families: story.families,
    camps: story.camps.map(({ camp }) => camp),
    severity: story.severity,
    ...(delivery.messageId !== undefined && { messageId: delivery.messageId }),
  }
}

/** A digest message opens its stories by a select: its values are the ids of what it shows. */
function shownIds(delivery: Delivery): readonly string[] {
  const ids = (delivery.body.components ?? [])
    .flatMap((row) => row.components)
    .flatMap((part) => (part.type === 3 ? part.options.map((option) => option.value) : []))
    .filter((value) => /^S-[A-Z2-7]{8}$/.test(value))
  return [...new Set(ids)]
}
