import { seenBy } from '../../digest/guild-view.ts'
import type { PackInfo } from '../../pack.ts'
import type { Store } from '../../ports.ts'
import type { Instant, Story } from '../../types.ts'
import { readGuildView } from './guild-view.ts'

/**
 * The stories of (since, now] as one server sees them: without what it muted, with what its analysts
 * corrected; what they made core is among them, whatever the pack thought of it.
 */
export async function storiesSeen(
  stories: readonly Story[],
  of: {
    readonly guildId: string
    readonly since: Instant
    readonly now: Instant
    readonly pack: PackInfo
  },
  store: Store,
): Promise<readonly Story[]> {
  const view = await readGuildView(store, of.guildId)
  const known = new Set(stories.map((story) => story.id))
  const raised = [...view.corrections]
    .filter(([id, reports]) => !known.has(id) && reports.some(isRaised))
    .map(([id]) => id)
  const more = raised.length === 0 ? [] : await store.storiesByIds(raised)
  const open = more.filter((story) => story.mergedInto === undefined && story.updatedAt > of.since)
  return seenBy(view, [...stories, ...open], of.pack, of.now)
}

const isRaised = (report: { readonly reason: string }): boolean =>
  report.reason === 'should-be-core'
