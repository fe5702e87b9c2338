// Which of an item's or feed's many addresses is the one to read.

import type { Faults } from './faults.ts'
import type { Fields } from './fields.ts'
import { resolveLink } from './links.ts'
import type { XmlNode } from './xml/node.ts'

const ALTERNATE = /^(?:http:\/\/www\.iana\.org\/assignments\/relation\/)?alternate$/i

/** The address of an item: its link, else a permalink guid, else what its dialect offers. */
export function findItemLink(
  fields: Fields,
  outer: readonly string[],
  faults: Faults,
): string | undefined {
  return (
    originalLink(fields, outer) ??
    textLink(fields, outer, faults) ??
    hrefLink(fields, 'link', outer) ??
    permalink(fields, outer) ??
    hrefLink(fields, 'atom:link', outer) ??
    ownHref(fields.node, outer) ??
    selfLink(fields, outer) ??
    hrefLink(fields, 'a', outer) ??
    addressId(fields)
  )
}

/** Services that count readers put their own address into the link, and the publisher's beside it. */
function originalLink(fields: Fields, outer: readonly string[]): string | undefined {
  for (const name of ['feedburner:origlink', 'pheedo:origlink']) {
    const original = fields.text(name)
    const link = original === undefined ? undefined : resolveLink(original, { bases: outer })
    if (link !== undefined) return link
  }
  return undefined
}

/** The address of a feed's site. */
export const findFeedLink = (
  fields: Fields,
  outer: readonly string[],
  faults: Faults,
): string | undefined =>
  textLink(fields, outer, faults) ??
  hrefLink(fields, 'link', outer) ??
  hrefLink(fields, 'atom:link', outer) ??
  ownHref(fields.node, outer)

/** RSS: the address is the element's text. */
function textLink(fields: Fields, outer: readonly string[], faults: Faults): string | undefined {
  for (const node of [...fields.all('link'), ...fields.all('atom:link')]) {
    if (node.attributes.has('href')) continue
    const said = fields.textOf(node)
    const text = findAnchor(said) ?? findAnchor(node.raw) ?? said
    if (text === '') continue
    const link = resolveLink(text, toBases(node, outer))
    if (link !== undefined) return link
    faults.note('refused-link', node.at)
  }
  return undefined
}

/** Some write a link of HTML into it. */
const findAnchor = (text: string): string | undefined =>
  text.includes('<') ? /<a\s[^<>]*?href\s*=\s*["']?([^"'\s<>]+)/i.exec(text)?.[1] : undefined

/** Atom: rel=alternate (the default), a page rather than another format. */
function hrefLink(fields: Fields, name: string, outer: readonly string[]): string | undefined {
  const alternates = fields.all(name).filter((node) => {
    const rel = node.attributes.get('rel')?.trim() ?? ''
    return (
      hrefOf(node) !== undefined && (rel === '' || rel.split(/\s+/).some((r) => ALTERNATE.test(r)))
    )
  })
  const pages = alternates.filter((node) => /^$|html/i.test(node.attributes.get('type') ?? ''))
  for (const node of [...pages, ...alternates]) {
    const link = resolveLink(hrefOf(node) ?? '', toBases(node, outer))
    if (link !== undefined) return link
  }
  return undefined
}

/** An entry may name nothing but itself. */
function selfLink(fields: Fields, outer: readonly string[]): string | undefined {
  for (const node of [...fields.all('link'), ...fields.all('atom:link')]) {
    if (!/^(?:self|canonical)$/i.test(node.attributes.get('rel') ?? '')) continue
    if (/atom|xml|json/i.test(node.attributes.get('type') ?? '')) continue
    const link = resolveLink(hrefOf(node) ?? '', toBases(node, outer))
    if (link !== undefined) return link
  }
  return undefined
}

/** RSS 2.0: a guid is an address unless it says no. */
function permalink(fields: Fields, outer: readonly string[]): string | undefined {
  const node = fields.first('guid')
  if (node === undefined) return undefined
  const said = node.attributes.get('ispermalink')?.trim().toLowerCase()
  if (said === 'false' || said === 'no' || said === '0') return undefined
  const text = fields.textOf(node)
  return said === 'true' || /^(?:https?:)?\//i.test(text)
    ? resolveLink(text, toBases(node, outer))
    : undefined
}

/** Where nothing else leads anywhere, an id that is an address may. */
function addressId(fields: Fields): string | undefined {
  const id = fields.text('id') ?? fields.text('atom:id') ?? ''
  return /^https?:/i.test(id) ? resolveLink(id, { bases: [] }) : undefined
}

/** CDF keeps the address on the element; RDF in `rdf:about`. */
function ownHref(node: XmlNode, outer: readonly string[]): string | undefined {
  const href = node.attributes.get('href')
  if (href !== undefined) return resolveLink(href, toBases(node, outer))
  const about = node.name === 'item' ? node.attributes.get('rdf:about') : undefined
  return about !== undefined && /^https?:/i.test(about)
    ? resolveLink(about, { bases: [] })
    : undefined
}

const hrefOf = (node: XmlNode): string | undefined =>
  node.attributes.get('href') ?? node.attributes.get('rdf:resource')

const toBases = (
  node: XmlNode,
  outer: readonly string[],
): { readonly bases: readonly string[] } => ({
  bases: [...outer, ...node.bases],
})
