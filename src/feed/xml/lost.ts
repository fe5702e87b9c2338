// Items whose start tag is missing or written in place of their end tag.

import { isStructure } from './names.ts'
import type { XmlNode } from './node.ts'

/** Whether an item holds anything at all; one that does not was cut short or is a mistyped end tag. */
export const saysNothing = (node: XmlNode): boolean =>
  !node.children.some((child) => child.raw !== '' || child.attributes.size > 0)

const ITEM_LEAVES: ReadonlySet<string> = new Set(['title', 'link', 'description', 'guid', 'id'])

/**
 * The item that a stray end tag ends: what its parent holds since the item or channel before it, or since its second
 * title where the first is the channel's own. It moves into the item; `undefined` where there is nothing of one.
 */
export function findLostItem(name: string, parent: XmlNode): XmlNode | undefined {
  const { children } = parent
  const before = children.findLastIndex((child) => isStructure(child.name))
  const titles = children.flatMap((child, at) => (child.name === 'title' ? [at] : []))
  const from = before >= 0 ? before + 1 : titles[1]
  if (from === undefined || !children.slice(from).some(isLeafOfItem)) return undefined
  const { scope, bases, lang } = parent
  const inside = children.splice(from)
  const at = inside[0]?.at ?? parent.at
  const item: XmlNode = {
    name,
    attributes: new Map(),
    children: inside,
    raw: '',
    at,
    scope,
    bases,
    ...(lang === undefined ? {} : { lang }),
    closed: true,
  }
  children.push(item)
  return item
}

const isLeafOfItem = ({ name }: XmlNode): boolean => ITEM_LEAVES.has(name)
