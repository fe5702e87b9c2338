// UTF-8 that a program took for something else on its way: halves of surrogate pairs (CESU-8, Unicode TR 26), and
// bytes that were taken for Latin letters and written as UTF-8 once more.

import { isUtf8 } from 'node:buffer'

const [LEAD, FIRST_HIGH, FIRST_LOW, LAST_LOW] = [0xed, 0xa0, 0xb0, 0xbf]
const PAIR_BYTES = 6
/** Fewer characters may be somebody's example of how it looks. */
const MIN_CHARACTERS = 8
const NOT_ASCII = /[^\0-\x7f]+/

/** The bytes with each pair of encoded surrogates as the one character that it stands for. */
export function joinSurrogates(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let from = 0
  for (let at = bytes.indexOf(LEAD); at >= 0; at = bytes.indexOf(LEAD, at + 1)) {
    if (!isPair(bytes, at)) continue
    parts.push(bytes.subarray(from, at), Buffer.from(pairAt(bytes, at)))
    from = at + PAIR_BYTES
    at = from - 1
  }
  return from === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)])
}

function isPair(bytes: Uint8Array, at: number): boolean {
  const [high = 0, low = 0] = [bytes[at + 1], bytes[at + 4]]
  if (bytes[at + 3] !== LEAD || at + PAIR_BYTES > bytes.length) return false
  return high >= FIRST_HIGH && high < FIRST_LOW && low >= FIRST_LOW && low <= LAST_LOW
}

function pairAt(bytes: Uint8Array, at: number): string {
  const unit = (from: number): number =>
    0xd000 | (((bytes[from + 1] ?? 0) & 63) << 6) | ((bytes[from + 2] ?? 0) & 63)
  return String.fromCharCode(unit(at), unit(at + 3))
}

/** The text as it was before it was encoded twice, or `undefined` where any of its words was not. */
export function findOnceEncoded(text: string): string | undefined {
  const first = NOT_ASCII.exec(text)?.[0]
  // Nearly every text ends here.
  if (first === undefined || undo(first) === undefined) return undefined
  const once = undo(text)
  if (once === undefined) return undefined
  let characters = 0
  for (const char of once) if (char > '\x7f') characters += 1
  return characters < MIN_CHARACTERS ? undefined : once
}

function undo(text: string): string | undefined {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const byte = code < 128 ? code : LATIN.get(code)
    if (byte === undefined) return undefined
    bytes[at] = byte
  }
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : undefined
}

/** Letters that the bytes above ASCII are in windows-1252, and in Latin-1 where that differs. */
const LATIN: ReadonlyMap<number, number> = new Map(
  Array.from({ length: 128 }, (_, n) => n + 128).flatMap((byte) => [
    [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)).charCodeAt(0), byte] as const,
    [byte, byte] as const,
  ]),
)
