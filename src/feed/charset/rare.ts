// Charsets that neither the platform nor iconv-lite decodes: seven-bit writings of Chinese, Japanese and Korean,
// EBCDIC, Johab.

import { findEbcdic } from './ebcdic.ts'
import { fromJohab } from './johab.ts'
import { findStateful } from './stateful.ts'

/** Text of bytes in one of these charsets, or `undefined` for every other one. */
export function findRare(bytes: Uint8Array, label: string): string | undefined {
  if (label === 'johab') return fromJohab(bytes)
  return findEbcdic(bytes, label) ?? findStateful(bytes, label)
}
