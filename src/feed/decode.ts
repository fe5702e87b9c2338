// Bytes to text. Single-byte charsets decode anything, so a wrong label makes mojibake without an error:
// the bytes themselves are asked first.

import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { findLikelier, guessCharset } from './charset/guess.ts'
import { decodeNearUtf8 } from './charset/near-utf8.ts'
import { findRare } from './charset/rare.ts'
import { findOnceEncoded, joinSurrogates } from './charset/twice-encoded.ts'
import {
  charsetOfBytes,
  charsetOfDeclaration,
  charsetOfHeader,
  charsetOfLanguage,
  isDefault,
  isSevenBit,
  isUtf8Name,
  isWide,
  languageOf,
} from './charset.ts'
import type { Faults } from './faults.ts'

export type DecodeHints = {
  readonly contentType?: string
  /** The feed's language, for documents that do not name their charset. */
  readonly language?: string
}

/**
 * Text of a document, in this order of belief: byte order mark, UTF-8 where the bytes are valid UTF-8, the header, the
 * XML declaration, what the bytes look like, windows-1252.
 */
export function decodeBytes(bytes: Uint8Array, hints: DecodeHints, faults: Faults): string {
  const text = toText(bytes, hints, faults)
  return isAscii(bytes) ? text : fromControls(text)
}

/** No document means control characters: quotes and dashes of windows-1252 went through a Latin-1 that has none. */
const fromControls = (text: string): string =>
  CONTROL.test(text)
    ? text.replace(CONTROLS, (char) => WINDOWS[char.charCodeAt(0) - FIRST_CONTROL] ?? char)
    : text
const CONTROL = /[\x80-\x9f]/
const CONTROLS = /[\x80-\x9f]/g
const FIRST_CONTROL = 0x80
const WINDOWS: readonly string[] = [
  ...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, n) => 0x80 + n)),
]

function toText(whole: Uint8Array, hints: DecodeHints, faults: Faults): string {
  const marked = charsetOfBytes(whole)
  const bytes = whole.subarray(marked?.skip ?? 0)
  if (marked !== undefined && !isUtf8Name(marked.charset)) {
    return findDecoded(bytes, marked.charset, false) ?? latin(whole)
  }
  const header = charsetOfHeader(hints.contentType)
  const declared = charsetOfDeclaration(bytes)
  const stateful = [header, declared].find((label) => label !== undefined && isSevenBit(label))
  const escaped = stateful === undefined ? undefined : findDecoded(bytes, stateful, true)
  if (escaped !== undefined) return escaped
  if (isAscii(bytes)) return toUtf8(bytes)
  if (isUtf8(bytes)) {
    if (isWrong(header) || isWrong(declared)) noteOther(bytes, faults)
    return toOnce(toUtf8(bytes), faults)
  }
  const near = decodeNearUtf8(joinSurrogates(bytes), (words) =>
    openLegacy(words, [header, declared], hints.language),
  )
  if (near !== undefined) {
    faults.note('invalid-bytes', near.at)
    return near.text
  }
  return decodeLegacy(bytes, header, declared, hints.language, faults)
}

/** Decodes the words that are no UTF-8 in a document that is UTF-8 elsewhere. */
function openLegacy(
  words: Uint8Array,
  labels: readonly (string | undefined)[],
  language: string | undefined,
): (word: Uint8Array) => string {
  const named = labels.find(
    (label) => label !== undefined && !isUtf8Name(label) && !isDefault(label) && !isWide(label),
  )
  const label = named ?? guessCharset(words) ?? charsetOfLanguage(language, words) ?? 'windows-1252'
  const decoder = findDecoder(label, false)
  return (word) => decoder?.decode(word) ?? findDecoded(word, label, false) ?? latin(word)
}

function decodeLegacy(
  bytes: Uint8Array,
  header: string | undefined,
  declared: string | undefined,
  language: string | undefined,
  faults: Faults,
): string {
  // A server that knows nothing says Latin-1; a document that names its charset knows better.
  const doubted = header !== undefined && isDefault(header) && declared !== undefined
  const order = doubted ? [declared, header] : [header, declared]
  for (const label of order) {
    if (label === undefined || isUtf8Name(label) || isWide(label)) continue
    if (findLikelier(bytes, label) !== undefined) continue
    const text = findDecoded(bytes, label, true)
    if (text === undefined) continue
    if (header !== undefined && label !== header) faults.note('charset-mismatch')
    return text
  }
  faults.note('charset-guessed')
  const guess =
    guessCharset(bytes) ?? charsetOfLanguage(language ?? languageOf(bytes), bytes) ?? 'windows-1252'
  return findDecoded(bytes, guess, false) ?? latin(bytes)
}

function toOnce(text: string, faults: Faults): string {
  const once = findOnceEncoded(text)
  if (once === undefined) return text
  faults.note('encoded-twice')
  return once
}

/** Of bytes known to be valid, which Buffer reads faster than a TextDecoder. */
const toUtf8 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
const latin = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes)

const isWrong = (label: string | undefined): boolean => label !== undefined && !isUtf8Name(label)

/** A label other than UTF-8 over valid UTF-8 is a fault only where it would have made a difference. */
function noteOther(bytes: Uint8Array, faults: Faults): void {
  if (bytes.some((byte) => byte > 127)) faults.note('charset-mismatch')
}

/** Our own decoders, the platform's, iconv-lite for what the web platform dropped (IBM code pages, UTF-32, UTF-7). */
function findDecoded(bytes: Uint8Array, label: string, strict: boolean): string | undefined {
  const rare = findRare(bytes, label)
  if (rare !== undefined) return rare
  const decoder = findDecoder(label, strict)
  if (decoder !== undefined) {
    try {
      return decoder.decode(bytes)
    } catch {
      return strict ? findDecoded(bytes, label, false) : undefined
    }
  }
  return iconv.encodingExists(label) ? iconv.decode(bytes, label) : undefined
}

function findDecoder(label: string, fatal: boolean): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label, { fatal })
  } catch {
    return undefined
  }
}
