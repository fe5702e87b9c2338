// What became of a story in one subscription: the stage that let it pass or stopped it, read from what is
// stored, in the order in which deliveries are decided.

import type { NotPosted } from '../../card/why.ts'
import { countOf } from '../../card/word.ts'
import { BREAKING_ORIGINS, filtersFor, holdFor, reachesMode } from '../../digest/breaking.ts'
import { correctionWords, correctStory } from '../../digest/correct.ts'
import { severityRank } from '../../digest/material.ts'
import { findMute } from '../../digest/mute.ts'
import { passes } from '../../digest/passes.ts'
import { STORIES_MAX } from '../../digest/select.ts'
import { packResolve } from '../../lib/query-names.ts'
import type { Digest, PostedStory, Story, StoryDetail, Subscription } from '../../types.ts'
import type { Ask } from '../command.ts'
import { readView } from '../report/corrections.ts'

/** One of the reasons of commands.md, `why`; `waiting` is what nothing stopped and the next digest will have. */
export type Stage = NotPosted | { readonly kind: 'waiting'; readonly until?: number }

export async function stageOf(
  ask: Ask,
  detail: StoryDetail,
  subscription: Subscription,
): Promise<Stage> {
  const { store, answers } = ask.deps
  const { story } = detail
  const posted = await store.postedStories(subscription.channelId, [story.id])
  const delivered = newestWithMessage(posted)
  if (delivered?.messageId !== undefined) {
    const url = `https://discord.com/channels/${ask.guildId}/${subscription.channelId}/${delivered.messageId}`
    return { kind: 'delivered', url }
  }
  const view = await readView(ask)
  const corrections = view.corrections.get(story.id) ?? []
  const pack = answers.pack()
  const corrected = correctStory(story, corrections, pack)
  if (corrected === undefined) {
    const words = corrections.map((one) => correctionWords(one, pack)).join(', ')
    return { kind: 'filtered', by: `the analysts of this server: ${words}` }
  }
  const mute = findMute(corrected, view.mutes, ask.deps.clock.now())
  if (mute !== undefined) return { kind: 'muted', what: `${mute.kind} “${mute.label}”` }
  const filters = filtersFor(subscription, corrected)
  const verdict = passes(filters, corrected, answers.camps(), packResolve(pack))
  if (!verdict.passed) {
    return { kind: 'filtered', by: `${verdict.stage} of ${subscription.id}: ${verdict.text}` }
  }
  return subscription.mode === 'digest'
    ? digestStage(ask, corrected, subscription)
    : instantStage(ask, { ...detail, story: corrected }, subscription, posted.length > 0)
}

async function digestStage(ask: Ask, story: Story, subscription: Subscription): Promise<Stage> {
  const { store, clock, answers } = ask.deps
  const now = clock.now()
  if (subscription.foreign === 'hide' && !tellsIn(story, subscription.lang)) {
    return {
      kind: 'filtered',
      by: `foreign:hide of ${subscription.id}: it is not told in ${subscription.lang}`,
    }
  }
  const digest = await findDigestOf(ask, story, subscription)
  if (digest?.cut.includes(story.id)) {
    const slot = digest.slot.replace('T', ' ')
    return { kind: 'cut', cap: `${STORIES_MAX} stories a digest, ${subscription.id} of ${slot}` }
  }
  const last = await store.lastSlot(subscription.id)
  if (last !== undefined && story.updatedAt <= last.to) {
    const why = story.backlog
      ? 'it came with the first reading of a feed and was published before the digest’s time'
      : 'it had no news in the time of a digest'
    return { kind: 'filtered', by: `the time of ${subscription.id}: ${why}` }
  }
  const next = answers.nextSlotAt(subscription, Math.max(now, subscription.pausedUntil ?? 0))
  return { kind: 'waiting', ...(next === undefined ? {} : { until: next }) }
}

const SLOTS_LOOKED_AT = 60

