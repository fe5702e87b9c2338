// Johab (KS X 1001 annex 3): Hangul by its letters, five bits each; signs and Hanja by the rows of KS X 1001.

const HANGUL = 0xac00
const MEDIALS = 21
const FINALS = 28
/** Letters that stand alone, in the order of their codes; the first final is none. */
const LONE = {
  initial: 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ',
  medial: 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ',
  final: '�ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ',
}
const ROW = 0x5e

/** Text of bytes in Johab. */
export function fromJohab(bytes: Uint8Array): string {
  const signs = new TextDecoder('euc-kr')
  const out: string[] = []
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      out.push(String.fromCharCode(lead))
      continue
    }
    at += 1
    const trail = bytes[at] ?? 0
    out.push(lead < 0xd9 ? toHangul((lead << 8) | trail) : signs.decode(toKsx1001(lead, trail)))
  }
  return out.join('')
}

function toHangul(code: number): string {
  const initial = ((code >> 10) & 31) - 2
  const medial = toMedial((code >> 5) & 31)
  const final = (code & 31) - ((code & 31) > 17 ? 2 : 1)
  if (initial >= 0 && medial >= 0) {
    return String.fromCharCode(HANGUL + (initial * MEDIALS + medial) * FINALS + final)
  }
  if (initial >= 0) return LONE.initial[initial] ?? '�'
  return (medial >= 0 ? LONE.medial[medial] : LONE.final[final]) ?? '�'
}

/** Vowels fill the upper six of every eight codes. */
function toMedial(bits: number): number {
  const group = bits >> 3
  return bits < 3 ? -1 : bits - 3 - 2 * group
}

function toKsx1001(lead: number, trail: number): Uint8Array {
  const row = lead < 0xe0 ? 2 * (lead - 0xd9) : 2 * lead - 0x197
  const cell = trail - (trail < 0x91 ? 0x31 : 0x43)
  const isSecond = cell >= ROW
  return Uint8Array.of(0xa1 + row + (isSecond ? 1 : 0), 0xa1 + cell - (isSecond ? ROW : 0))
}
