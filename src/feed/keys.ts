// Identity of an article (law 2): tagged, length-prefixed 128-bit hashes; any hit means the same article.

import { hashParts } from '../lib/hash.ts'
import type { Feed, ParsedItem } from '../types.ts'

export type Identity = {
  readonly item: ParsedItem
  readonly canonical: string | undefined
  readonly keys: readonly string[]
}

/**
 * `g…` the guid within its feed, `u…` the canonical address; `t…` outlet and title only where an item has neither, or
 * (`fallback`) where none of its keys can be used.
 */
export function toKeys(
  feed: Feed,
  item: ParsedItem,
  canonical: string | undefined,
  fallback: boolean,
): readonly string[] {
  const keys: string[] = []
  if (!fallback && item.guid !== undefined) keys.push(`g${hashParts('guid', [feed.id, item.guid])}`)
  if (!fallback && canonical !== undefined) keys.push(`u${hashParts('url', [canonical])}`)
  if (keys.length > 0) return keys
  const title = foldTitle(item.title ?? item.summary ?? item.content ?? '')
  return title === '' ? [] : [`t${hashParts('title', [feed.outlet, title])}`]
}

/**
 * Keys that two items of one document carry although they are not one article: a guid with different addresses (or
 * with none, but different titles), an address with different guids and titles (a homepage, a live page).
 */
export function findAmbiguous(items: readonly Identity[]): ReadonlySet<string> {
  const first = new Map<string, Identity>()
  const ambiguous = new Set<string>()
  for (const identity of items) {
    for (const key of identity.keys) {
      const other = first.get(key)
      if (other === undefined) first.set(key, identity)
      else if (isOther(key, identity, other)) ambiguous.add(key)
    }
  }
  return ambiguous
}

function isOther(key: string, a: Identity, b: Identity): boolean {
  const titles = foldTitle(a.item.title ?? '') !== foldTitle(b.item.title ?? '')
  if (key.startsWith('g')) {
    if (a.canonical === undefined && b.canonical === undefined) return titles
    return a.canonical !== b.canonical
  }
  return key.startsWith('u') && titles && a.item.guid !== b.item.guid
}

/** Letters and digits in lower case: punctuation and spacing change without a new article. */
export const foldTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
