import { createHash, hash } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** First 128 bits of SHA-256 as 32 hex digits. */
export const hash128 = (text: string | Uint8Array): string => hash('sha256', text).slice(0, 32)

/** 128-bit hash of tagged, length-prefixed parts: a missing part never equals an empty one. */
export const hashParts = (tag: string, parts: readonly (string | undefined)[]): string =>
  hash128(
    `${tag}|${parts.map((part) => (part === undefined ? '-' : `${part.length}:${part}`)).join('|')}`,
  )

/** `length` base32 characters (A–Z, 2–7) of the SHA-256 of a text; at most 51. */
export function base32(text: string, length: number): string {
  const bytes = createHash('sha256').update(text).digest()
  let out = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5 && out.length < length) {
      bits -= 5
      out += BASE32[(value >>> bits) & 31] ?? ''
    }
    value &= (1 << bits) - 1
  }
  return out
}

/** A story's id from its first article's: `S-` + 8 base32 characters. */
export const storyId = (articleId: string): string => `S-${base32(articleId, 8)}`
