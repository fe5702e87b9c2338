import { SECOND_MS } from '../../lib/clock.ts'
import type { Feed, Instant } from '../../types.ts'
import { planDeadFeeds } from './coverage.ts'
import { type DigestDeps, planDigests } from './digests.ts'
import { planInstant } from './instant.ts'

/** What the last rounds saw; lost with the process, which only looks once more. */
export type PlanMemory = { digestsAt?: Instant; instantAt?: Instant; newest?: Instant }

export type PlanDeps = DigestDeps & {
  readonly feeds?: () => readonly Feed[]
  /** Hand in the same object each time to leave out what cannot have changed. */
  readonly memory?: PlanMemory
}

/** Slots are minutes: every subscription is asked for them this often, … */
const DIGESTS_EVERY_MS = 15 * SECOND_MS
/** … and messages that only time makes due (the end of a gap, of quiet hours) are looked for this often. */
const INSTANT_EVERY_MS = 30 * SECOND_MS

/** Writes everything that is owed now, pending: digests, messages and edits, and what the log channels must know. */
export async function planAll(deps: PlanDeps): Promise<void> {
  const { memory = {}, signal } = deps
  const now = deps.clock.now()
  if (isDue(memory.digestsAt, DIGESTS_EVERY_MS, now)) {
    await planDigests(deps)
    await planLog(deps)
    if (signal?.aborted) return
    memory.digestsAt = now
  }
  const newest = await newestChange(deps)
  if (newest !== memory.newest || isDue(memory.instantAt, INSTANT_EVERY_MS, now)) {
    await planInstant(deps)
    if (signal?.aborted) return
    Object.assign(memory, { instantAt: now, newest })
  }
}

/** A clock that was set back makes it due as well. */
const isDue = (last: Instant | undefined, everyMs: number, now: Instant): boolean =>
  last === undefined || now - last >= everyMs || now < last

async function newestChange({ store }: PlanDeps): Promise<Instant> {
  const page = await store.latestStories({ relevance: 'related' }, { limit: 1, offset: 0 })
  return page.items[0]?.updatedAt ?? 0
}

async function planLog(deps: PlanDeps): Promise<void> {
  const { coverage, now } = await deps.context('en')
  const feeds = deps.feeds?.() ?? []
  const outletOf = (id: string): string | undefined => feeds.find((one) => one.id === id)?.outlet
  await planDeadFeeds({ coverage, now, outletOf }, deps.store)
}
