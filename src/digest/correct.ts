// Corrections of a server's analysts: what they reported takes effect there, and only there.

import type { PackEntry, PackInfo } from '../pack.ts'
import type { Report } from '../ports.ts'
import type { Story } from '../types.ts'

/**
 * The story as the analysts of a server corrected it, with `corrected` saying so; undefined where they
 * judged it not relevant. `reports` are those of this story; only applied ones count, in order of time.
 */
export function correctStory(
  story: Story,
  reports: readonly Report[],
  pack: PackInfo,
): Story | undefined {
  let corrected = story
  const words: string[] = []
  for (const report of reports) {
    if (report.status !== 'applied') continue
    const next = applyOne(corrected, report, pack)
    if (next === undefined) return undefined
    corrected = next
    words.push(correctionWords(report, pack))
  }
  return words.length === 0 ? story : { ...corrected, corrected: [...new Set(words)] }
}

function applyOne(story: Story, report: Report, pack: PackInfo): Story | undefined {
  switch (report.reason) {
    case 'not-relevant':
      return undefined
    case 'wrong-actor':
      return withoutActor(story, report.ref, pack)
    case 'wrong-theme':
      return { ...story, themes: story.themes.filter((theme) => theme !== report.ref) }
    case 'two-events':
      // Who corroborates what is no longer known, so nothing counts as corroborated.
      return { ...story, independent: Math.min(1, story.independent ?? story.families.length) }
    case 'should-be-core':
      return { ...story, relevance: 'core' }
    default:
      return report.reason satisfies never
  }
}

/** What is core needs two of the pack's sides: without the wrong actor it may be related only. */
function withoutActor(story: Story, actor: string | undefined, pack: PackInfo): Story {
  const actors = story.actors.filter((id) => id !== actor && !isPartOf(id, actor, pack.actors))
  const met = pack.sides?.filter((side) => side.some((id) => actors.includes(id))).length
  const isCoreStill = met === undefined || met >= 2 || actors.length === story.actors.length
  return {
    ...story,
    actors,
    ...(story.relevance === 'core' && !isCoreStill ? { relevance: 'related' as const } : {}),
  }
}

/** Who names the IRGC names Iran: without Iran the IRGC is wrong as well. */
function isPartOf(id: string, actor: string | undefined, actors: readonly PackEntry[]): boolean {
  let parent = actors.find((entry) => entry.id === id)?.parent
  for (let level = 0; parent !== undefined && level < actors.length; level += 1) {
    if (parent === actor) return true
    const of = parent
    parent = actors.find((entry) => entry.id === of)?.parent
  }
  return false
}

/** `not about Iran`, `should be core`; not escaped. */
export function correctionWords(report: Pick<Report, 'reason' | 'ref'>, pack: PackInfo): string {
  const label = (entries: readonly PackEntry[]): string =>
    entries.find((entry) => entry.id === report.ref)?.label ?? report.ref ?? 'one of its tags'
  switch (report.reason) {
    case 'not-relevant':
      return 'not relevant'
    case 'wrong-actor':
      return `not about ${label(pack.actors)}`
    case 'wrong-theme':
      return `not ${label(pack.themes)}`
    case 'two-events':
      return 'two events joined'
    case 'should-be-core':
      return 'core'
    default:
      return report.reason satisfies never
  }
}
