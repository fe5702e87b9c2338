// Names of the dialects: one short prefix for each namespace, whatever prefix a document chose.

const CORE: readonly string[] = [
  'purl.org/rss/1.0',
  'purl.org/rss/1.0/',
  'purl.org/net/rss1.1#',
  'purl.org/rss/1.0/modules/rss091#',
  'my.netscape.com/rdf/simple/0.9',
  'my.netscape.com/publish/formats/rss-0.91.dtd',
  'channel.netscape.com/rdf/simple/0.9',
  'blogs.law.harvard.edu/tech/rss',
  'cyber.law.harvard.edu/rss',
  'www.rssboard.org/rss-specification',
]

/** Namespace address without scheme and trailing slash → our prefix. */
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ...CORE.map((uri) => [uri.replace(/\/$/, ''), ''] as const),
  ['www.w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns#', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  ['example.com/newformat#', 'atom'],
  ['purl.org/pie', 'atom'],
  ['www.w3.org/1999/02/22-rdf-syntax-ns#', 'rdf'],
  ['www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['purl.org/dc/elements/1.1', 'dc'],
  ['purl.org/dc/elements/1.0', 'dc'],
  ['purl.org/dc', 'dc'],
  ['purl.org/metadata/dublin_core', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['search.yahoo.com/mrss', 'media'],
  ['video.search.yahoo.com/mrss', 'media'],
  ['www.rssboard.org/media-rss', 'media'],
  ['www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['itunes.apple.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['www.itunes.com/dtds/product-1.0.dtd', 'itunes'],
  ['example.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['www.google.com/schemas/play-podcasts/1.0', 'googleplay'],
  ['www.w3.org/1999/xhtml', 'xhtml'],
  ['rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['www.pheedo.com/namespace/pheedo', 'pheedo'],
  ['news.yandex.ru', 'yandex'],
  ['turbo.yandex.ru', 'turbo'],
  ['www.w3.org/xml/1998/namespace', 'xml'],
])

/** Namespaces of which every version has another address. */
const FAMILIES: readonly (readonly [start: string, prefix: string])[] = [
  ['backend.userland.com/rss', ''],
  ['prismstandard.org/namespaces/', 'prism'],
]

/** Every element asks again. */
const found = new Map<string, string | undefined>()
const MAX_FOUND = 200

/** Prefixes that documents use without declaring them. */
const USUAL: ReadonlyMap<string, string> = new Map([
  ['rss', ''],
  ['rss1', ''],
  ['atom10', 'atom'],
  ['a10', 'atom'],
  ['dcterm', 'dcterms'],
])

export type Scope = ReadonlyMap<string, string>

export const NO_SCOPE: Scope = new Map()

/** A qualified name in lower case with the house's prefix: `atom:link`, `dc:date`, `title`. */
export function toName(rawName: string, scope: Scope): string {
  const colon = rawName.indexOf(':')
  const prefix = colon < 0 ? '' : rawName.slice(0, colon)
  const local = rawName.slice(colon + 1)
  const ours = prefixOf(prefix, scope)
  return ours === '' ? local : `${ours}:${local}`
}

/** Whether a namespace's address is one of a feed's. */
export const isKnownNamespace = (uri: string): boolean => findPrefix(uri) !== undefined

function findPrefix(uri: string): string | undefined {
  if (found.has(uri)) return found.get(uri)
  const key = toKey(uri)
  const prefix = NAMESPACES.get(key) ?? FAMILIES.find(([start]) => key.startsWith(start))?.[1]
  if (found.size >= MAX_FOUND) found.clear()
  found.set(uri, prefix)
  return prefix
}

function prefixOf(prefix: string, scope: Scope): string {
  if (prefix === 'xml') return 'xml'
  const uri = scope.get(prefix)
  const known = uri === undefined ? undefined : findPrefix(uri)
  // Atom as the default namespace: its names are unambiguous without a prefix.
  if (prefix === '') return known === undefined || known === 'atom' ? '' : known
  return known ?? USUAL.get(prefix) ?? prefix
}

const toKey = (uri: string): string =>
  uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')

const STRUCTURE: ReadonlySet<string> = new Set([
  'rss',
  'rdf:rdf',
  'rdf',
  'channel',
  'feed',
  'item',
  'entry',
  'atom:feed',
  'atom:entry',
])
const ITEMS: ReadonlySet<string> = new Set(['item', 'entry', 'atom:entry'])

/** Whether a name is one of an item's. */
export const isItem = (name: string): boolean => ITEMS.has(name)

/** Whether a name holds a feed together: these nest, every other element is a leaf. */
export const isStructure = (name: string): boolean => STRUCTURE.has(name)
