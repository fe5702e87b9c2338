// A tolerant reader of feed markup, linear in the document's length and flat in the stack: it keeps
// only the few elements that hold a feed together and the source between the tags of every other one.

import type { Faults } from '../faults.ts'
import { findDoctype } from './doctype.ts'
import { openLeafReader } from './leaf.ts'
import { findLostItem, saysNothing } from './lost.ts'
import { isItem, isKnownNamespace, isStructure, NO_SCOPE, type Scope, toName } from './names.ts'
import type { XmlNode } from './node.ts'
import { findName, findStartTag, openTagEnds, type StartTag } from './tag.ts'
import { type Entities, NO_ENTITIES } from './text.ts'

export type Scan = {
  /** Top-level elements that can hold a feed, in document order. */
  readonly roots: readonly XmlNode[]
  /** Elements that stand before the first of them, or all of a document that lost its root's start tag. */
  readonly loose: readonly XmlNode[]
  readonly entities: Entities
  readonly truncated: boolean
}

/** Deeper nesting of feeds and channels is nobody's feed. */
const MAX_DEPTH = 16
const MAX_LOOSE = 50

/** Reads a document's structure; never throws, never recurses. */
export function scan(text: string, faults: Faults): Scan {
  const roots: XmlNode[] = []
  const loose: XmlNode[] = []
  const stack: XmlNode[] = []
  let entities: Entities = NO_ENTITIES
  const leaves = openLeafReader(text, faults)
  let pos = 0
  let ended = false
  const tagEnds = openTagEnds(text)
  let doctypeSeen = false
  // Elements without a name here that hold items: their end tags are no strays.
  const wrappers = new Set<string>()
  // Structure that is written with a prefix.
  const prefixed = new Set<string>()
  // Ends that do not come any more: looked for once.
  const missing = new Set<string>()

  while (pos < text.length) {
    const lt = text.indexOf('<', pos)
    noteJunk(text.slice(pos, lt < 0 ? text.length : lt), pos)
    if (lt < 0) break
    const next = text[lt + 1]
    if (next === '!' || next === '?') pos = skipMarkup(lt)
    else if (next === '/') pos = close(lt)
    else pos = open(lt)
  }
  const truncated = leaves.cut() || stack.length > 0
  if (truncated) faults.note('truncated', text.length)
  return { roots, loose, entities, truncated }

  function noteJunk(between: string, at: number): void {
    if (between.trim() === '') return
    if (roots.length === 0) faults.note('junk-before', at)
    else if (stack.length === 0 && ended) faults.note('junk-after', at)
  }

  function skipMarkup(lt: number): number {
    if (text[lt + 1] === '?') return after('>', lt + 2) ?? text.length
    if (text.startsWith('<!--', lt)) return after('-->', lt + 4) ?? lt + 4
    if (text.startsWith('<![CDATA[', lt)) return after(']]>', lt + 9) ?? lt + 9
    const doctype = doctypeSeen ? undefined : findDoctype(text, lt)
    if (doctype === undefined) return lt + 2
    doctypeSeen = true
    entities = doctype.entities
    if (doctype.overflow) faults.note('entity-limit', lt)
    return doctype.end
  }

  function after(end: string, from: number): number | undefined {
    const found = missing.has(end) ? -1 : text.indexOf(end, from)
    if (found >= 0) return found + end.length
    missing.add(end)
    return undefined
  }

  function close(lt: number): number {
    const rawName = findName(text, lt + 2)
    if (rawName === undefined) return lt + 2
    const end = tagEnds.after(lt)
    // Cut off in the middle of the end tag: whether it was this one is not known.
    if (end === undefined) return text.length
    const name = toName(rawName, stack.at(-1)?.scope ?? NO_SCOPE)
    if (!stack.some((node) => node.name === name)) {
      const parent = stack.at(-1)
      const lost = isItem(name) && parent !== undefined ? findLostItem(name, parent) : undefined
      if (lost !== undefined) faults.note('unopened-element', lost.at)
      else if (roots.length > 0 && !wrappers.delete(name)) faults.note('stray-end-tag', lt)
      return end
    }
    for (;;) {
      const node = stack.pop()
      if (node === undefined) break
      node.closed = true
      if (node.name === name) break
      faults.note('unclosed-element', node.at)
      dropEmpty(node)
    }
    if (stack.length === 0) ended = true
    return end
  }

  function open(lt: number): number {
    const tag = findStartTag(text, lt, entities)
    if (tag === undefined) {
      if (roots.length > 0) faults.note('bare-less-than', lt)
      return lt + 1
    }
    if (tag.broken) faults.note('malformed-tag', lt)
    const parent = stack.at(-1)
    const node = toNode(tag, parent, lt)
    if (isStructure(node.name)) {
      if (tag.rawName.includes(':')) prefixed.add(node.name)
      return openStructure(node, tag)
    }
    const leaf = leaves.read(node, tag, parent !== undefined)
    if (!leaf.closed) wrappers.add(node.name)
    if (parent === undefined) {
      if (leaf.closed && loose.length < MAX_LOOSE) loose.push({ ...node, raw: leaf.raw })
      return leaf.end
    }
    const bare = prefixed.has(parent.name) && !tag.rawName.includes(':') && !node.scope.has('')
    parent.children.push({
      ...node,
      raw: leaf.raw,
      closed: leaf.closed,
      ...(bare && { bare }),
    })
    return leaf.end
  }

  function openStructure(node: XmlNode, tag: StartTag): number {
    // An item never holds an item or a channel: the one before it lacks its end.
    while (stack.length > 0 && isItem(stack.at(-1)?.name ?? '')) {
      const unclosed = stack.pop()
      if (unclosed === undefined) break
      unclosed.closed = true
      faults.note('unclosed-element', unclosed.at)
      dropEmpty(unclosed)
    }
    if (stack.length >= MAX_DEPTH) return tag.end
    const parent = stack.at(-1)
    if (parent === undefined) roots.push(node)
    else parent.children.push(node)
    // A value without quotes may end in a slash: `xmlns=http://…/>`.
    if (tag.selfClosing && (!tag.broken || isItem(node.name))) node.closed = true
    else stack.push(node)
    return tag.end
  }

  function dropEmpty(node: XmlNode): void {
    if (isItem(node.name) && saysNothing(node)) (stack.at(-1)?.children ?? roots).pop()
  }
}

