import type { Feed } from '../types.ts'
import { type DigestDeps, planDigests } from './digests.ts'
import { planInstant } from './instant.ts'
import { planDeadFeeds } from './plan-coverage.ts'

export type PlanDeps = DigestDeps & { readonly feeds?: () => readonly Feed[] }

/** Writes everything that is owed now, pending: digests, messages and edits, and what the log channels must know. */
export async function planAll(deps: PlanDeps): Promise<void> {
  await planDigests(deps)
  await planInstant(deps)
  const { coverage, now } = await deps.context('en')
  const feeds = deps.feeds?.() ?? []
  const outletOf = (id: string): string | undefined => feeds.find((one) => one.id === id)?.outlet
  await planDeadFeeds({ coverage, now, outletOf }, deps.store)
}
