// Who wrote it, in every dialect: a name where there is one, an address where there is nothing else.

import type { Fields } from './fields.ts'
import { toPlainLine } from './html/text.ts'
import type { XmlNode } from './xml/node.ts'

const NAMES: readonly string[] = [
  'author',
  'atom:author',
  'dc:creator',
  'dcterms:creator',
  'creator',
  'itunes:author',
  'googleplay:author',
  'dc:author',
]

const ADDRESSES: readonly string[] = ['uri', 'url', 'homepage', 'atom:uri', 'atom:url']

/** The author of an item or feed: the first dialect that gives a name, several names joined by commas. */
export function findAuthor(fields: Fields): string | undefined {
  let address: string | undefined
  for (const name of NAMES) {
    const found = fields.all(name).map((node) => readPerson(node, fields))
    const people = [...new Set(found.filter((person) => person !== ''))]
    const named = people.filter((person) => !isAddress(person))
    if (named.length > 0) return named.join(', ')
    address ??= people[0]
  }
  return address ?? creditOf(fields)
}

/** The author of the feed that an Atom entry was taken from (RFC 4287 §4.2.11). */
export function findSourceAuthor(fields: Fields): string | undefined {
  const source = fields.first('source') ?? fields.first('atom:source')
  return source === undefined ? undefined : findAuthor(fields.inside(source))
}

function readPerson(node: XmlNode, fields: Fields): string {
  const inside = fields.inside(node)
  for (const name of ['name', 'atom:name', 'foaf:name', 'rdf:value', 'email', 'atom:email']) {
    const text = inside.text(name)
    if (text !== undefined) return toPerson(text)
  }
  const friend = inside.first('foaf:person') ?? inside.first('foaf:agent')
  const named = friend?.attributes.get('foaf:name')
  if (named !== undefined) return toPerson(named)
  // An address on the web is where somebody is found, not who it is.
  const isAddressed = ADDRESSES.some((name) => inside.first(name) !== undefined)
  return isAddressed ? '' : toPerson(fields.textOf(node))
}

/** `me@x (Name)`, `Name <me@x>`, `Name, me@x` → `Name`; an address stays where there is nothing else. */
export function toPerson(text: string): string {
  const line = toPlainLine(text.replace(/<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>/g, ' ($1) '))
  if (!line.includes('@')) return line.replace(/\s*\(\s*\)$/, '')
  const name = line
    .replace(ADDRESS, ' ')
    .replace(/\(\s*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,;])/g, '')
    .replace(/^[\s,;|–—-]+|[\s,;|–—-]+$/g, '')
  const unwrapped = /^[(["'](.*?)[)\]"']?$/.exec(name)?.[1]?.trim() ?? name
  return unwrapped === '' ? ([...line.matchAll(ADDRESS)][0]?.[1] ?? line) : unwrapped
}

/** An address in a line of text, with its brackets. It begins at a word, so that the search stays linear. */
const ADDRESS =
  /(?<![^\s([<,;:"'])[(<[]?\s*(?:mailto:)?([^\s@()<>[\],;:]+@(?:localhost|[^\s@()<>[\],;]+\.[^\s@()<>[\],;]{2,}))\s*[)>\]]?/gi

const isAddress = (text: string): boolean => /^(?:mailto:)?[^\s@]+@[^\s@]+$/.test(text)

function creditOf(fields: Fields): string | undefined {
  const credit = fields
    .all('media:credit')
    .find((node) => /^author$|writer/i.test(node.attributes.get('role') ?? ''))
  return credit === undefined ? undefined : toPlainLine(fields.textOf(credit)) || undefined
}
