// Repair, last step: whatever dialect came in, one well-formed RSS 2.0 document goes out, with addresses absolute,
// dates in ISO 8601, every text plain. rss-parser reads that without loss.

import type { FeedFormat } from '../types.ts'
import { findAuthor, findSourceAuthor } from './authors.ts'
import { readCategories } from './categories.ts'
import { type Dialect, findHtml } from './construct.ts'
import { findDate } from './dates.ts'
import type { Faults } from './faults.ts'
import { type Fields, toFields } from './fields.ts'
import { type Hints, readHints } from './hints.ts'
import { toPlainLine, toPlainText } from './html-text.ts'
import { findFeedLink, findItemLink } from './item-link.ts'
import type { Scan, XmlNode } from './scan.ts'
import { isItem } from './xml-names.ts'
import { writeElement } from './xml-write.ts'

export type CleanContext = {
  readonly url?: string
  readonly zone?: string
  readonly language?: string
  readonly faults: Faults
}

export type CleanFeed = {
  readonly format: Exclude<FeedFormat, 'json'>
  readonly xml: string
  readonly items: number
  readonly hints: Hints
}

const TITLES = ['title', 'atom:title', 'dc:title', 'media:title', 'itunes:title', 'dcterms:title']
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
]

/** Writes a scanned document anew. */
export function toCleanFeed(scan: Scan, context: CleanContext): CleanFeed {
  const { faults } = context
  const root = scan.roots.find((node) => !isItem(node.name)) ?? scan.roots[0]
  const format = toFormat(root)
  const dialect: Dialect = format === 'atom' ? 'atom' : 'rss'
  const channelNode = root?.children.find((node) => node.name === 'channel') ?? root
  const leaves = channelNode === undefined || isItem(channelNode.name) ? [] : channelNode.children
  // Some write title and link beside the channel instead of in it.
  const around = channelNode === root || root === undefined ? [] : root.children
  const channel = toFields(channelNode ?? NOTHING, [...leaves, ...around], scan.entities, faults)
  if (root?.name === 'rss' && !root.attributes.has('version')) faults.note('no-version', root.at)
  const outer = context.url === undefined ? [] : [context.url]
  const link = findFeedLink(channel, outer, faults)
  // RSS addresses are relative to the site, Atom's to the document (RFC 4287 §2).
  const itemBases =
    dialect === 'rss' && link !== undefined ? [...outer, link] : linkBases(outer, link)
  const author = findAuthor(channel)
  const items = findItems(scan.roots, faults)
  const language = channel.text('language') ?? channel.text('dc:language') ?? channelNode?.lang
  const written = items.map((node) => {
    const fields = toFields(node, node.children, scan.entities, faults)
    return writeItem(fields, { dialect, bases: itemBases, author, context })
  })
  const head = [
    writeElement('title', toLine(firstHtml(channel, TITLES, dialect, faults))),
    writeElement('link', link),
    writeElement('language', language),
  ]
  return {
    format,
    xml: `<rss version="2.0"><channel>${head.join('')}${written.join('\n')}</channel></rss>`,
    items: items.length,
    hints: readHints(channel),
  }
}

type ItemContext = {
  readonly dialect: Dialect
  readonly bases: readonly string[]
  readonly author: string | undefined
  readonly context: CleanContext
}

