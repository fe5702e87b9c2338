import type { DayCount } from '../ports.ts'
import type { Instant, TrendRow } from '../types.ts'
import { compareWindow } from './compare.ts'
import { toSeries, type Watched } from './count.ts'

export type RankWindow = {
  /** From the first hour that was watched, at most as far back as baselines reach. */
  readonly watched: Watched
  readonly since: Instant
}

/** Each key of the counts beside what is usual for it, the furthest from its usual range first. */
export function rankKeys(
  counts: readonly DayCount[],
  nameOf: (id: string) => string | undefined,
  window: RankWindow,
): readonly TrendRow[] {
  const rows: TrendRow[] = []
  for (const [id, own] of Map.groupBy(counts, (count) => count.id)) {
    const name = nameOf(id)
    if (name === undefined) continue
    const series = toSeries(own, window.watched)
    const row = { id: name, ...compareWindow(series, window.since) }
    if (row.stories > 0 || (row.usual?.low ?? 0) > 0) rows.push(row)
  }
  return rows.sort(
    (a, b) =>
      Math.abs(strayOf(b)) - Math.abs(strayOf(a)) ||
      b.stories - a.stories ||
      (a.id < b.id ? -1 : 1),
  )
}

/** How far from the usual, in halves of the usual range: above 1 more than usual, below −1 less. */
export function strayOf({ stories, usual }: TrendRow): number {
  if (usual === undefined) return 0
  return (stories - usual.expected) / Math.max(0.5, usual.high - usual.expected)
}
