import { stripInvisible } from '../lib/text.ts'

// Scripts that need the (non-)joiners for spelling: Arabic and its neighbours, the scripts of India.
const JOINERS = /[\u200c\u200d]+/g
const NEEDS_JOINER = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\u0900-\u0dff]/u
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u
const SUSPECT =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/

/** Without controls, bidi controls and zero-widths; joiners stay where spelling or an emoji needs them. */
export function stripHidden(text: string): string {
  if (!SUSPECT.test(text)) return text
  return stripInvisible(text)
    .replace(/[\ufffe\uffff]/g, '')
    .replace(JOINERS, (joiners, at: number, whole: string) => {
      const before = whole.codePointAt(at - 2) ?? 0
      const left = before > 0xffff ? String.fromCodePoint(before) : (whole[at - 1] ?? '')
      const code = whole.codePointAt(at + joiners.length)
      const right = code === undefined ? '' : String.fromCodePoint(code)
      const joined = NEEDS_JOINER.test(left) && NEEDS_JOINER.test(right)
      const emoji = joiners === '\u200d' && EMOJI.test(left) && EMOJI.test(right)
      return joined || emoji ? (joiners[0] ?? '') : ''
    })
}
