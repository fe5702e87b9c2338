// One item of any dialect, written as an item of the clean document.

import { findAuthor, findSourceAuthor } from './authors.ts'
import { readCategories } from './categories.ts'
import { type Dialect, findText } from './construct.ts'
import { type DateContext, findDate } from './dates.ts'
import type { Faults } from './faults.ts'
import type { Fields } from './fields.ts'
import { toOneLine } from './html/text.ts'
import { findItemLink } from './item-link.ts'
import { writeElement } from './xml/write.ts'

/** Titles of items and feeds, the dialect's own first. */
export const TITLES: readonly string[] = [
  'title',
  'atom:title',
  'dc:title',
  'media:title',
  'itunes:title',
  'dcterms:title',
]
const SUMMARIES = [
  'description',
  'summary',
  'atom:summary',
  'dc:description',
  'dcterms:abstract',
  'abstract',
  'itunes:summary',
  'googleplay:description',
  'itunes:subtitle',
  'media:description',
]
const CONTENTS = [
  'content:encoded',
  'content',
  'atom:content',
  'yandex:full-text',
  'turbo:content',
  'mailru:full-text',
  'rambler:fulltext',
  'full-text',
  'fulltext',
  'xhtml:body',
  'body',
  'fullitem',
  'xhtml:div',
]
const PUBLISHED = [
  'pubdate',
  'published',
  'atom:published',
  'dcterms:issued',
  'issued',
  'atom:issued',
  'dc:date',
  'dcterms:created',
  'created',
  'atom:created',
  'dcterms:date',
  'prism:publicationdate',
  'date',
]
const UPDATED = [
  'updated',
  'atom:updated',
  'modified',
  'atom:modified',
  'dcterms:modified',
  'lastmod',
  'prism:modificationdate',
  // Dublin Core's date says which of the two it is no more than the other.
  'dc:date',
]

export type ItemContext = {
  readonly dialect: Dialect
  readonly bases: readonly string[]
  readonly author: string | undefined
  readonly context: DateContext & { readonly faults: Faults }
}

/** Writes what an item says. */
export function writeItem(
  fields: Fields,
  { dialect, bases, author, context }: ItemContext,
): string {
  const { faults } = context
  const id = fields.text('guid') ?? fields.text('id') ?? fields.text('atom:id')
  const guid = id ?? fields.node.attributes.get('rdf:about')?.trim()
  const written = firstText(fields, CONTENTS, dialect, faults) ?? packedContent(fields, faults)
  const second = written === undefined ? secondSummary(fields, dialect, faults) : undefined
  const content = written ?? second
  const summary =
    firstText(fields, second === undefined ? SUMMARIES : summaryOrder(fields), dialect, faults) ??
    (content === undefined ? mediaText(fields, 'media:description', dialect, faults) : undefined)
  const title =
    firstText(fields, TITLES, dialect, faults) ?? mediaText(fields, 'media:title', dialect, faults)
  return [
    '<item>',
    writeElement('title', toLine(title)),
    writeElement('link', findItemLink(fields, bases, faults)),
    writeElement('guid', guid),
    writeElement('pubDate', readDate(fields, PUBLISHED, context)),
    writeElement('updated', readDate(fields, UPDATED, context)),
    writeElement('description', summary),
    writeElement('content:encoded', content),
    writeElement('author', findAuthor(fields) ?? findSourceAuthor(fields) ?? author),
    writeElement(
      'dc:language',
      fields.text('dc:language') ?? fields.text('language') ?? fields.node.lang,
    ),
    ...readCategories(fields).map((category) => writeElement('category', category)),
    '</item>',
  ].join('')
}

/** One line of text. */
export const toLine = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : toOneLine(text)

/** The first of the names that says something, as plain text. */
export function firstText(
  fields: Fields,
  names: readonly string[],
  dialect: Dialect,
  faults: Faults,
): string | undefined {
  for (const name of names) {
    for (const node of fields.all(name)) {
      const text = findText(node, dialect, fields.entities, faults)
      if (text !== undefined) return text
    }
  }
  return undefined
}

/** Of description and summary in one item the first is its summary, the second its text. */
function secondSummary(fields: Fields, dialect: Dialect, faults: Faults): string | undefined {
  const order = summaryOrder(fields)
  const [first, second] = order.map((name) => firstText(fields, [name], dialect, faults))
  return first !== undefined && second !== undefined && first !== second ? second : undefined
}

function summaryOrder(fields: Fields): readonly string[] {
  const description = fields.first('description')?.at ?? Number.POSITIVE_INFINITY
  const summary = fields.first('summary')?.at ?? Number.POSITIVE_INFINITY
  return description <= summary ? ['description', 'summary'] : ['summary', 'description']
}

/** The older form of RSS 1.0's content module: a bag of items, each with its value. */
function packedContent(fields: Fields, faults: Faults): string | undefined {
  let inside = fields
  for (const name of ['content:items', 'rdf:bag', 'rdf:li', 'content:item']) {
    const node = inside.first(name)
    if (node === undefined) return undefined
    inside = fields.inside(node)
  }
  return firstText(inside, ['rdf:value'], 'rss', faults)
}

/** Media RSS keeps texts inside its groups and objects as well. */
function mediaText(
  fields: Fields,
  name: string,
  dialect: Dialect,
  faults: Faults,
): string | undefined {
  for (const node of [...fields.all('media:group'), ...fields.all('media:content')]) {
    const inside = fields.inside(node)
    const text =
      firstText(inside, [name], dialect, faults) ??
      (node.name === 'media:group' ? mediaText(inside, name, dialect, faults) : undefined)
    if (text !== undefined) return text
  }
  return undefined
}

/** The first readable date among the names, in ISO 8601. */
function readDate(
  fields: Fields,
  names: readonly string[],
  context: ItemContext['context'],
): string | undefined {
  for (const name of names) {
    for (const node of fields.all(name)) {
      const found = readOneDate(fields.textOf(node), node.at, context)
      if (found !== undefined) return found
    }
    const attribute = fields.node.attributes.get(name)
    const found = attribute && readOneDate(attribute, fields.node.at, context)
    if (found) return found
  }
  return undefined
}

function readOneDate(
  text: string,
  position: number,
  context: ItemContext['context'],
): string | undefined {
  if (text === '') return undefined
  const at = findDate(text, context)
  if (at !== undefined) return new Date(at).toISOString()
  context.faults.note('unreadable-date', position)
  return undefined
}
