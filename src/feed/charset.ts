// Which charset a document is in, by everything that says so.

import { toCharset } from './charset/names.ts'
import { findRare } from './charset/rare.ts'

/** Charset parameter of a content type, lower case. */
export const charsetOfHeader = (contentType: string | undefined): string | undefined =>
  toCharset(/charset\s*[=:]\s*["']?\s*([^\s"';,]+)/i.exec(contentType ?? '')?.[1])

/** Encoding of an XML declaration near the start of a document, lower case. */
export function charsetOfDeclaration(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  return toCharset(/<\?xml[^>]{0,400}?\bencoding\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1])
}

/** Charset of a byte order mark or of the pattern of zero bytes around the first `<` or `{`. */
export function charsetOfBytes(
  bytes: Uint8Array,
): { readonly charset: string; readonly skip: number } | undefined {
  const [a = -1, b = -1, c = -1, d = -1] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { charset: 'utf-8', skip: 3 }
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { charset: 'utf-32le', skip: 4 }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { charset: 'utf-32be', skip: 4 }
  if (a === 0xff && b === 0xfe) return { charset: 'utf-16le', skip: 2 }
  if (a === 0xfe && b === 0xff) return { charset: 'utf-16be', skip: 2 }
  if (a === 0 && b === 0 && c === 0 && d > 0) return { charset: 'utf-32be', skip: 0 }
  if (a > 0 && b === 0 && c === 0 && d === 0) return { charset: 'utf-32le', skip: 0 }
  if (a === 0 && b > 0 && c === 0) return { charset: 'utf-16be', skip: 0 }
  if (a > 0 && b === 0 && c > 0 && d === 0) return { charset: 'utf-16le', skip: 0 }
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94)
    return { charset: ebcdicOf(bytes), skip: 0 }
  return undefined
}

/** The page that an EBCDIC document declares; letters and digits are alike in all. */
function ebcdicOf(bytes: Uint8Array): string {
  const start = findRare(bytes.subarray(0, 200), 'cp037') ?? ''
  const label = toCharset(/encoding\s*=\s*.([\w.-]+)/.exec(start)?.[1])
  return label !== undefined && findRare(bytes.subarray(0, 0), label) !== undefined
    ? label
    : 'cp037'
}

/** Whether a charset writes characters in units of two or four bytes, which the bytes themselves show. */
export const isWide = (charset: string): boolean =>
  /^(?:utf-?(?:16|32)|u(?:16|32)|(?:cs)?ucs|iso-10646|(?:cs)?unicode)/.test(charset)

/** Whether a charset is stateful and looks like ASCII, so that valid UTF-8 proves nothing. */
export const isSevenBit = (charset: string): boolean => /^(?:iso-2022-|hz|utf-?7)/.test(charset)

/** Whether a charset is what servers say when they know nothing. */
export const isDefault = (charset: string): boolean =>
  /^(?:iso-?8859-?1|latin-?1|windows-1252|cp1252|us-ascii|ascii|ansi_x3\.4-1968|iso8859_1|8859_1)$/.test(
    charset,
  )

/** Whether a charset is UTF-8 by any of its names. */
export const isUtf8Name = (charset: string): boolean =>
  /^(?:utf-?8|utf8mb4|unicode-1-1-utf-8)$/.test(charset)

/** The language that a document names near its start, whatever charset it is in. */
export function languageOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  return /<(?:dc:)?language>\s*([a-z]{2})|xml:lang\s*=\s*["']([a-z]{2})/i
    .exec(head)
    ?.slice(1)
    .find(Boolean)
}

/** The single-byte charset that a language's older sites use. */
export function charsetOfLanguage(
  language: string | undefined,
  bytes: Uint8Array,
): string | undefined {
  switch (language?.slice(0, 2).toLowerCase()) {
    case 'ru':
    case 'uk':
    case 'be':
    case 'bg':
    case 'sr':
      return 'windows-1251'
    case 'fa':
    case 'ar':
    case 'ur':
      return 'windows-1256'
    case 'he':
      return 'windows-1255'
    case 'tr':
    case 'az':
      return 'windows-1254'
    case 'el':
      return 'windows-1253'
    case 'pl':
    case 'cs':
    case 'hu':
    case 'sk':
    case 'sl':
    case 'hr':
    case 'ro':
      // Letters where ISO 8859 has controls.
      return bytes.some((byte) => byte >= 0x80 && byte < 0xa0) ? 'windows-1250' : 'iso-8859-2'
    case 'lt':
    case 'lv':
    case 'et':
      return 'windows-1257'
    default:
      return undefined
  }
}
