// What the form of a title says in any language: whose word it is, whether it asks.

import type { PackShape } from '../pack.ts'

/** Bit of `Space.bits` for what stands in the head of the title, beside those of the zones. */
export const HEAD = 8

export const SHAPES: readonly PackShape[] = ['is:headed', 'is:asked', 'is:quoted']

const HEAD_WORDS_MAX = 6
const HEAD_BORDER = /[:：](?=[\s\u200c\u200e\u200f])/u
const WORD = /[\p{L}\p{N}][^\s]*/gu
const ASKED = /[?؟]["'”’»)]*(?:\s|$)/u
const QUOTED = /^[^\p{L}\p{N}]*?["'“‘«„](.+?)["'”’»“](?=[\s:,.]|$)/u

/** Where the head of a title ends: a few words before a colon, as in `Minister: …`; 0 where it has none. */
export function headEnd(title: string): number {
  // Cheap signs first: most titles have none of them.
  if (!title.includes(':') && !title.includes('：')) return 0
  const at = title.search(HEAD_BORDER)
  if (at <= 0) return 0
  const words = title.slice(0, at).match(WORD)?.length ?? 0
  return words > 0 && words <= HEAD_WORDS_MAX ? at : 0
}

/** The shapes of a title: it has a head that ends at `head`, asks, or begins with words of somebody. */
export function shapesOf(title: string, head: number = headEnd(title)): readonly PackShape[] {
  const shapes: PackShape[] = []
  if (head > 0) shapes.push('is:headed')
  if ((title.includes('?') || title.includes('؟')) && ASKED.test(title)) shapes.push('is:asked')
  if (beginsWithQuote(title)) {
    const words = QUOTED.exec(title)?.[1]?.match(WORD)?.length ?? 0
    // One word in quotation marks is a name.
    if (words > 1) shapes.push('is:quoted')
  }
  return shapes
}

const QUOTES = new Set([...'"\'“‘«„'].map((sign) => sign.charCodeAt(0)))
/** Signs may stand before the first quotation mark. */
const LEAD_MAX = 6

function beginsWithQuote(title: string): boolean {
  for (let at = 0; at < LEAD_MAX && at < title.length; at += 1) {
    if (QUOTES.has(title.charCodeAt(at))) return true
  }
  return false
}
