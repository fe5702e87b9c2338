// Charsets that neither the platform nor iconv-lite decodes: seven-bit writings of Chinese and Korean, EBCDIC.

/** Code page 037 from 0x40 on; the pages beside it differ in a few places (IBM CDRA). */
const EBCDIC =
  ' \u00a0âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@\'="Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u00adôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u009f'
const EBCDIC_START = 0x40
const PAGES = new Map<string, ReadonlyMap<string, string>>([
  ['cp037', new Map()],
  ['cp1140', new Map([['¤', '€']])],
  ['cp500', toSwaps('¢[ |! !] ¬^ ^¢ [¬ ]|')],
  ['cp1148', toSwaps('¢[ |! !] ¬^ ^¢ [¬ ]| ¤€')],
])
const CONTROLS: ReadonlyMap<number, string> = new Map([
  [0x05, '\t'],
  [0x0d, '\r'],
  [0x15, '\n'],
  [0x25, '\n'],
])

const [ESCAPE, SHIFT_OUT, SHIFT_IN, TILDE] = [0x1b, 0x0e, 0x0f, 0x7e]

/** Text of bytes in one of these charsets, or `undefined` for every other one. */
export function findRare(bytes: Uint8Array, label: string): string | undefined {
  const page = PAGES.get(label)
  if (page !== undefined) return fromEbcdic(bytes, page)
  if (label === 'hz') return new TextDecoder('gb18030').decode(fromHz(bytes))
  if (label === 'iso-2022-kr') return new TextDecoder('euc-kr').decode(fromShifts(bytes))
  return undefined
}

function fromEbcdic(bytes: Uint8Array, page: ReadonlyMap<string, string>): string {
  const table = Array.from({ length: 256 }, (_, code) => {
    if (code < EBCDIC_START) return CONTROLS.get(code) ?? ''
    const char = EBCDIC[code - EBCDIC_START] ?? ''
    return page.get(char) ?? char
  })
  return Array.from(bytes, (byte) => table[byte]).join('')
}

/** RFC 1843: Chinese between `~{` and `~}`, a tilde is `~~`, a line goes on after `~` and its end. */
function fromHz(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  let isChinese = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte !== TILDE) {
      out.push(isChinese && byte > 0x20 ? byte | 0x80 : byte)
      continue
    }
    const next = String.fromCharCode(bytes[at + 1] ?? 0)
    if (next === '~') out.push(TILDE)
    if (next === '{') isChinese = true
    if (next === '}') isChinese = false
    at += 1
  }
  return Uint8Array.from(out)
}

/** RFC 1557: one announcement, then Korean between shift-out and shift-in. */
function fromShifts(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  let isKorean = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === SHIFT_OUT) isKorean = true
    else if (byte === SHIFT_IN) isKorean = false
    else if (byte === ESCAPE) at += 3
    else out.push(isKorean && byte > 0x20 ? byte | 0x80 : byte)
  }
  return Uint8Array.from(out)
}

/** `ab cd`: b instead of a, d instead of c. */
function toSwaps(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair[0] ?? '', pair[1] ?? ''] as const))
}
