// Stories that a channel has not been told of: alone where there is room, else in the situation message.

import { plainText } from '../../card/escape.ts'
import { instantMessage } from '../../card/instant.ts'
import { situationMessage } from '../../card/situation.ts'
import { shownTitle } from '../../card/title.ts'
import { breaksAgain, mayPing } from '../../digest/breaking.ts'
import { compareStories } from '../../digest/select.ts'
import { saidOf, toShown } from '../../digest/shown.ts'
import { type OpenSituation, planSituation } from '../../digest/situation.ts'
import type { Store } from '../../ports.ts'
import type { Delivery, PostedStory, ShownStory, Story } from '../../types.ts'
import { breaks } from './breaks.ts'
import {
  type Desk,
  findKey,
  hasRoom,
  isGone,
  isMessageUnderway,
  isOpen,
  isTold,
  STORY_BUTTONS,
  take,
  toDelivery,
} from './desk.ts'

/** Room is left under Discord's 100 characters. */
const THREAD_NAME_MAX = 90

/** Deliveries for stories that are new to the channel, or grave enough now to stand alone after all. */
export async function planNew(
  desk: Desk,
  reached: readonly Story[],
  store: Store,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = []
  const gathered: Story[] = []
  for (const story of reached) {
    const before = newestRow(desk, story)
    if (before === undefined && isTold(desk, story)) continue
    if (before !== undefined && !isAgain(desk, story, before)) continue
    const key = findKey(
      desk,
      `story|${story.id}|${before === undefined ? 'first' : story.severity}`,
    )
    if (key === undefined || isMessageUnderway(desk, story.id)) continue
    if (desk.subscription.mode === 'breaking' && !(await breaks(story, desk, store))) continue
    if (hasRoom(desk, story)) deliveries.push(take(desk, alone(desk, key, story, before)))
    else if (before === undefined) gathered.push(story)
  }
  const situation = planGathered(desk, gathered)
  return situation === undefined ? deliveries : [...deliveries, take(desk, situation)]
}

const newestRow = (desk: Desk, story: Story): PostedStory | undefined =>
  (desk.posted.get(story.id) ?? []).filter((row) => row.mode !== 'digest').at(-1)

/** Told again as a message of its own: in breaking mode, and out of a list, when its severity rises. */
function isAgain(desk: Desk, story: Story, before: PostedStory): boolean {
  if (desk.subscription.mode !== 'breaking' && !before.gathered) return false
  return breaksAgain(saidOf(before).severity, story.severity)
}

function alone(desk: Desk, key: string, story: Story, before: PostedStory | undefined): Delivery {
  const { subscription, context, now } = desk
  const pingedAt = desk.notes.filter((note) => note.pings).map((note) => note.createdAt)
  const body = instantMessage(
    story,
    subscription,
    context,
    before === undefined ? undefined : `severity up to ${story.severity}`,
    {
      ping: mayPing(pingedAt, now, before === undefined),
      buttons: STORY_BUTTONS,
    },
  )
  const answers = before?.messageId !== undefined && !before.gathered
  // In a forum the post's first message goes on living; this one stands below it.
  const below = answers && subscription.channelKind === 'forum'
  return toDelivery(desk, key, body, {
    storyId: story.id,
    shows: [{ ...toShown(story), ...(below && { messageId: before.messageId }) }],
    ...(answers && { kind: 'reply', targetId: before.messageId }),
    ...forumParts(desk, story),
  })
}

function forumParts(desk: Desk, story: Story): Partial<Delivery> {
  if (desk.subscription.channelKind !== 'forum') return {}
  const { lang, foreign } = desk.subscription
  const themes = desk.context.pack.themes.filter((theme) => story.themes.includes(theme.id))
  const { title } = shownTitle(story, { ...desk.context, lang, foreign })
  return {
    threadName: plainText(title, THREAD_NAME_MAX) || story.id,
    tags: themes.flatMap((theme) => [theme.label, theme.id]),
  }
}

function planGathered(desk: Desk, added: readonly Story[]): Delivery | undefined {
  const { subscription, context, now } = desk
  const written = desk.notes.filter((note) => note.about === 'situation')
  const first = written.find(
    (note) =>
      note.kind !== 'edit' && note.status !== 'dropped' && !isGone(desk, note.messageId ?? ''),
  )
  // The message has not arrived, or its last edit has not: what is new comes with the next tick.
  if (written[0] !== undefined && isOpen(written[0])) return undefined
  const last = written.find((note) => note.status !== 'dropped')
  const open: OpenSituation | undefined = first && {
    openedAt: first.createdAt,
    writtenAt: written[0]?.createdAt ?? first.createdAt,
    shows: last?.shows ?? [],
  }
  const shown = (open?.shows ?? []).flatMap(
    (one) => desk.stories.find((s) => s.id === one.storyId) ?? [],
  )
  const plan = planSituation({
    open,
    added,
    shown: shown.filter((story) => !isAlone(desk, story)),
    camps: context.camps,
    now,
  })
  if (plan.kind === 'none') return undefined
  const stories = plan.stories.toSorted((a, b) =>
    compareStories(a, b, context.camps, context.alarms),
  )
  const body = situationMessage(
    {
      stories,
      articleCount: stories.reduce((sum, story) => sum + story.articleCount, 0),
      since: plan.kind === 'open' ? now : (open?.openedAt ?? now),
    },
    subscription,
    context,
  )
  const shows = stories.map((story): ShownStory => ({ ...toShown(story), gathered: true }))
  const state = shows.map((one) => `${one.storyId}${one.severity}${one.families.length}`).join()
  const about = 'situation'
  if (plan.kind === 'open') {
    const key = findKey(desk, `situation|${stories.map((story) => story.id).join()}`)
    if (key === undefined) return undefined
    return toDelivery(desk, key, body, { about, shows, ...situationPost(desk) })
  }
  const targetId = first?.messageId
  if (targetId === undefined) return undefined
  const key = `situation|${targetId}|${state}`
  return toDelivery(desk, key, body, { about, shows, kind: 'edit', targetId })
}

/** It has a message of its own, or one is on its way. */
function isAlone(desk: Desk, story: Story): boolean {
  const row = newestRow(desk, story)
  if (row !== undefined && !row.gathered) return true
  return desk.notes.some(
    (note) => note.storyId === story.id && note.kind !== 'edit' && note.status !== 'dropped',
  )
}

const situationPost = (desk: Desk): Partial<Delivery> =>
  desk.subscription.channelKind === 'forum' ? { threadName: 'Situation' } : {}
