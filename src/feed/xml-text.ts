// What stands between two tags, read tolerantly: entities, CDATA, comments, naked markup.

import { decodeHTMLStrict } from 'entities'

const CDATA_OPEN = '<![CDATA['
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g
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
    .map((piece) =>
      piece.cdata ? piece.text : decode(piece.text.replace(COMMENT, '').replace(TAG, ''), entities),
    )
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
  return pieces(raw).some(
    (piece) => !piece.cdata && /<\/?[a-z][^<>]*>/i.test(piece.text.replace(COMMENT, '')),
  )
}

/** `&`, `<` and `>` as entities. */
export const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** Plain text as HTML; its empty lines are paragraphs, other line breaks are where the writer's editor put them. */
export const toParagraphs = (text: string): string =>
  escapeHtml(text.trim()).replace(/\n[^\S\n]*\n\s*/g, '<br><br>')

/** Entities decoded once: XML's, HTML's and the document's own; what is none stays as written. */
export function decode(text: string, entities: Entities = NO_ENTITIES): string {
  if (!text.includes('&')) return text
  return decodeHTMLStrict(declared(text, entities))
}

const declared = (text: string, entities: Entities): string =>
  entities.size === 0
    ? text
    : text.replace(/&([\w.-]+);/g, (whole, name: string) => entities.get(name) ?? whole)

type Piece = { readonly text: string; readonly cdata: boolean }

function pieces(raw: string): readonly Piece[] {
  const found: Piece[] = []
  let from = 0
  for (;;) {
    const open = raw.indexOf(CDATA_OPEN, from)
    if (open < 0) break
    if (open > from) found.push({ text: raw.slice(from, open), cdata: false })
    const end = raw.indexOf(']]>', open)
    found.push({
      text: raw.slice(open + CDATA_OPEN.length, end < 0 ? undefined : end),
      cdata: true,
    })
    if (end < 0) return found
    from = end + 3
  }
  if (from < raw.length) found.push({ text: raw.slice(from), cdata: false })
  return found
}
