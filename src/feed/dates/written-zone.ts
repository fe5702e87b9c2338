import { findOffset, findSeasonalZone } from './abbreviations.ts'
import type { Zone } from './parts.ts'
import { isZone } from './zone.ts'

type Context = { readonly zone?: string; readonly language?: string }

const NUMERIC =
  /^(?:(?:GMT|UTC|UT)\s*)?([+-])\s?(\d{1,2})(?:(?::|\s?(?=\d\d$))(\d{2})(?::\d{2})?)?$/i
const PACKED = /^(?:(?:GMT|UTC|UT)\s*)?([+-])\s?(\d{2})(\d{2})(?:\d{2})?$/i
const MAX_OFFSET_MIN = 14 * 60

/**
 * The zone that a text names: `+0300`, `GMT+3`, `MSK`, `Z`, `Europe/Kyiv`, `EST (-0500)`, `+0100 (CET)`.
 * A number beats a name. `undefined` where it names none that is known.
 */
export function findZone(text: string, context: Context): Zone | undefined {
  const trimmed = text.trim().replace(/\.$/, '')
  const comment = /^(.*?)\s*\(([^()]*)\)\s*$/.exec(trimmed)
  if (comment !== null) {
    const outside = comment[1] ?? ''
    if (outside !== '') return findZone(outside, context)
    return findZone(comment[2] ?? '', context)
  }
  const numeric = PACKED.exec(trimmed) ?? NUMERIC.exec(trimmed)
  if (numeric !== null) return toOffset(numeric[1] ?? '+', numeric[2] ?? '0', numeric[3] ?? '0')
  const both =
    /^([+-]\d\d:?\d\d)\s*[A-Za-z]+$/.exec(trimmed) ?? /^[A-Za-z]+\s*([+-]\d\d:?\d\d)$/.exec(trimmed)
  if (both !== null) return findZone(both[1] ?? '', context)
  const seasonal = findSeasonalZone(trimmed)
  if (seasonal !== undefined) return { kind: 'named', name: seasonal }
  const minutes = findOffset(trimmed, context)
  if (minutes !== undefined) return { kind: 'offset', minutes }
  if (/^(?:[A-Za-z_]+\/[A-Za-z_/+-]+\d*|[A-Z]{3}\d[A-Z]{3})$/.test(trimmed) && isZone(trimmed)) {
    return { kind: 'named', name: trimmed }
  }
  // RFC 2822 §4.3: military letters were defined wrongly and mean an unknown zone, that is UTC.
  return /^[a-ik-y]$/i.test(trimmed) ? { kind: 'offset', minutes: 0 } : undefined
}

function toOffset(sign: string, hours: string, minutes: string): Zone | undefined {
  const total = Number(hours) * 60 + Number(minutes)
  if (Number(minutes) > 59 || total > MAX_OFFSET_MIN) return undefined
  return { kind: 'offset', minutes: sign === '-' ? -total : total }
}
