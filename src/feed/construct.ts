// Text constructs: whatever a dialect's type, mode and habit say, the result is plain text.

import type { Faults } from './faults.ts'
import { looksLikeHtml, toPlainText, toTidyText } from './html/text.ts'
import type { XmlNode } from './xml/node.ts'
import { scanInside } from './xml/scan.ts'
import { type Entities, hasNakedMarkup, toBreaks, toMarkup, toText } from './xml/text.ts'

const PACKED_CDATA = /^\s*<!\[cdata\[([\s\S]*?)(?:\]\]>)?\s*$/i

export type Dialect = 'rss' | 'atom'

/** Nobody reads on after it, and what a hostile text costs ends with it. */
const MAX_TEXT_CHARS = 1_000_000

/** As HTML, or as the text itself: what nobody escaped need not be escaped. */
type Written = { readonly kind: 'html' | 'plain'; readonly text: string }

const html = (text: string): Written => ({ kind: 'html', text })
const plain = (text: string): Written => ({ kind: 'plain', text })

/** What a text element says, as plain text; `undefined` where it says nothing. */
export function findText(
  whole: XmlNode,
  dialect: Dialect,
  entities: Entities,
  faults: Faults,
): string | undefined {
  const value = whole.raw === '' ? whole.attributes.get('value') : undefined
  if (value !== undefined) return toTidyText(value) || undefined
  const isLong = whole.raw.length > MAX_TEXT_CHARS
  if (isLong) faults.note('text-cut', whole.at)
  const node = isLong ? { ...whole, raw: whole.raw.slice(0, MAX_TEXT_CHARS) } : whole
  const atom = dialect === 'atom' || node.name.startsWith('atom:')
  const written = atom ? fromAtom(node, entities, faults) : fromRss(node, entities, faults)
  if (written === undefined) return undefined
  const text = written.kind === 'html' ? toPlainText(written.text) : toTidyText(written.text)
  return text === '' ? undefined : text
}

/** RSS says nothing about the type: escaped HTML by habit, plain text where it does not look like HTML. */
function fromRss(node: XmlNode, entities: Entities, faults: Faults): Written {
  if (hasNakedMarkup(node.raw)) {
    if (!node.name.startsWith('xhtml:')) faults.note('naked-markup', node.at)
    return html(toMarkup(node.raw, { cdata: 'html', entities }))
  }
  return toGuessed(toText(node.raw, entities))
}

/** Of a text whose type nobody says; a CDATA section that was packed twice or escaped is one no more. */
function toGuessed(written: string): Written {
  const text = PACKED_CDATA.exec(written)?.[1] ?? written
  return looksLikeHtml(text) ? html(text) : plain(text)
}

/** RFC 4287 §3.1 and §4.1.3.3, and `mode` of Atom 0.3. */
function fromAtom(node: XmlNode, entities: Entities, faults: Faults): Written | undefined {
  const type = (node.attributes.get('type') ?? '').trim().toLowerCase()
  const mode = node.attributes.get('mode')?.trim().toLowerCase()
  if (type.startsWith('multipart/')) return fromParts(node, entities, faults)
  if (mode === 'base64' || isBinary(type)) return fromBase64(toText(node.raw, entities), type)
  if (hasNakedMarkup(node.raw)) {
    const declared = /xml|xhtml/.test(type) || mode === 'xml'
    if (!declared) faults.note('naked-markup', node.at)
    return html(toMarkup(node.raw, { cdata: /xhtml/.test(type) ? 'text' : 'html', entities }))
  }
  const text = toText(node.raw, entities)
  // XHTML without an element around was escaped by mistake, or is plain.
  if (type === '' || type === 'xhtml') return toGuessed(text)
  return html(/html/.test(type) ? text : escapeTags(text))
}

/** Atom 0.3 §4.13.1: one text in several forms; HTML is the fullest. */
function fromParts(node: XmlNode, entities: Entities, faults: Faults): Written | undefined {
  const parts = scanInside(node, faults, entities).filter(
    ({ attributes }) => !(attributes.get('type') ?? '').startsWith('multipart/'),
  )
  const best = parts.find(({ attributes }) => /html/.test(attributes.get('type') ?? '')) ?? parts[0]
  return best === undefined ? undefined : fromAtom(best, entities, faults)
}

const isBinary = (type: string): boolean => type.includes('/') && !/^text\/|xml$|html/.test(type)

function fromBase64(text: string, type: string): Written | undefined {
  const packed = text.replace(/\s+/g, '')
  if (packed.length % 4 === 1 || !/^[\w+/-]*={0,2}$/.test(packed)) return undefined
  const decoded = Buffer.from(packed, 'base64').toString('utf8')
  if (/[\u0000-\u0008\ufffd]/.test(decoded)) return undefined
  return type === 'text/plain' ? plain(decoded) : html(decoded)
}

/** Text said to be plain: tags are text, but an entity that is still there was escaped twice. */
const escapeTags = (text: string): string =>
  toBreaks(text.trim().replace(/</g, '&lt;').replace(/>/g, '&gt;'))
