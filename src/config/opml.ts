// OPML 2.0, the format in which readers exchange lists of feeds: read with tolerance, written with care.

import { ConfigError } from '../lib/errors.ts'
import type { Feed } from '../types.ts'
import { type FeedEntry, feedEntrySchema } from './feed-schema.ts'

/** One feed of an OPML file before it is checked. */
export type OpmlFeed = Readonly<Record<string, unknown>>

// Our own fields, with or without the prefix under which we write them.
const OWN_FIELDS = [
  'id',
  'outlet',
  'family',
  'camp',
  'kind',
  'country',
  'zone',
  'note',
  'seen',
] as const
const NAMESPACE = 'https://axis-watch.example/opml/1'

/**
 * The feeds of an OPML document in order; an outline needs only `xmlUrl` (with `text` or `title` as its name).
 * The same address in two folders is one feed.
 * @throws ConfigError where the document is no OPML.
 */
export function parseOpml(file: string, bytes: Uint8Array): readonly OpmlFeed[] {
  const text = withoutComments(toText(bytes))
  if (!/<opml[\s>]/i.test(text)) throw new ConfigError([`${file}: is no OPML: it has no <opml>`])
  const feeds: OpmlFeed[] = []
  const urls = new Set<string>()
  for (const match of text.matchAll(/<outline(?=[\s/>])/gi)) {
    const attributes = toAttributes(text, match.index + match[0].length)
    const url = attributes.get('xmlurl')?.trim()
    if (url === undefined || urls.has(url)) continue
    urls.add(url)
    feeds.push(toEntry(url, attributes))
  }
  return feeds
}

function withoutComments(text: string): string {
  const kept: string[] = []
  let at = 0
  while (at < text.length) {
    const start = text.indexOf('<!--', at)
    kept.push(text.slice(at, start < 0 ? text.length : start))
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4)
    if (end < 0) break
    at = end + 3
  }
  return kept.join('')
}

function toEntry(url: string, attributes: ReadonlyMap<string, string>): OpmlFeed {
  const entry: Record<string, unknown> = { url }
  const outlet = findFirst(attributes, ['text', 'title'])
  if (outlet !== undefined) entry.outlet = outlet.slice(0, 300)
  for (const field of OWN_FIELDS) {
    const value = attributes.get(`axis:${field}`) ?? findOthers(attributes, field)
    if (value !== undefined) entry[field] = value
  }
  const language = toLanguage(attributes.get('language'))
  if (language !== undefined) entry.language = language
  const homepage = attributes.get('htmlurl')?.trim()
  // Readers put all sorts of things here; it is only a hint.
  if (homepage !== undefined && /^https?:\/\/[^/]/i.test(homepage) && URL.canParse(homepage)) {
    entry.homepage = homepage
  }
  const on = findFirst(attributes, ['axis:on', 'on'])
  if (on !== undefined) entry.on = on !== 'false' && on !== '0'
  return entry
}

/** A language tag as others write it (`EN-us`, `en_US`); `unknown` and the like are none. */
function toLanguage(text: string | undefined): string | undefined {
  const [base = '', ...rest] = (text ?? '').trim().replaceAll('_', '-').split('-')
  return /^[a-z]{2,3}$/i.test(base) ? [base.toLowerCase(), ...rest].join('-') : undefined
}

/** A field under our name without our prefix: another program may mean another thing, so only what fits is taken. */
function findOthers(
  attributes: ReadonlyMap<string, string>,
  field: (typeof OWN_FIELDS)[number],
): string | undefined {
  const value = attributes.get(field)?.trim()
  return value !== undefined && feedEntrySchema.shape[field].safeParse(value).success
    ? value
    : undefined
}

const findFirst = (
  attributes: ReadonlyMap<string, string>,
  names: readonly string[],
): string | undefined =>
  names
    .map((name) => attributes.get(name)?.trim())
    .find((value) => value !== undefined && value !== '')

/** Attributes by lower-case name, entities decoded, from a place inside a tag to the tag's end; linear in what it reads. */
function toAttributes(text: string, from: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const next = /\s*([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/y
  next.lastIndex = from
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const value = match[2] ?? match[3]
    if (value !== undefined) found.set((match[1] ?? '').toLowerCase(), decode(value))
  }
  return found
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decode = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })

/** By byte order mark, else by the XML declaration, else UTF-8. */
function toText(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /^[^<]{0,8}<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(start)?.[1]
  const marked = start.startsWith('\xff\xfe')
    ? 'utf-16le'
    : start.startsWith('\xfe\xff')
      ? 'utf-16be'
      : undefined
  try {
    return new TextDecoder(marked ?? declared ?? 'utf-8').decode(bytes)
  } catch {
    // A charset that nobody knows.
    return new TextDecoder().decode(bytes)
  }
}

/** OPML 2.0 with every feed, grouped by camp; our own fields in our namespace, so that an import gives the same feeds. */
export function toOpml(
  feeds: readonly Feed[],
  title: string,
  labelOf: (camp: string) => string,
): string {
  const camps = [...new Set(feeds.map((feed) => feed.camp))]
  const groups = camps.map((camp) => {
    const outlines = feeds
      .filter((feed) => feed.camp === camp)
      .map((feed) => `      ${toOutline(feed)}`)
    return `    <outline text="${encode(labelOf(camp))}">\n${outlines.join('\n')}\n    </outline>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:axis="${NAMESPACE}">
  <head><title>${encode(title)}</title></head>
  <body>
${groups.join('\n')}
  </body>
</opml>
`
}

function toOutline(feed: Feed): string {
  const own: Partial<Record<keyof FeedEntry, string | undefined>> = {
    id: feed.id,
    family: feed.family,
    camp: feed.camp,
    kind: feed.kind,
    country: feed.country,
    zone: feed.zone,
    note: feed.note,
    on: feed.on ? undefined : 'false',
  }
  const attributes = [
    ['text', feed.outlet],
    ['title', feed.outlet],
    ['type', 'rss'],
    ['xmlUrl', feed.url],
    ['htmlUrl', feed.homepage],
    ['language', feed.language],
    ...Object.entries(own).map(([name, value]) => [`axis:${name}`, value] as const),
  ] as const
  const written = attributes.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${encode(value)}"`],
  )
  return `<outline ${written.join(' ')}/>`
}

const encode = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, ' ')
