// Why an article, by its address, was or was not posted: exactly one reason (commands.md, `why`).

import { noticeCard } from '../card/error.ts'
import { type NotPosted, notPostedCard } from '../card/why.ts'
import { passes } from '../digest/passes.ts'
import { findOwnerDomain } from '../lib/domain.ts'
import { UserError } from '../lib/errors.ts'
import { packResolve } from '../lib/query.ts'
import type { SearchHit } from '../ports.ts'
import type { Feed } from '../types.ts'
import type { Ask, Reply } from './command.ts'
import { canSee } from './permissions.ts'
import { answerWhy } from './why.ts'

export async function answerWhyUrl(ask: Ask, url: string): Promise<Reply> {
  if (!URL.canParse(url)) throw new UserError('That is no address. Copy it from the browser.')
  const { store, answers } = ask.deps
  const hit = await store.findArticleByUrl(answers.canonicalUrl?.(url) ?? url)
  if (hit === undefined) return answerUnseen(ask, url)
  const reason = await findReason(ask, hit)
  if (reason !== undefined) {
    return { body: notPostedCard(reason, await ask.context()), shareable: true }
  }
  const detail = await store.findStory(hit.storyId)
  if (detail === undefined) throw new UserError('Its story is no longer stored.')
  return answerWhy(ask, detail, 0)
}

/** Undefined where nothing stood in its way: then the decision itself is the answer. */
async function findReason(ask: Ask, hit: SearchHit): Promise<NotPosted | undefined> {
  if (hit.tags.relevance === 'no') {
    const failed = hit.tags.gates.find((gate) => !gate.passed)
    return { kind: 'not-relevant', gate: failed?.text ?? 'it names nothing that the pack is about' }
  }
  const { store, answers } = ask.deps
  const [story] = await store.storiesByIds([hit.storyId])
  if (story === undefined) return undefined
  const all = await store.subscriptions({ guildId: ask.guildId })
  const visible = all.filter((one) => canSee(ask.member, one.channelId))
  let filtered: NotPosted | undefined
  for (const one of visible) {
    const posted = await store.postedStories(one.channelId, [story.id])
    const message = posted.find((each) => each.messageId !== undefined)
    if (message?.messageId !== undefined) {
      const url = `https://discord.com/channels/${ask.guildId}/${one.channelId}/${message.messageId}`
      return { kind: 'delivered', url }
    }
    const verdict = passes(one.filters, story, answers.camps(), packResolve(answers.pack()))
    if (!verdict.passed) {
      filtered ??= { kind: 'filtered', by: `${verdict.stage} of ${one.id}: ${verdict.text}` }
    }
  }
  return filtered
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
