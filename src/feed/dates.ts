// Our own date reader: what it cannot read is absent, never a guess.

import type { Instant } from '../types.ts'
import { findCalendarDate } from './dates-calendar.ts'
import { toAsciiDigits } from './dates-digits.ts'
import { findEpoch } from './dates-epoch.ts'
import { findIsoDate } from './dates-iso.ts'
import type { DateParts } from './dates-parts.ts'
import { findWordedDate } from './dates-worded.ts'

export type DateContext = {
  /** IANA zone of a date without one; UTC where absent. */
  readonly zone?: string
  /** Decides between meanings of one abbreviation or of `05/06/2024`. */
  readonly language?: string
}

const MAX_LENGTH = 120

/** The instant that a date of a feed names, or `undefined` where it cannot be read with certainty. */
export function findDate(text: string, context: DateContext = {}): Instant | undefined {
  if (text.length > MAX_LENGTH * 4) return undefined
  const plain = toAsciiDigits(text)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
  if (plain === '' || plain.length > MAX_LENGTH) return undefined
  const epoch = findEpoch(plain)
  if (epoch !== undefined) return epoch
  const parts: DateParts | undefined = findIsoDate(plain, context) ?? findWordedDate(plain, context)
  return parts === undefined ? undefined : findCalendarDate(parts, context)
}
