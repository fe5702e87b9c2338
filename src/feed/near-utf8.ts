// UTF-8 with a few broken bytes (a cut in the middle of a character, one pasted Latin letter) is still UTF-8.

/** One broken byte for at least this many good sequences. */
const GOOD_PER_BAD = 8

/** The text where nearly all bytes are UTF-8, broken ones as windows-1252, and the first one's offset. */
export function decodeNearUtf8(
  bytes: Uint8Array,
): { readonly text: string; readonly at: number } | undefined {
  const bad: number[] = []
  let good = 0
  let pos = 0
  while (pos < bytes.length) {
    const length = sequenceLength(bytes, pos)
    if (length === 0) {
      // The last character is cut off by the end of the document.
      if (pos >= bytes.length - 3 && (bytes[pos] ?? 0) >= 0xc2) break
      bad.push(pos)
      if (bad.length > 200 && bad.length * GOOD_PER_BAD > good) return undefined
      pos += 1
      continue
    }
    if (length > 1) good += 1
    pos += length
  }
  if (good === 0 || bad.length * GOOD_PER_BAD > good) return undefined
  return { text: join(bytes.subarray(0, pos), bad), at: bad[0] ?? pos }
}

function join(bytes: Uint8Array, bad: readonly number[]): string {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const latin = new TextDecoder('windows-1252')
  const parts: string[] = []
  let from = 0
  for (const at of bad) {
    parts.push(utf8.decode(bytes.subarray(from, at)), latin.decode(bytes.subarray(at, at + 1)))
    from = at + 1
  }
  parts.push(utf8.decode(bytes.subarray(from)))
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