/** The digest in whose time the story had its last news, among the last ones. */
async function findDigestOf(
  ask: Ask,
  story: Story,
  subscription: Subscription,
): Promise<Digest | undefined> {
  const { store } = ask.deps
  const last = await store.lastSlot(subscription.id)
  const recent = await store.deliveries(subscription.id, SLOTS_LOOKED_AT)
  const slots = new Set([last?.slot, ...recent.map((delivery) => delivery.slot)])
  for (const slot of slots) {
    const digest = slot === undefined ? undefined : await store.findDigest(subscription.id, slot)
    if (digest && story.updatedAt > digest.from && story.updatedAt <= digest.to) return digest
  }
  return undefined
}

const tellsIn = (story: Story, lang: string): boolean =>
  story.lang === lang || story.sides.some((side) => side.lang === lang)

function instantStage(
  ask: Ask,
  detail: StoryDetail,
  subscription: Subscription,
  isSeen: boolean,
): Stage {
  const { story } = detail
  const { id, filters, mode } = subscription
  const now = ask.deps.clock.now()
  const stop = (by: string): Stage => ({ kind: 'filtered', by: `${mode} of ${id}: ${by}` })
  if (subscription.pausedUntil !== undefined && subscription.pausedUntil > now) {
    return { kind: 'held', until: subscription.pausedUntil, why: 'paused' }
  }
  const isFollowed = filters.story === story.id
  if (!isFollowed) {
    if (story.backlog) return stop('it came with the first reading of a feed')
    if (story.openedAt <= subscription.createdAt) return stop('it began before the subscription')
    if (mode !== 'digest' && !reachesMode(story, filters.relevance, mode)) {
      return stop(`it is ${story.relevance}; related stories break only when critical`)
    }
    const notBreaking = mode === 'breaking' ? breakingFault(ask, detail) : undefined
    if (notBreaking !== undefined) return stop(notBreaking)
  }
  const held = holdFor(story, subscription, now)
  if (held.kind === 'hold') return { kind: 'held', until: held.until, why: 'quiet hours' }
  if (isSeen) return stop('it was told here before and has not changed materially')
  return {
    kind: 'cut',
    cap: `${countOf(subscription.maxPerHour, 'message')} an hour of ${id}; it stands in the situation message`,
  }
}

function breakingFault(ask: Ask, detail: StoryDetail): string | undefined {
  const { story } = detail
  const needed = story.relevance === 'core' ? 'high' : 'critical'
  if (severityRank(story.severity) < severityRank(needed)) {
    return `it is ${story.severity}, ${needed} is needed`
  }
  const origins = ask.deps.answers.breakingOrigins?.(detail) ?? story.families.length
  if (origins >= BREAKING_ORIGINS) return undefined
  return `${origins} of ${BREAKING_ORIGINS} independent origins within two hours`
}

function newestWithMessage(posted: readonly PostedStory[]): PostedStory | undefined {
  return posted
    .filter((one) => one.messageId !== undefined)
    .toSorted((a, b) => a.at - b.at)
    .at(-1)
}

/** The stage in few words, for a line of the card. */
export function stageWords(stage: Stage): { readonly passed: boolean; readonly text: string } {
  switch (stage.kind) {
    case 'delivered':
      return { passed: true, text: `delivered: ${stage.url}` }
    case 'waiting': {
      const at = stage.until === undefined ? '' : ` for the digest ${toUtc(stage.until)}`
      return { passed: true, text: `passed, waits${at}` }
    }
    case 'held':
      return {
        passed: true,
        text: `held until ${toUtc(stage.until)}${stage.why === undefined ? '' : ` (${stage.why})`}`,
      }
    case 'cut':
      return { passed: false, text: `cut by the cap: ${stage.cap}` }
    case 'muted':
      return { passed: false, text: `muted: ${stage.what}` }
    case 'filtered':
      return { passed: false, text: `filtered by ${stage.by}` }
    case 'not-followed':
    case 'not-delivering':
      return { passed: false, text: `not read: ${stage.outlet}` }
    case 'not-relevant':
      return { passed: false, text: `not relevant: ${stage.gate}` }
    default:
      return stage satisfies never
  }
}

const toUtc = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
