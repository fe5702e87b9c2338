// Who owns a host name, without the whole public suffix list: the shapes that news addresses have.

import { isIP } from 'node:net'

// Second-level labels under which country registries sell names (`co.uk`, `com.tr`, `gov.ua`, `or.jp`).
const SECOND_LEVEL =
  /^(?:ac|co|com|edu|gob|gouv|gov|go|govt|id|in|info|biz|ltd|me|mil|name|ne|net|nic|nom|or|org|plc|press|pro|sch|web|kiev|kyiv|msk|spb|muni|k12)$/

// Hosts on which strangers live side by side: one label more names the owner.
const SHARED_DOMAINS: ReadonlySet<string> = new Set([
  'altervista.org',
  'amazonaws.com',
  'azurewebsites.net',
  'beehiiv.com',
  'blogfa.com',
  'blog.ir',
  'blogspot.com',
  'cloudfront.net',
  'ghost.io',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'livejournal.com',
  'medium.com',
  'netlify.app',
  'over-blog.com',
  'pages.dev',
  'substack.com',
  'tumblr.com',
  'typepad.com',
  'ucoz.ru',
  'vercel.app',
  'web.app',
  'weebly.com',
  'wixsite.com',
  'wordpress.com',
])

// Hosts that carry other people's feeds: the address says nothing of the publisher.
const RELAYS: ReadonlySet<string> = new Set([
  'feedburner.com',
  'feed43.com',
  'fetchrss.com',
  'google.com',
  'inoreader.com',
  'kill-the-newsletter.com',
  'morss.it',
  'openrss.org',
  'politepol.com',
  'rss.app',
  'rsshub.app',
])

/**
 * The domain that one owner holds, of an http(s) address: `https://feeds.bbci.co.uk/x` → `bbci.co.uk`,
 * `https://desk.substack.com/feed` → `desk.substack.com`. A news search for one site is that site's.
 * Undefined for numbers, single-label hosts and feed relays.
 */
export function findOwnerDomain(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname, searchParams } = new URL(url)
  const domain = toRegistrable(hostname)
  if (domain === undefined || !RELAYS.has(domain)) return domain
  const site = /\bsite:([\w.-]+\.[a-z]{2,})/i.exec(searchParams.get('q') ?? '')?.[1]
  return site === undefined ? undefined : toRegistrable(site.toLowerCase())
}

function toRegistrable(host: string): string | undefined {
  const labels = host.replace(/\.$/, '').split('.')
  const top = labels.at(-1)
  const second = labels.at(-2)
  if (top === undefined || second === undefined || isIP(host) !== 0 || host.startsWith('[')) {
    return undefined
  }
  const isCountrySuffix = top.length === 2 && SECOND_LEVEL.test(second) && labels.length > 2
  const suffix = isCountrySuffix ? 3 : 2
  const domain = labels.slice(-suffix).join('.')
  const isShared = SHARED_DOMAINS.has(domain) || domain.startsWith('blogspot.')
  return isShared ? labels.slice(-suffix - 1).join('.') : domain
}
