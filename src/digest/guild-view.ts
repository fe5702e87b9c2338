// Stories as one server sees them: without what it muted, with what its analysts corrected.

import type { PackInfo } from '../pack.ts'
import type { GuildSettings, Mute, Report } from '../ports.ts'
import type { Instant, Story } from '../types.ts'
import { correctStory } from './correct.ts'
import { isMuted } from './mute.ts'

export type GuildView = {
  readonly mutes: readonly Mute[]
  /** Applied reports by story. */
  readonly corrections: ReadonlyMap<string, readonly Report[]>
}

export function toGuildView(
  settings: Pick<GuildSettings, 'mutes' | 'purge'>,
  reports: readonly Report[],
): GuildView {
  // What was purged is not yet removed, but no longer honoured.
  const since = settings.purge?.at ?? 0
  const applied = reports.filter((report) => report.status === 'applied' && report.at > since)
  return {
    mutes: settings.mutes ?? [],
    corrections: Map.groupBy(applied, (report) => report.storyId),
  }
}

/** Whether the view changes anything at all. */
export const isPlain = (view: GuildView): boolean =>
  view.mutes.length === 0 && view.corrections.size === 0

/** Some of its stories became core here: reading core stories alone would miss them. */
export const promotes = (view: GuildView): boolean =>
  [...view.corrections.values()].flat().some((report) => report.reason === 'should-be-core')

/** The stories that the server sees, in the order given. */
export function seenBy(
  view: GuildView,
  stories: readonly Story[],
  pack: PackInfo,
  now: Instant,
): readonly Story[] {
  if (isPlain(view)) return stories
  return stories.flatMap((story) => {
    if (isMuted(story, view.mutes, now)) return []
    const corrected = correctStory(story, view.corrections.get(story.id) ?? [], pack)
    return corrected === undefined ? [] : [corrected]
  })
}
