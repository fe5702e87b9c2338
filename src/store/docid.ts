import { SECOND_MS } from '../lib/clock.ts'
import type { Instant } from '../types.ts'

/** Articles that one second has room for before their numbers run into the next. */
export const DOCIDS_PER_SECOND = 16_384

/** The lowest docid of the second that `at` lies in: "seen between" is a range of docids. */
export const firstDocid = (at: Instant): number => Math.floor(at / SECOND_MS) * DOCIDS_PER_SECOND

/** The highest docid of the second that `at` lies in. */
export const lastDocid = (at: Instant): number => firstDocid(at) + DOCIDS_PER_SECOND - 1

/**
 * The next free docid for an article seen at `at`. `newestUpTo` gives the highest docid in use that is
 * not above its argument. A full second goes on after everything that is there.
 */
export function nextDocid(at: Instant, newestUpTo: (docid: number) => number | undefined): number {
  const next = Math.max(firstDocid(at), (newestUpTo(lastDocid(at)) ?? -1) + 1)
  if (next <= lastDocid(at)) return next
  return (newestUpTo(Number.MAX_SAFE_INTEGER) ?? -1) + 1
}
