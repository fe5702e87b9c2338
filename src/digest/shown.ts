import type { Instant, ShownStory, Story } from '../types.ts'

export type ShownState = Pick<ShownStory, 'families' | 'independent' | 'camps' | 'severity'>

/** A story as a message written now shows it. */
export const toShown = (story: Story): ShownStory => ({
  storyId: story.id,
  families: story.families,
  camps: story.camps.map(({ camp }) => camp),
  severity: story.severity,
  ...(story.independent !== undefined && { independent: story.independent }),
})

/** The state of a story that is said aloud now. */
export const toSaid = (story: Story, at: Instant): NonNullable<ShownStory['said']> => {
  const { storyId: _, ...state } = toShown(story)
  return { at, ...state }
}

/** What was last said aloud of a story; a message that never changed said what it shows. */
export const saidOf = (shown: ShownStory): ShownState => shown.said ?? shown
