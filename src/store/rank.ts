// How search counts and ranks: the same on every store.

import type { Page } from '../ports.ts'

/** Counting goes no further: "1,000 or more" is as good an answer and costs the same in any library. */
export const TOTAL_MAX = 1000

/** Relevance ranks the newest hits only, so that its cost does not grow with the library. */
export const RANKED_MAX = 2000

/** A word in the title says twice more about an article than one in its summary alone. */
export const TITLE_BONUS = 2

/** Gives each of these docids points, where it is among those that are scored. */
export function addTo(
  scores: Map<number, number>,
  docids: readonly number[],
  points: number,
): void {
  for (const docid of docids) {
    const score = scores.get(docid)
    if (score !== undefined) scores.set(docid, score + points)
  }
}

/** A page of scored docids, the best first, of equal ones the newest. */
export function bestFirst(
  scores: ReadonlyMap<number, number>,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Page<number> {
  const best = [...scores].sort(([a, points], [b, others]) => others - points || b - a)
  return {
    items: best.slice(offset, offset + limit).map(([docid]) => docid),
    total: scores.size,
    ...(scores.size === RANKED_MAX ? { capped: true } : {}),
  }
}
