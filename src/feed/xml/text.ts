// What stands between two tags, read tolerantly: entities, CDATA, comments, naked markup.

import { decodeReferences } from './references.ts'

const CDATA_OPEN = '<![CDATA['
const TAG = /<\/?[a-z][^<>]*>|<\?[^<>]*>/gi

/** Entities that the document's own DTD declares, already expanded; `get` gives nothing more once their budget is spent. */
export type Entities = {
  readonly size: number
  readonly has: (name: string) => boolean
  readonly get: (name: string) => string | undefined
}

export const NO_ENTITIES: Entities = new Map<string, string>()

/** Decoded text of a leaf: CDATA as it is, entities once, comments and tags dropped. */
export function toText(raw: string, entities: Entities = NO_ENTITIES): string {
  if (!raw.includes('<')) return decode(raw, entities)
  return pieces(raw)
    .map((piece) => (piece.cdata ? piece.text : decode(piece.text.replace(TAG, ''), entities)))
    .join('')
}

/** Source of a leaf as HTML: CDATA unwrapped or (where CDATA is text by the dialect) escaped, the rest as written. */
export function toMarkup(
  raw: string,
  options: { readonly cdata: 'html' | 'text'; readonly entities?: Entities },
): string {
  const entities = options.entities ?? NO_ENTITIES
  return pieces(raw)
    .map((piece) => {
      if (!piece.cdata) return declared(piece.text, entities)
      return options.cdata === 'html' ? piece.text : escapeHtml(piece.text)
    })
    .join('')
}

/** Whether tags stand naked between the tags of a leaf, outside CDATA and comments. */
export function hasNakedMarkup(raw: string): boolean {
  if (!raw.includes('<')) return false
  return pieces(raw).some((piece) => !piece.cdata && /<\/?[a-z][^<>]*>/i.test(piece.text))
}

/** `&`, `<` and `>` as entities. */
export const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** Plain text as HTML; its empty lines are paragraphs, other line breaks are where the writer's editor put them. */
export const toParagraphs = (text: string): string => toBreaks(escapeHtml(text.trim()))

/** Empty lines of escaped text as markup. */
export const toBreaks = (escaped: string): string =>
  escaped.includes('\n') ? escaped.replace(/\n[^\S\n]*\n\s*/g, '<br><br>') : escaped

/** Entities decoded once: XML's, HTML's and the document's own; what is none stays as written. */
export function decode(text: string, entities: Entities = NO_ENTITIES): string {
  if (!text.includes('&')) return text
  return decodeReferences(declared(text, entities))
}

const declared = (text: string, entities: Entities): string =>
  entities.size === 0
    ? text
    : text.replace(/&([\w.-]+);/g, (whole, name: string) => entities.get(name) ?? whole)

type Piece = { readonly text: string; readonly cdata: boolean }

/** Text and CDATA in order; comments are left out, also those that hold a CDATA mark. */
function pieces(raw: string): readonly Piece[] {
  const found: Piece[] = []
  let from = 0
  let pos = 0
  const take = (to: number): void => {
    if (to > from) found.push({ text: raw.slice(from, to), cdata: false })
  }
  for (;;) {
    const mark = raw.indexOf('<!', pos)
    if (mark < 0) break
    if (raw.startsWith(CDATA_OPEN, mark)) {
      take(mark)
      const end = raw.indexOf(']]>', mark)
      found.push({
        text: raw.slice(mark + CDATA_OPEN.length, end < 0 ? undefined : end),
        cdata: true,
      })
      from = end < 0 ? raw.length : end + 3
    } else if (raw.startsWith('<!--', mark)) {
      take(mark)
      const end = raw.indexOf('-->', mark + 4)
      from = end < 0 ? raw.length : end + 3
    }
    pos = Math.max(from, mark + 2)
  }
  take(raw.length)
  return found
}
