// Messages whose stories went on: edited in place, answered by what changed, or closed when two became one.

import { changeReply, instantMessage, mergedMessage } from '../../card/instant.ts'
import { breaksAgain, holdFor } from '../../digest/breaking.ts'
import { livingOf, standing } from '../../digest/living.ts'
import { urlOf } from '../../digest/select.ts'
import { saidOf, toSaid, toShown } from '../../digest/shown.ts'
import { HOUR_MS } from '../../lib/clock.ts'
import type { Delivery, PostedStory, Story } from '../../types.ts'
import {
  type Desk,
  isGone,
  isMade,
  isUnderway,
  STORY_BUTTONS,
  spokenAt,
  take,
  toDelivery,
} from './desk.ts'

/** Edits and replies for what the channel was told of before by this subscription. */
export function planLiving(desk: Desk): readonly Delivery[] {
  const deliveries: Delivery[] = []
  for (const story of desk.stories) {
    const { card, merged } = standing(desk.posted.get(story.id) ?? [])
    if (card === undefined) continue
    for (const row of merged) {
      if (isOurs(desk, row)) deliveries.push(...closeMerged(desk, story, row, card))
    }
    if (isOurs(desk, card)) deliveries.push(...follow(desk, story, card))
  }
  return deliveries
}

/** Two subscriptions of one channel do not both edit a message. */
const isOurs = (desk: Desk, row: PostedStory): boolean =>
  row.subscriptionId === undefined || row.subscriptionId === desk.subscription.id

function follow(desk: Desk, story: Story, row: PostedStory): readonly Delivery[] {
  const targetId = row.messageId
  if (targetId === undefined || isUnderway(desk, story.id) || isGone(desk, targetId)) return []
  const { subscription, context, now } = desk
  const replies = desk.notes.filter((note) => note.kind === 'reply' && note.storyId === story.id)
  const living = livingOf({
    story,
    row,
    camps: context.camps,
    repliedAt: replies[0]?.createdAt,
    maySpeak: holdFor(story, subscription, now).kind === 'now' && !isFull(desk),
    now,
  })
  const shown = { ...toShown(story), messageId: targetId }
  const said = row.said ?? { ...withoutId(row), at: row.at }
  const planned: Delivery[] = []
  const editKey = `edit|${targetId}|${stateOf(story)}`
  if (living.edit && !isMade(desk, editKey)) {
    const body = instantMessage(story, subscription, context, undefined, {
      buttons: STORY_BUTTONS,
    })
    const shows = [{ ...shown, said }]
    const rest = { kind: 'edit', targetId, storyId: story.id, shows } as const
    planned.push(take(desk, toDelivery(desk, editKey, body, rest)))
  }
  // In breaking mode a risen severity is told by a whole message.
  const isAgain =
    subscription.mode === 'breaking' && breaksAgain(saidOf(row).severity, story.severity)
  const replyKey = `reply|${targetId}|${living.reply}|${stateOf(story)}`
  if (living.reply !== undefined && !isAgain && !isMade(desk, replyKey)) {
    const body = changeReply(story, living.reply, { ...context, lang: subscription.lang })
    // What the card shows stays what it showed, unless it is edited in the same breath.
    const state =
      planned.length > 0 ? shown : { ...withoutId(row), storyId: story.id, messageId: targetId }
    const shows = [{ ...state, said: toSaid(story, now) }]
    const rest = { kind: 'reply', targetId, storyId: story.id, shows } as const
    planned.push(take(desk, toDelivery(desk, replyKey, body, rest)))
  }
  return planned
}

const withoutId = ({ families, independent, camps, severity }: PostedStory) => ({
  families,
  camps,
  severity,
  ...(independent !== undefined && { independent }),
})

const stateOf = (story: Story): string =>
  [
    story.severity,
    story.families.length,
    story.articleCount,
    ...story.camps.map(({ camp }) => camp).sort(),
  ].join()

/** A reply is a message too: the second half of an hour's messages is kept for new stories, and the edit alone has to do. */
function isFull(desk: Desk): boolean {
  const since = desk.now - HOUR_MS
  const spoken = spokenAt(desk).filter((at) => at > since)
  return spoken.length >= Math.ceil(desk.subscription.maxPerHour / 2)
}

function closeMerged(
  desk: Desk,
  story: Story,
  row: PostedStory,
  card: PostedStory,
): readonly Delivery[] {
  const { messageId: targetId, takenFrom } = row
  if (targetId === undefined || takenFrom === undefined) return []
  const key = `merged|${targetId}|${story.id}`
  if (isMade(desk, key) || isUnderway(desk, takenFrom)) return []
  const { lang } = desk.subscription
  const url = urlOf(card.messageId ?? '', desk.subscription)
  const body = mergedMessage(story, url, { ...desk.context, lang })
  const shows = [
    { ...withoutId(row), storyId: takenFrom, messageId: targetId, mergedInto: story.id },
  ]
  const rest = { kind: 'edit', targetId, storyId: takenFrom, shows } as const
  return [take(desk, toDelivery(desk, key, body, rest))]
}
