// Small promises about strangers' text: no control or bidi characters, cuts that never break a grapheme.

const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const ZERO_WIDTH = /[\u200b\u2060\ufeff\u00ad]/gu
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu

/** Without bidi controls, zero-widths (ZWNJ and ZWJ stay: Persian and emoji need them) and control characters. */
export const stripInvisible = (text: string): string =>
  text.replace(BIDI, '').replace(ZERO_WIDTH, '').replace(CONTROL, '')

/** One line: invisible characters out, every run of white space one space, trimmed. */
export const toLine = (text: string): string =>
  stripInvisible(text)
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .trim()

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** At most `max` UTF-16 units, cut at a grapheme border with `…` where something was left out. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  if (max <= 0) return ''
  let end = 0
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > max - 1) break
    end = index + segment.length
  }
  return `${text.slice(0, end).trimEnd()}…`
}
