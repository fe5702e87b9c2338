// UTF-8 with a few broken bytes (a cut in the middle of a character, one pasted Latin letter) is still UTF-8; so is
// most of a document whose parts were written in two charsets.

import { isAscii } from 'node:buffer'

/** One broken byte for at least this many good sequences. */
const GOOD_PER_BAD = 8
/** Legacy text has hardly any UTF-8 sequence; so many broken ones at the start and no more good ones are legacy. */
const ENOUGH_BAD = 2000
/** More broken bytes are nobody's paste. */
const MAX_BAD = 200_000
/** Words by which their charset is known. */
const MAX_SAMPLE = 5000

export type NearUtf8 = { readonly text: string; readonly at: number }

/**
 * The text where at least half of what is not ASCII is UTF-8, and the first broken byte's offset. A few broken bytes
 * are windows-1252; for more `openLegacy` is shown the words that hold them and gives their decoder.
 */
export function decodeNearUtf8(
  bytes: Uint8Array,
  openLegacy: (words: Uint8Array) => (word: Uint8Array) => string,
): NearUtf8 | undefined {
  const bad: number[] = []
  let good = 0
  let pos = 0
  while (pos < bytes.length) {
    const length = sequenceLength(bytes, pos)
    if (length === 0) {
      // The last character is cut off by the end of the document.
      if (pos >= bytes.length - 3 && (bytes[pos] ?? 0) >= 0xc2) break
      bad.push(pos)
      if (bad.length > MAX_BAD || (bad.length > ENOUGH_BAD && bad.length > good)) return undefined
      pos += 1
      continue
    }
    if (length > 1) good += 1
    pos += length
  }
  if (good === 0 || bad.length > good) return undefined
  const whole = bytes.subarray(0, pos)
  const at = bad[0] ?? pos
  if (bad.length * GOOD_PER_BAD <= good) {
    const latin = new TextDecoder('windows-1252')
    const runs = bad.map((one) => [one, one + 1] as const)
    return { text: join(whole, runs, (run) => latin.decode(run)), at }
  }
  const words = toWords(whole, bad)
  const sample = Buffer.concat(
    words
      .slice(0, MAX_SAMPLE)
      .flatMap(([from, to]) => [whole.subarray(from, to), Buffer.from(' ')]),
  )
  return { text: join(whole, words, openLegacy(sample)), at }
}

type Run = readonly [from: number, to: number]

/** The words around broken bytes: runs without ASCII, within which charsets do not change; neighbours are one run. */
function toWords(bytes: Uint8Array, bad: readonly number[]): readonly Run[] {
  const words: Run[] = []
  let end = 0
  for (const at of bad) {
    if (at < end) continue
    let from = at
    while (from > end && (bytes[from - 1] ?? 0) >= 0x80) from -= 1
    end = at
    while ((bytes[end] ?? 0) >= 0x80) end += 1
    const last = words.at(-1)
    if (last !== undefined && isAscii(bytes.subarray(last[1], from)))
      words[words.length - 1] = [last[0], end]
    else words.push([from, end])
  }
  return words
}

function join(
  bytes: Uint8Array,
  runs: readonly Run[],
  toText: (run: Uint8Array) => string,
): string {
  const toUtf8 = (from: number, to?: number): string =>
    Buffer.from(bytes.subarray(from, to)).toString('utf8')
  const parts: string[] = []
  let end = 0
  for (const [from, to] of runs) {
    parts.push(toUtf8(end, from), toText(bytes.subarray(from, to)))
    end = to
  }
  parts.push(toUtf8(end))
  return parts.join('')
}

/** Length of the UTF-8 sequence at `pos`, 0 where there is none (RFC 3629 §4). */
function sequenceLength(bytes: Uint8Array, pos: number): number {
  const first = bytes[pos] ?? 0
  if (first < 0x80) return 1
  const second = bytes[pos + 1] ?? 0
  if (first >= 0xc2 && first <= 0xdf) return isTail(second) ? 2 : 0
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80
    const high = first === 0xed ? 0x9f : 0xbf
    return second >= low && second <= high && isTail(bytes[pos + 2] ?? 0) ? 3 : 0
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const low = first === 0xf0 ? 0x90 : 0x80
    const high = first === 0xf4 ? 0x8f : 0xbf
    const rest = isTail(bytes[pos + 2] ?? 0) && isTail(bytes[pos + 3] ?? 0)
    return second >= low && second <= high && rest ? 4 : 0
  }
  return 0
}

const isTail = (byte: number): boolean => byte >= 0x80 && byte <= 0xbf
