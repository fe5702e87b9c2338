import type { Faults } from './faults.ts'
import type { XmlNode } from './xml/node.ts'
import { scanInside } from './xml/scan.ts'
import { type Entities, hasNakedMarkup, toText } from './xml/text.ts'

/** The leaves of one item or channel, by name. */
export type Fields = {
  readonly node: XmlNode
  readonly all: (name: string) => readonly XmlNode[]
  readonly first: (name: string) => XmlNode | undefined
  /** Trimmed text of the first leaf of that name that has some. */
  readonly text: (name: string) => string | undefined
  readonly textOf: (node: XmlNode) => string
  /** The elements inside a leaf, such as the name in an author. */
  readonly inside: (node: XmlNode) => Fields
  readonly entities: Entities
}

/** More elements of one name in one item than anybody reads. */
const MAX_SAME_NAME = 200
/** More than any name, address or date has. */
const MAX_CHARS = 50_000
const NONE: readonly XmlNode[] = []

export function toFields(
  node: XmlNode,
  children: readonly XmlNode[],
  entities: Entities,
  faults: Faults,
): Fields {
  const byName = new Map<string, XmlNode[]>()
  // Where the dialect has a prefix, what stands without one comes last.
  const order = children.some(({ bare }) => bare) ? children.toSorted(byPrefix) : children
  for (const child of order) {
    const list = byName.get(child.name)
    if (list === undefined) byName.set(child.name, [child])
    else if (list.length < MAX_SAME_NAME) list.push(child)
  }
  const all = (name: string): readonly XmlNode[] => byName.get(name) ?? NONE
  const textOf = (leaf: XmlNode): string => {
    // The first CDF wrote its texts as values of empty elements.
    if (leaf.raw === '') return leaf.attributes.get('value')?.trim() ?? ''
    return toText(
      leaf.raw.length > MAX_CHARS ? leaf.raw.slice(0, MAX_CHARS) : leaf.raw,
      entities,
    ).trim()
  }
  return {
    node,
    all,
    first: (name) => all(name)[0],
    text: (name) =>
      all(name)
        .map(textOf)
        .find((text) => text !== ''),
    textOf,
    inside: (leaf) =>
      toFields(
        leaf,
        hasNakedMarkup(leaf.raw) ? scanInside(leaf, faults, entities) : [],
        entities,
        faults,
      ),
    entities,
  }
}

const byPrefix = (a: XmlNode, b: XmlNode): number =>
  Number(a.bare ?? false) - Number(b.bare ?? false)
