// Addresses that name another one in themselves. Nothing is fetched: an opaque one stays as it is.

/** The address inside a redirecting, AMP-cached or Google News address, or `undefined`. */
export function findWrapped(url: URL): string | undefined {
  const host = url.hostname.replace(/^www\./, '')
  if (host === 'news.google.com') return fromGoogleNews(url)
  if (/^(?:[a-z-]+\.)?google\.[a-z.]{2,6}$/.test(host)) return fromGoogle(url)
  if (host.endsWith('.cdn.ampproject.org') || host === 'cdn.ampproject.org')
    return fromAmpCache(url)
  return fromRedirect(url, host)
}

const REDIRECTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['l.facebook.com', ['u']],
  ['lm.facebook.com', ['u']],
  ['facebook.com/l.php', ['u']],
  ['bing.com/news/apiclick.aspx', ['url']],
  ['t.umblr.com', ['z']],
  ['vk.com/away.php', ['to']],
  ['youtube.com/redirect', ['q']],
  ['out.reddit.com', ['url']],
  ['slack-redir.net', ['url']],
])

function fromRedirect(url: URL, host: string): string | undefined {
  const names = REDIRECTS.get(host) ?? REDIRECTS.get(host + url.pathname.toLowerCase())
  return names === undefined
    ? undefined
    : firstHttp(names.map((name) => url.searchParams.get(name)))
}

/** `/url?q=`, `/url?url=` (Alerts) and the AMP viewer `/amp/s/host/path`. */
function fromGoogle(url: URL): string | undefined {
  if (url.pathname === '/url') {
    return firstHttp([url.searchParams.get('url'), url.searchParams.get('q')])
  }
  const amp = /^\/amp\/(s\/)?([^/]+\.[^/]+\/?.*)$/.exec(url.pathname)
  if (amp === null) return undefined
  return `${amp[1] === undefined ? 'http' : 'https'}://${amp[2] ?? ''}${url.search}`
}

/** `https://host.cdn.ampproject.org/c/s/host/path`; `c`, `v` and `i` name the kind, `s` means https. */
function fromAmpCache(url: URL): string | undefined {
  const match = /^\/[a-z](?:\/(s))?\/([^/]+\.[^/]+\/?.*)$/.exec(url.pathname)
  if (match === null) return undefined
  return `${match[1] === undefined ? 'http' : 'https'}://${match[2] ?? ''}${url.search}`
}

/** Older article ids are base64 of a record that holds the publisher's address; newer ones (`AU_yq…`) are opaque. */
function fromGoogleNews(url: URL): string | undefined {
  const direct = url.searchParams.get('url')
  if (direct !== null) return firstHttp([direct])
  const id = /\/(?:articles|read)\/([\w-]{20,})/.exec(url.pathname)?.[1]
  if (id === undefined) return undefined
  const record = Buffer.from(id, 'base64url').toString('latin1')
  const start = record.search(/https?:\/\//)
  if (start < 0) return undefined
  // The address is a length-prefixed field: one byte, or two where the first has its high bit set.
  const before = record.charCodeAt(start - 1)
  const wide = record.charCodeAt(start - 2) >= 0x80 && before < 0x20
  const length = wide ? (record.charCodeAt(start - 2) & 0x7f) | (before << 7) : before
  const field = record.slice(start, start + length)
  return /^https?:\/\/[\x21-\x7e]+$/.test(field) ? field : undefined
}

const firstHttp = (values: readonly (string | null)[]): string | undefined =>
  values.find((value) => value !== null && /^https?:\/\//i.test(value)) ?? undefined
