// Why an article, by its address, was or was not posted: exactly one reason (commands.md, `why`).

import { noticeCard } from '../../card/error.ts'
import { type NotPosted, notPostedCard } from '../../card/why.ts'
import { findOwnerDomain } from '../../lib/domain.ts'
import { UserError } from '../../lib/errors.ts'
import type { SearchHit } from '../../ports.ts'
import type { Feed } from '../../types.ts'
import type { Ask, Reply } from '../command.ts'
import { stageOf } from './stage.ts'
import { visibleHere } from './why.ts'

export async function answerWhyUrl(ask: Ask, url: string): Promise<Reply> {
  if (!URL.canParse(url)) throw new UserError('That is no address. Copy it from the browser.')
  const { store, answers } = ask.deps
  const hit = await store.findArticleByUrl(answers.canonicalUrl?.(url) ?? url)
  if (hit === undefined) return answerUnseen(ask, url)
  const reason = await findReason(ask, hit)
  return { body: notPostedCard(reason, await ask.context()), shareable: true }
}

/** Weightier reasons first: what was delivered anywhere was not stopped, what waits is not lost. */
const ORDER = ['delivered', 'waiting', 'held', 'cut', 'muted', 'filtered'] as const

/** Exactly one of the reasons of commands.md, over all subscriptions that the caller may see. */
async function findReason(ask: Ask, hit: SearchHit): Promise<NotPosted> {
  if (hit.tags.relevance === 'no') {
    const failed = hit.tags.gates.find((gate) => !gate.passed)
    return { kind: 'not-relevant', gate: failed?.text ?? 'it names nothing that the pack is about' }
  }
  const detail = await ask.deps.store.findStory(hit.storyId)
  if (detail === undefined) throw new UserError('Its story is no longer stored.')
  const visible = (await visibleHere(ask)).filter(
    ({ filters }) => filters.story === undefined || filters.story === detail.story.id,
  )
  if (visible.length === 0) {
    return { kind: 'filtered', by: 'nothing: no channel that you see here has a subscription' }
  }
  const stages = await Promise.all(visible.map((one) => stageOf(ask, detail, one)))
  for (const kind of ORDER) {
    const found = stages.find((stage) => stage.kind === kind)
    if (found === undefined) continue
    if (found.kind !== 'waiting') return found
    const until = found.until ?? ask.deps.clock.now()
    return { kind: 'held', until, why: 'the next digest has it' }
  }
  throw new Error('a stage without a reason')
}

async function answerUnseen(ask: Ask, url: string): Promise<Reply> {
  const context = await ask.context()
  const domain = findOwnerDomain(url)
  const feeds = ask.deps.answers
    .feeds()
    .filter((feed) => domain !== undefined && isOf(feed, domain))
  const on = feeds.filter((feed) => feed.on)
  if (on.length === 0) {
    const outlet = feeds[0]?.outlet ?? domain ?? url.slice(0, 80)
    return { body: notPostedCard({ kind: 'not-followed', outlet }, context), shareable: true }
  }
  const states = await ask.deps.store.feedStates()
  const known = on.map((feed) => states.find((state) => state.feedId === feed.id))
  const isDark = known.every((state) => state?.status !== 'healthy' && state?.status !== 'stale')
  const since = Math.min(...known.map((state) => state?.since ?? context.now))
  const outlet = on[0]?.outlet ?? ''
  if (isDark) {
    const reason: NotPosted = { kind: 'not-delivering', outlet, since }
    return { body: notPostedCard(reason, context), shareable: true }
  }
  return {
    body: noticeCard(
      `${outlet} is followed and its feed is healthy, but this address was not in it. Feeds carry only part of a site.`,
    ),
  }
}

const isOf = (feed: Feed, domain: string): boolean =>
  [feed.url, feed.homepage].some((url) => url !== undefined && findOwnerDomain(url) === domain)
