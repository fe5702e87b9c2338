// Seven-bit writings of Chinese, Korean and Japanese: their pieces decoded by the platform's eight-bit charsets.

const [ESCAPE, SHIFT_OUT, SHIFT_IN, TILDE] = [0x1b, 0x0e, 0x0f, 0x7e]

/** Text of bytes in one of these charsets, or `undefined` for every other one. */
export function findStateful(bytes: Uint8Array, label: string): string | undefined {
  if (label === 'hz') return new TextDecoder('gb18030').decode(fromHz(bytes))
  if (label === 'iso-2022-kr') return new TextDecoder('euc-kr').decode(fromShifts(bytes))
  if (label === 'iso-2022-jp') return fromJapanese(bytes)
  return undefined
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

type Piece = { readonly charset: string; readonly lead?: number; readonly high: boolean }

const ASCII: Piece = { charset: 'windows-1252', high: false }
/** What follows an escape (RFC 1468, 1554, 2237; JIS X 0213 where it agrees with JIS X 0208). */
const ESCAPES: readonly (readonly [string, Piece])[] = [
  ['(B', ASCII],
  ['(J', ASCII],
  ['(I', { charset: 'shift_jis', high: true }],
  ['$@', { charset: 'euc-jp', high: true }],
  ['$B', { charset: 'euc-jp', high: true }],
  ['$(D', { charset: 'euc-jp', lead: 0x8f, high: true }],
  ['$(O', { charset: 'euc-jp', high: true }],
  ['$(Q', { charset: 'euc-jp', high: true }],
  ['$A', { charset: 'gb18030', high: true }],
  ['$(A', { charset: 'gb18030', high: true }],
  ['$(B', { charset: 'euc-jp', high: true }],
  ['$(C', { charset: 'euc-kr', high: true }],
]
/** Sets of one character each after `ESC N`. */
const SINGLES: readonly (readonly [string, string])[] = [
  ['.A', 'windows-1252'],
  ['.F', 'iso-8859-7'],
]

function fromJapanese(bytes: Uint8Array): string {
  const parts: string[] = []
  let piece = ASCII
  let single = 'windows-1252'
  let run: number[] = []
  const flush = (): void => {
    if (run.length > 0) parts.push(new TextDecoder(piece.charset).decode(Uint8Array.from(run)))
    run = []
  }
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    if (byte !== ESCAPE) {
      // Two bytes a character: the set's mark stands before each.
      if (piece.lead !== undefined && byte > 0x20 && run.length % 3 === 0) run.push(piece.lead)
      run.push(piece.high && byte > 0x20 ? byte | 0x80 : byte)
      at += 1
      continue
    }
    flush()
    const after = String.fromCharCode(...bytes.subarray(at + 1, at + 4))
    const known = ESCAPES.find(([sign]) => after.startsWith(sign))
    const set = SINGLES.find(([sign]) => after.startsWith(sign))
    if (after.startsWith('N')) {
      parts.push(new TextDecoder(single).decode(Uint8Array.of((bytes[at + 2] ?? 0) | 0x80)))
      at += 3
    } else if (known !== undefined) {
      piece = known[1]
      at += 1 + known[0].length
    } else {
      if (set !== undefined) single = set[1]
      at += set === undefined ? 1 : 3
    }
  }
  flush()
  return parts.join('')
}
