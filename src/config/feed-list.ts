// From checked entries to feeds: ids and families where a list gives none, doubles told.

import { findOwnerDomain } from '../lib/domain.ts'
import type { Feed } from '../types.ts'
import type { FeedEntry } from './feed-schema.ts'

/** An entry with where it stands: `feeds/western.yaml: feeds[3]`. */
export type Listed = { readonly place: string; readonly entry: FeedEntry }

/** The feeds of all entries in order; what stands twice is added to `problems`. */
export function toFeeds(listed: readonly Listed[], problems: string[]): readonly Feed[] {
  const ids = checkIds(listed, problems)
  checkUrls(listed, problems)
  const familyOf = toFamilies(listed)
  return listed.map(({ entry }) => {
    const outlet = entry.outlet ?? toHost(entry.url)
    const id = entry.id ?? freeId(toSlug(outlet) || toSlug(toHost(entry.url)) || 'feed', ids)
    const { homepage, country, zone, language, note } = entry
    return {
      id,
      url: entry.url,
      outlet,
      family: entry.family ?? familyOf(entry) ?? id,
      camp: entry.camp ?? 'unknown',
      kind: entry.kind ?? 'newspaper',
      ...(language !== undefined && { language }),
      ...(homepage !== undefined && { homepage }),
      ...(country !== undefined && { country }),
      ...(zone !== undefined && { zone }),
      ...(note !== undefined && { note }),
      on: entry.on ?? true,
    }
  })
}

function checkIds(listed: readonly Listed[], problems: string[]): Set<string> {
  const places = new Map<string, string>()
  for (const { place, entry } of listed) {
    if (entry.id === undefined) continue
    const other = places.get(entry.id)
    if (other === undefined) places.set(entry.id, place)
    else problems.push(`${place}.id ${JSON.stringify(entry.id)} is already the id of ${other}`)
  }
  return new Set(places.keys())
}

function checkUrls(listed: readonly Listed[], problems: string[]): void {
  const places = new Map<string, string>()
  for (const { place, entry } of listed) {
    const url = new URL(entry.url)
    url.hash = ''
    const other = places.get(url.href)
    if (other === undefined) places.set(url.href, place)
    else
      problems.push(`${place}.url ${JSON.stringify(entry.url)} is already the address of ${other}`)
  }
}

/**
 * The family of an entry that names none: that of a feed which shares its domain, else the domain itself, else by
 * the exact title of the outlet; undefined where nothing is known of it.
 */
function toFamilies(listed: readonly Listed[]): (entry: FeedEntry) => string | undefined {
  const byDomain = new Map<string, string>()
  const byTitle = new Map<string, string>()
  for (const { entry } of listed) {
    if (entry.family === undefined) continue
    for (const domain of toDomains(entry)) byDomain.set(domain, entry.family)
    if (entry.outlet !== undefined) byTitle.set(entry.outlet, entry.family)
  }
  return (entry) => {
    const domains = toDomains(entry)
    const known = domains
      .map((domain) => byDomain.get(domain))
      .find((family) => family !== undefined)
    const own = domains[0]?.replaceAll('.', '-')
    const titled = entry.outlet === undefined ? undefined : byTitle.get(entry.outlet)
    return known ?? own ?? titled ?? (entry.outlet && (toSlug(entry.outlet) || entry.outlet))
  }
}

const toDomains = (entry: FeedEntry): readonly string[] =>
  [entry.url, entry.homepage ?? ''].flatMap((url) => findOwnerDomain(url) ?? [])

const toHost = (url: string): string => new URL(url).host.replace(/^www\./, '')

/** Lower-case ASCII letters, digits and hyphens, at most 48; empty where a text has none. */
export const toSlug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 48)
    .replace(/-+$/, '')

/** The wished id, or with the first number behind it that is free. */
function freeId(wish: string, taken: Set<string>): string {
  let id = wish
  for (let n = 2; taken.has(id); n += 1) id = `${wish}-${n}`
  taken.add(id)
  return id
}
