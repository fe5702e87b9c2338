// Repair, last step: whatever dialect came in, one well-formed RSS 2.0 document goes out, with addresses absolute,
// dates in ISO 8601, every text plain. rss-parser reads that without loss.

import type { FeedFormat } from '../types.ts'
import { findAuthor } from './authors.ts'
import { firstText, TITLES, toLine, writeItem } from './clean-item.ts'
import type { Dialect } from './construct.ts'
import { findDayOrder } from './dates/order.ts'
import type { Faults } from './faults.ts'
import { type Fields, toFields } from './fields.ts'
import { findFeedLink } from './item-link.ts'
import { type Hints, readHints } from './manners/hints.ts'
import { toLanguage } from './parsed.ts'
import { isItem, isStructure } from './xml/names.ts'
import type { XmlNode } from './xml/node.ts'
import type { Scan } from './xml/scan.ts'
import { writeElement } from './xml/write.ts'

const MAX_DATE_CHARS = 60

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

/** Writes a scanned document anew. */
export function toCleanFeed(scan: Scan, context: CleanContext): CleanFeed {
  const { faults } = context
  const { root, channel: channelNode, around } = findHead(scan)
  const format = toFormat(root)
  const dialect: Dialect = format === 'atom' ? 'atom' : 'rss'
  const leaves = channelNode === undefined || isItem(channelNode.name) ? [] : channelNode.children
  const channel = toFields(channelNode ?? NOTHING, [...leaves, ...around], scan.entities, faults)
  if (root?.name === 'rss' && !root.attributes.has('version')) faults.note('no-version', root.at)
  const outer = findOuter(channel, context.url)
  const link = findFeedLink(channel, outer, faults)
  // RSS addresses are relative to the site, Atom's to the document (RFC 4287 §2).
  const itemBases = [
    ...(dialect === 'rss' && link !== undefined ? [...outer, link] : linkBases(outer, link)),
    // CDF names a base for what it lists.
    ...present(channel.node.attributes.get('base')),
  ]
  const author = findAuthor(channel)
  const items = findItems(scan.roots, faults)
  const language = channel.text('language') ?? channel.text('dc:language') ?? channelNode?.lang
  const order = findDayOrder(shortTexts(items))
  const itemContext = {
    ...context,
    ...dateLanguage(context.language, language),
    ...(order !== undefined && { order }),
  }
  const written = items.map((node) => {
    const fields = toFields(node, node.children, scan.entities, faults)
    return writeItem(fields, { dialect, bases: itemBases, author, context: itemContext })
  })
  const head = [
    writeElement('title', toLine(firstText(channel, TITLES, dialect, faults))),
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

type Head = {
  readonly root: XmlNode | undefined
  readonly channel: XmlNode | undefined
  /** Title and link may stand beside the channel instead of in it, or without any root around. */
  readonly around: readonly XmlNode[]
}

/** The element that speaks for the feed: the first channel or feed that holds anything but items. */
function findHead(scan: Scan): Head {
  const heads = scan.roots.flatMap((root) => headsOf(root).map((node) => ({ root, node })))
  const named = heads.filter(({ node }) => !/^(?:rss|rdf)/.test(node.name))
  const head =
    named.find(({ node }) => leavesOf(node).length > 0) ??
    heads.find(({ node }) => leavesOf(node).length > 0) ??
    named[0] ??
    heads[0]
  if (head === undefined) return { root: scan.roots[0], channel: scan.roots[0], around: scan.loose }
  const around = heads.flatMap(({ node }) => (node === head.node ? [] : leavesOf(node)))
  return { root: head.root, channel: head.node, around }
}

const headsOf = (node: XmlNode): readonly XmlNode[] =>
  isItem(node.name)
    ? []
    : [node, ...node.children.filter(({ name }) => isStructure(name)).flatMap(headsOf)]

const leavesOf = ({ children }: XmlNode): readonly XmlNode[] =>
  children.filter(({ name }) => !isStructure(name))

/** Texts of items that may be dates. */
function* shortTexts(items: readonly XmlNode[]): Iterable<string> {
  for (const { children } of items) {
    for (const { raw } of children) if (raw.length < MAX_DATE_CHARS && raw.includes('/')) yield raw
  }
}

/** The document's own language may name a country, whose order of day and month it is; a template's may be wrong. */
function dateLanguage(
  configured: string | undefined,
  written: string | undefined,
): { readonly language?: string } {
  const language = toLanguage(written)
  if (language === '') return {}
  const isOther = configured !== undefined && configured.slice(0, 2) !== language.slice(0, 2)
  return isOther ? {} : { language: language.toLowerCase() }
}

/** Every complete item in document order, wherever it stands. */
function findItems(roots: readonly XmlNode[], faults: Faults): readonly XmlNode[] {
  const found: XmlNode[] = []
  const visit = (node: XmlNode, parent: XmlNode | undefined): void => {
    if (isItem(node.name)) {
      const outside = parent === undefined ? node.name === 'item' : parent.name === 'rss'
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

/** What a document's own addresses are relative to: where it came from, else where it says that it lives. */
function findOuter(channel: Fields, url: string | undefined): readonly string[] {
  const own = [...channel.all('link'), ...channel.all('atom:link')]
    .filter(({ attributes }) => attributes.get('rel')?.toLowerCase() === 'self')
    .map(({ attributes }) => attributes.get('href') ?? '')
  return present(url ?? own.find((href) => /^https?:/i.test(href)))
}

const present = (base: string | undefined): readonly string[] => (base === undefined ? [] : [base])

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