function writeItem(fields: Fields, { dialect, bases, author, context }: ItemContext): string {
  const { faults } = context
  const id = fields.text('guid') ?? fields.text('id') ?? fields.text('atom:id')
  const guid = id ?? fields.node.attributes.get('rdf:about')?.trim()
  const written = firstHtml(fields, CONTENTS, dialect, faults)
  const second = written === undefined ? secondSummary(fields, dialect, faults) : undefined
  const content = written ?? second
  const summary =
    firstHtml(fields, second === undefined ? SUMMARIES : summaryOrder(fields), dialect, faults) ??
    (content === undefined ? mediaText(fields, 'media:description', dialect, faults) : undefined)
  const title =
    firstHtml(fields, TITLES, dialect, faults) ?? mediaText(fields, 'media:title', dialect, faults)
  return [
    '<item>',
    writeElement('title', toLine(title)),
    writeElement('link', findItemLink(fields, bases, faults)),
    writeElement('guid', guid),
    writeElement('pubDate', readDate(fields, PUBLISHED, context)),
    writeElement('updated', readDate(fields, UPDATED, context)),
    writeElement('description', toText(summary)),
    writeElement('content:encoded', toText(content)),
    writeElement('author', findAuthor(fields) ?? findSourceAuthor(fields) ?? author),
    writeElement(
      'dc:language',
      fields.text('dc:language') ?? fields.text('language') ?? fields.node.lang,
    ),
    ...readCategories(fields).map((category) => writeElement('category', category)),
    '</item>',
  ].join('')
}

const toLine = (html: string | undefined): string | undefined =>
  html === undefined ? undefined : toPlainLine(html)

const toText = (html: string | undefined): string | undefined =>
  html === undefined ? undefined : toPlainText(html)

function firstHtml(
  fields: Fields,
  names: readonly string[],
  dialect: Dialect,
  faults: Faults,
): string | undefined {
  for (const name of names) {
    for (const node of fields.all(name)) {
      const html = findHtml(node, dialect, fields.entities, faults)
      if (html !== undefined) return html
    }
  }
  return undefined
}

/** Of description and summary in one item the first is its summary, the second its text. */
function secondSummary(fields: Fields, dialect: Dialect, faults: Faults): string | undefined {
  const order = summaryOrder(fields)
  const [first, second] = order.map((name) => firstHtml(fields, [name], dialect, faults))
  return first !== undefined && second !== undefined && first !== second ? second : undefined
}

function summaryOrder(fields: Fields): readonly string[] {
  const description = fields.first('description')?.at ?? Number.POSITIVE_INFINITY
  const summary = fields.first('summary')?.at ?? Number.POSITIVE_INFINITY
  return description <= summary ? ['description', 'summary'] : ['summary', 'description']
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
    const html = firstHtml(inside, [name], dialect, faults)
    if (html !== undefined) return html
  }
  return undefined
}

/** The first readable date among the names, in ISO 8601. */
function readDate(
  fields: Fields,
  names: readonly string[],
  context: CleanContext,
): string | undefined {
  for (const name of names) {
    const attribute = fields.node.attributes.get(name)
    for (const text of [...fields.all(name).map(fields.textOf), attribute ?? '']) {
      if (text === '') continue
      const at = findDate(text, context)
      if (at !== undefined) return new Date(at).toISOString()
      context.faults.note('unreadable-date', fields.first(name)?.at ?? fields.node.at)
    }
  }
  return undefined
}

/** Every complete item in document order, wherever it stands. */
function findItems(roots: readonly XmlNode[], faults: Faults): readonly XmlNode[] {
  const found: XmlNode[] = []
  const visit = (node: XmlNode, parent: XmlNode | undefined): void => {
    if (isItem(node.name)) {
      const outside = parent === undefined || parent.name === 'rss'
      if (outside) faults.note('item-outside-channel', node.at)
      if (node.closed) found.push(node)
      return
    }
    for (const child of node.children) visit(child, node)
  }
  for (const root of roots) visit(root, undefined)
  return found
}

function toFormat(root: XmlNode | undefined): CleanFeed['format'] {
  const name = root?.name ?? ''
  if (/(?:^|:)(?:feed|entry)$/.test(name)) return 'atom'
  return /^rdf/.test(name) ? 'rdf' : 'rss'
}

const linkBases = (outer: readonly string[], link: string | undefined): readonly string[] =>
  outer.length > 0 || link === undefined ? outer : [link]

const NOTHING: XmlNode = {
  name: '',
  attributes: new Map(),
  children: [],
  raw: '',
  at: 0,
  scope: new Map(),
  bases: [],
  closed: true,
}
