import { SUPPRESS_NOTIFICATIONS } from '../card/digest.ts'
import { DAY_MS } from '../lib/clock.ts'
import { base32 } from '../lib/hash.ts'
import type { Clock, GuildSettings, Log, Store } from '../ports.ts'
import type { Delivery, Instant, Story, Subscription } from '../types.ts'
import { followMerges } from './plan/follow-merges.ts'

/** A followed story without news for so long has ended. */
export const FOLLOW_ENDS_MS = 3 * DAY_MS

export type SettleDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** How long a server that left, and what it ended, is kept: days, as `settings.yaml` says. */
  readonly guildDays: number
  /** How long texts are kept, in a report as well; days. */
  readonly textDays: number
}

/** Ends what has run out: followed stories, servers that left, purges that nobody took back, ended subscriptions. */
export async function settle(deps: SettleDeps): Promise<void> {
  await endFollows(deps)
  await forgetTexts(deps)
  const keptSince = deps.clock.now() - deps.guildDays * DAY_MS
  const all = await deps.store.allGuildSettings()
  await followMerges(all, await deps.store.reports(), deps.store)
  for (const settings of all) {
    await settleGuild(settings, keptSince, deps)
  }
  const ended = await deps.store.endedSubscriptions(keptSince)
  if (ended.length === 0) return
  await deps.store.removeSubscriptions(ended.map((one) => one.id))
  deps.log('info', 'subscriptions.removed', { count: ended.length })
}

async function settleGuild(
  settings: GuildSettings,
  keptSince: Instant,
  deps: SettleDeps,
): Promise<void> {
  const { store, log } = deps
  const { guildId, purge, leftAt } = settings
  if (leftAt !== undefined && leftAt < keptSince) {
    const subscriptions = await store.subscriptions({ guildId })
    await store.removeSubscriptions(subscriptions.map((one) => one.id))
    await store.removeGuild(guildId)
    log('info', 'guild.removed', { guild: guildId, subscriptions: subscriptions.length })
    return
  }
  if (purge === undefined || purge.until > deps.clock.now()) return
  const purged = await Promise.all(purge.subscriptionIds.map((id) => store.findSubscription(id)))
  // One that was made again since is none of it.
  const gone = purged.flatMap((one) => (one?.deletedAt === undefined ? [] : [one.id]))
  await store.removeSubscriptions(gone)
  const since = (await store.reports({ guildId })).filter((report) => report.at > purge.at)
  const { purge: _done, ...kept } = await store.guildSettings(guildId)
  await store.removeGuild(guildId)
  // What was set and reported after the purge is none of it.
  await store.saveGuildSettings(kept)
  for (const report of since) await store.saveReport(report)
  log('info', 'guild.purge-done', { guild: guildId })
}

/** A report keeps the title of its article as long as itself, but no text beyond retention. */
async function forgetTexts({ store, clock, textDays }: SettleDeps): Promise<void> {
  const keptSince = clock.now() - textDays * DAY_MS
  for (const report of await store.reports()) {
    const { summary, ...article } = report.article
    if (summary !== undefined && report.at < keptSince)
      await store.saveReport({ ...report, article })
  }
}

/** A followed story that another took over goes on under the other's id; one without news ends. */
async function endFollows({ store, clock, log }: SettleDeps): Promise<void> {
  const now = clock.now()
  for (const one of await store.subscriptions()) {
    const { story: storyId } = one.filters
    if (storyId === undefined) continue
    const story = (await store.findStory(storyId))?.story
    if (story !== undefined && now - story.updatedAt < FOLLOW_ENDS_MS) {
      if (story.id === storyId) continue
      await store.saveSubscription({ ...one, filters: { ...one.filters, story: story.id } })
      continue
    }
    await store.saveSubscription({ ...one, deletedAt: now })
    if (one.channelKind !== 'forum') await store.addDeliveries([toEnding(one, story, now)])
    log('info', 'follow.ended', { subscription: one.id, story: storyId })
  }
}

/** One plain line, so that nobody waits for more. */
function toEnding(one: Subscription, story: Story | undefined, now: Instant): Delivery {
  const name = story?.id ?? one.filters.story ?? ''
  return {
    id: base32(`follow-end|${one.id}`, 25),
    subscriptionId: one.id,
    channelId: one.channelId,
    channelKind: one.channelKind,
    part: 0,
    body: {
      embeds: [
        {
          description: `Following ${name} ended: no news for three days. \`/axis story id:${name}\` shows it all.`,
          footer: { text: one.id },
        },
      ],
      allowed_mentions: { parse: [] },
      flags: SUPPRESS_NOTIFICATIONS,
    },
    status: 'pending',
    createdAt: now,
    nextTryAt: now,
    tries: 0,
  }
}
