// Categories of every dialect as strings, in document order by dialect, each once.

import type { Fields } from './fields.ts'
import { toPlainLine } from './html/text.ts'
import type { XmlNode } from './xml/node.ts'

const NAMES: readonly string[] = [
  'category',
  'atom:category',
  'dc:subject',
  'dcterms:subject',
  'itunes:category',
  'googleplay:category',
  'media:category',
  'prism:keyword',
]
const LISTS: readonly string[] = [
  'itunes:keywords',
  'media:keywords',
  'keywords',
  'categories',
  'tags',
]
const MAX_CATEGORIES = 200

/** What an item is filed under. */
export function readCategories(fields: Fields): readonly string[] {
  const found: string[] = []
  for (const name of NAMES) {
    for (const node of fields.all(name)) {
      found.push(readOne(node, fields))
      // iTunes writes what is below a category inside it.
      if (!node.raw.includes('<')) continue
      for (const inner of fields.inside(node).all(name)) found.push(readOne(inner, fields))
    }
  }
  for (const name of LISTS) {
    for (const node of fields.all(name)) {
      if (node.raw.includes('<') && addInner(fields.inside(node), found)) continue
      for (const word of fields.textOf(node).split(/[,;]/, MAX_CATEGORIES)) found.push(word)
    }
  }
  const clean = found.map((text) => toPlainLine(text)).filter((text) => text !== '')
  return [...new Set(clean)].slice(0, MAX_CATEGORIES)
}

/** Lists that wrap an element around each of their words. */
function addInner(inside: Fields, found: string[]): boolean {
  const nodes = [...inside.all('category'), ...inside.all('tag')]
  for (const node of nodes) found.push(readOne(node, inside))
  return nodes.length > 0
}

/** Atom: the term. RSS: the text. What is shown, or iTunes' `text`, where there is neither. */
function readOne(node: XmlNode, fields: Fields): string {
  const { attributes } = node
  const written = attributes.get('term')?.trim() || fields.textOf(node)
  return written || attributes.get('label')?.trim() || (attributes.get('text') ?? '')
}