/** Reads the elements inside a leaf's source, such as the name in an author; one level, tolerant. */
export function scanInside(node: XmlNode, faults: Faults, entities: Entities): readonly XmlNode[] {
  const text = node.raw
  const leaves = openLeafReader(text, faults)
  const children: XmlNode[] = []
  let pos = 0
  for (;;) {
    const lt = text.indexOf('<', pos)
    if (lt < 0) return children
    if (text.startsWith('<!--', lt)) {
      const end = text.indexOf('-->', lt)
      pos = end < 0 ? text.length : end + 3
      continue
    }
    const tag = findStartTag(text, lt, entities)
    if (tag === undefined) {
      pos = lt + 1
      continue
    }
    const child = toNode(tag, node, node.at + lt)
    const leaf = leaves.read(child, tag, true)
    children.push({ ...child, raw: leaf.raw, closed: leaf.closed })
    pos = leaf.end
  }
}

function toNode(tag: StartTag, parent: XmlNode | undefined, at: number): XmlNode {
  const scope = toOwnScope(tag, parent?.scope ?? NO_SCOPE)
  const base = tag.attributes.get('xml:base')
  const lang = tag.attributes.get('xml:lang') ?? parent?.lang
  const bases = parent?.bases ?? []
  return {
    name: nameOf(tag, scope),
    attributes: toAttributes(tag.attributes, scope),
    children: [],
    raw: '',
    at,
    scope,
    bases: base === undefined ? bases : [...bases, base],
    ...(lang === undefined ? {} : { lang }),
    closed: false,
  }
}

/** A leaf that brings a default namespace which nobody knows is no element of the feed's dialect. */
function nameOf(tag: StartTag, scope: Scope): string {
  const name = toName(tag.rawName, scope)
  const own = tag.attributes.get('xmlns')
  const foreign = own !== undefined && own !== '' && !isKnownNamespace(own)
  return foreign && !isStructure(name) && !name.includes(':') ? `foreign:${name}` : name
}

/** Prefixed attributes under the house's prefixes, whatever the document chose for RDF. */
function toAttributes(
  attributes: ReadonlyMap<string, string>,
  scope: Scope,
): ReadonlyMap<string, string> {
  let renamed: Map<string, string> | undefined
  for (const [name, value] of attributes) {
    if (!name.includes(':') || name.startsWith('xml')) continue
    renamed ??= new Map(attributes)
    renamed.set(toName(name, scope), value)
  }
  return renamed ?? attributes
}

/** A feed whose default namespace is another vocabulary's is a feed all the same. */
function toOwnScope(tag: StartTag, outer: Scope): Scope {
  const scope = toScope(tag.attributes, outer)
  const { rawName } = tag
  if (!isStructure(rawName) || isStructure(toName(rawName, scope))) return scope
  return new Map([...scope].filter(([prefix]) => prefix !== ''))
}

function toScope(attributes: ReadonlyMap<string, string>, outer: Scope): Scope {
  let scope: Map<string, string> | undefined
  for (const [name, value] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue
    scope ??= new Map(outer)
    scope.set(name.slice(6), value)
  }
  return scope ?? outer
}
