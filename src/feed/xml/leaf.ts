// The source between a leaf's tags. Naked markup needs no repair this way: nothing inside is a tag of ours.

import type { Faults } from '../faults.ts'
import { openCdataEnds } from './cdata.ts'
import { isItem, isStructure, toName } from './names.ts'
import type { XmlNode } from './node.ts'
import { findName, openTagEnds, type StartTag } from './tag.ts'

export type Leaf = { readonly raw: string; readonly end: number; readonly closed: boolean }

/** Names whose text is worth saving when their end tag is missing. */
const KNOWN: ReadonlySet<string> = new Set(
  `title link description pubdate guid author category comments enclosure source content summary id
  updated published issued modified created name email uri url language copyright managingeditor
  webmaster lastbuilddate generator docs cloud ttl image textinput skiphours skipdays tagline
  subtitle rights contributor logo icon abstract dc:title dc:creator dc:date dc:subject
  dc:description dc:language dc:publisher dc:identifier content:encoded atom:link atom:updated
  atom:published atom:author atom:id atom:title atom:summary atom:content itunes:author
  itunes:summary itunes:subtitle itunes:keywords media:title media:description media:content
  media:group media:thumbnail media:keywords media:credit dcterms:issued dcterms:modified
  dcterms:created feedburner:origlink`.split(/\s+/),
)

const ADDRESS = /\s*https?:\/\/[^\s<]{1,2000}/iy

const PERSON: ReadonlySet<string> = new Set(['name', 'email', 'uri', 'url'])

/** Failed look-aheads of unknown elements may cost this many times the document's length. */
const LOOKAHEAD_FACTOR = 4
const LOOKAHEAD_FLOOR = 200_000

/** RFC 4287 §4.1.3.3: a content may be an XML document, even one of Atom. */
const isDocument = (node: XmlNode): boolean =>
  node.name.endsWith('content') && /[+/]xml\b/i.test(node.attributes.get('type') ?? '')

export type LeafReader = {
  readonly read: (node: XmlNode, tag: StartTag, inFeed: boolean) => Leaf
  /** Whether a leaf with text of a feed was cut off by the document's end. */
  readonly cut: () => boolean
}

export function openLeafReader(text: string, faults: Faults): LeafReader {
  // For a name: no end tag between where it was looked for and this position.
  const noEndBefore = new Map<string, number>()
  let lookahead = LOOKAHEAD_FACTOR * text.length + LOOKAHEAD_FLOOR
  let cut = false
  const tagEnds = openTagEnds(text)
  const cdataEnds = openCdataEnds(text, faults)
  let noCommentEnd = false
  // No end of a content that may hold entries: looked for once.
  let noWholeEnd = false

  return { read, cut: () => cut }

  function read(node: XmlNode, tag: StartTag, inFeed: boolean): Leaf {
    if (tag.selfClosing) return readEmpty(node, tag)
    const { rawName, end: from } = tag
    const known = inFeed && KNOWN.has(node.name)
    if (!noWholeEnd && isDocument(node)) {
      const found = findEnd(from, rawName, node, true)
      if (found.kind === 'end') {
        return { raw: text.slice(from, found.at), end: found.next, closed: true }
      }
      noWholeEnd = true
    }
    const hopeless = from < (noEndBefore.get(rawName) ?? 0)
    if (!hopeless && (known || lookahead > 0)) {
      const found = findEnd(from, rawName, node)
      if (found.kind === 'end') {
        return { raw: text.slice(from, found.at), end: found.next, closed: true }
      }
      if (!known) lookahead -= found.at - from
      noEndBefore.set(rawName, found.at)
    }
    if (!known) return { raw: '', end: from, closed: false }
    return cutLeaf(node, from)
  }

  /** Writers of HTML know no text inside a link: they put it after. */
  function readEmpty(node: XmlNode, tag: StartTag): Leaf {
    ADDRESS.lastIndex = tag.end
    const isBare = node.name === 'link' && node.attributes.size === 0
    const address = isBare ? ADDRESS.exec(text)?.[0] : undefined
    return { raw: address ?? '', end: tag.end + (address?.length ?? 0), closed: true }
  }

  /** A leaf without its end goes as far as the next tag of a feed. */
  function cutLeaf(node: XmlNode, from: number): Leaf {
    const isPerson = /(?:^|:)(?:author|contributor)$/.test(node.name)
    let pos = from
    for (;;) {
      const lt = text.indexOf('<', pos)
      if (lt < 0) {
        cut ||= text.slice(from).trim() !== ''
        return { raw: text.slice(from), end: text.length, closed: false }
      }
      const jump = jumpOver(lt)
      if (jump !== undefined) {
        pos = jump
        continue
      }
      const isEnd = text[lt + 1] === '/'
      const rawName = findName(text, lt + (isEnd ? 2 : 1))
      const name = rawName === undefined ? '' : toName(rawName, node.scope)
      if (isStructure(name) || (KNOWN.has(name) && !(isPerson && PERSON.has(name)))) {
        if (node.attributes.size === 0 || lt > from) faults.note('unclosed-element', node.at)
        const own = isEnd && name === node.name
        const end = own ? (tagEnds.after(lt) ?? text.length) : lt
        return { raw: text.slice(from, lt), end, closed: false }
      }
      pos = lt + 1
    }
  }

  /** Position after a CDATA section or comment that starts at `lt`. */
  function jumpOver(lt: number): number | undefined {
    if (text[lt + 1] !== '!') return undefined
    if (text.startsWith('<![CDATA[', lt)) return cdataEnds.after(lt)
    if (!text.startsWith('<!--', lt)) return undefined
    const end = noCommentEnd ? -1 : text.indexOf('-->', lt + 4)
    noCommentEnd ||= end < 0
    return end < 0 ? lt + 4 : end + 3
  }

  type End =
    | { readonly kind: 'end'; readonly at: number; readonly next: number }
    | { readonly kind: 'none'; readonly at: number }

  function findEnd(from: number, rawName: string, node: XmlNode, isWhole = false): End {
    let depth = 1
    let pos = from
    for (;;) {
      const lt = text.indexOf('<', pos)
      if (lt < 0) return { kind: 'none', at: text.length }
      const jump = jumpOver(lt)
      if (jump !== undefined) {
        pos = jump
        continue
      }
      const isEnd = text[lt + 1] === '/'
      const name = findName(text, lt + (isEnd ? 2 : 1))
      pos = lt + 1
      if (name === undefined) continue
      if (name === rawName) {
        const next = tagEnds.after(lt) ?? text.length
        if (isEnd) depth -= 1
        else if (!text.startsWith('/>', next - 2)) depth += 1
        if (depth === 0) return { kind: 'end', at: lt, next }
        pos = next
        continue
      }
      if (!isWhole && isBorder(name, isEnd, node)) return { kind: 'none', at: lt }
    }
  }

  /** Where no leaf can go on: an item begins or ends, or the feed ends. */
  function isBorder(rawName: string, isEnd: boolean, node: XmlNode): boolean {
    if (!/(?:item|entry|channel|feed|rss|rdf)$/.test(rawName)) return false
    const name = toName(rawName, node.scope)
    return isItem(name) || (isStructure(name) && isEnd) || name === 'rss' || name === 'rdf:rdf'
  }
}
