// UTF-8 that a program took for something else on its way: halves of surrogate pairs (CESU-8, Unicode TR 26), and
// bytes that were taken for Latin letters and written as UTF-8 once more.

const [LEAD, FIRST_HIGH, FIRST_LOW, LAST_LOW] = [0xed, 0xa0, 0xb0, 0xbf]
const PAIR_BYTES = 6
/** Fewer characters may be somebody's example of how it looks. */
const MIN_CHARACTERS = 8
const NOT_ASCII = /[^\0-\x7f]+/g

/** The bytes with each pair of encoded surrogates as the one character that it stands for. */
export function joinSurrogates(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let from = 0
  for (let at = bytes.indexOf(LEAD); at >= 0; at = bytes.indexOf(LEAD, at + 1)) {
    const [, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes.subarray(at, at + PAIR_BYTES)
    const isPair = b >= FIRST_HIGH && b < FIRST_LOW && d === LEAD && e >= FIRST_LOW && e <= LAST_LOW
    if (!isPair) continue
    const point = 0x10000 + (((b & 15) << 16) | ((c & 63) << 10) | ((e & 15) << 6) | (f & 63))
    parts.push(bytes.subarray(from, at), Buffer.from(String.fromCodePoint(point)))
    from = at + PAIR_BYTES
    at = from - 1
  }
  return from === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)])
}

/** The text as it was before it was encoded twice, or `undefined` where any of its words was not. */
export function findOnceEncoded(text: string): string | undefined {
  let characters = 0
  for (const [word] of text.matchAll(NOT_ASCII)) {
    const once = undo(word)
    if (once === undefined) return undefined
    characters += once.length
  }
  return characters < MIN_CHARACTERS
    ? undefined
    : text.replace(NOT_ASCII, (word) => undo(word) ?? word)
}

function undo(word: string): string | undefined {
  const bytes: number[] = []
  for (const char of word) {
    const byte = LATIN.get(char)
    if (byte === undefined) return undefined
    bytes.push(byte)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return undefined
  }
}

/** Letters that the bytes above ASCII are in windows-1252, and in Latin-1 where that differs. */
const LATIN: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 128 }, (_, n) => n + 128).flatMap((byte) => [
    [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte] as const,
    [String.fromCharCode(byte), byte] as const,
  ]),
)
