// Serves invented feeds on loopback from a process of its own, so that serving them is nobody's CPU time here:
// /feed/N is feed N of 30 items with full text, /hostile/N one of six that try to hold everybody up.

import { type ChildProcess, fork } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export const ITEMS = 30
export const HOSTILE = 6
const TEMPLATES = 16
/** Stands in a template for the number of the feed. */
const MARK = '0N0N0N'
const FIRST_DAY = Date.UTC(2026, 8, 1)

if (process.argv.includes('--serve')) serve()

/** Starts the server; the caller ends the process. */
export async function startFeedServer(): Promise<{
  readonly child: ChildProcess
  readonly base: string
}> {
  const child = fork(import.meta.filename, ['--serve'])
  const port = await new Promise((resolve) => child.once('message', resolve))
  return { child, base: `http://127.0.0.1:${String(port)}` }
}

function serve(): void {
  const templates = Array.from({ length: TEMPLATES }, (_, n) => toTemplate(n))
  const hostile = toHostile().map((text) => Buffer.from(text))
  const server = createServer((request, response) => {
    const [, kind, number] = /^\/(\w+)\/(\d+)/.exec(request.url ?? '') ?? []
    const n = Number(number)
    const body =
      kind === 'hostile'
        ? hostile[n % hostile.length]
        : templates[n % TEMPLATES]?.replaceAll(MARK, String(n))
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' }).end(body)
  })
  server.listen(0, '127.0.0.1', () => {
    // A server that listens on TCP has an address with a port.
    process.send?.((server.address() as AddressInfo).port)
  })
}

function toTemplate(seed: number): string {
  const random = toRandom(seed + 1)
  const items = Array.from({ length: ITEMS }, (_, n) => {
    const paragraphs = Array.from({ length: 6 }, () => `<p>${toSentence(random, 28)}</p>`)
    const at = new Date(FIRST_DAY + n * 600_000).toUTCString()
    return `<item><title>${toSentence(random, 9)}</title><link>https://outlet${MARK}.example/news/${n}</link>
<guid isPermaLink="false">${MARK}-${n}</guid><pubDate>${at}</pubDate><dc:creator>Ann Lee</dc:creator>
<category>Trade</category><category>Ports</category><description>${toSentence(random, 25)}</description>
<content:encoded><![CDATA[${paragraphs.join('')}]]></content:encoded></item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Outlet ${MARK}</title><link>https://outlet${MARK}.example/</link><language>en</language>${items.join('\n')}</channel></rss>`
}

/** Two seconds' worth of work for a careless reader each. */
function toHostile(): readonly string[] {
  const item = (inside: string) =>
    `<rss version="2.0"><channel><title>x</title><item><title>x</title><description>${inside}</description></item></channel></rss>`
  const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`)
  return [
    item('<a>'.repeat(200_000)),
    item('<a>'.repeat(100_000) + '</a>'.repeat(100_000)),
    `<!DOCTYPE x [<!ENTITY l0 "lol">${lol.join('')}]>${item('&l9;')}`,
    item(`<![CDATA[${'<a b="'.repeat(200_000)}]]>`),
    item(`<img alt="${'x'.repeat(5_000_000)}"/>`),
    item(' \n'.repeat(2_000_000)),
  ]
}

/** Words of a made-up language, the frequent ones short and often, as in a real one. */
function toSentence(random: () => number, words: number): string {
  const list = Array.from({ length: words }, () => {
    const rank = Math.floor(20_000 ** random())
    return toWord(rank)
  })
  const text = list.join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function toWord(rank: number): string {
  const syllables = ['ka', 'ro', 'mi', 'ten', 'sa', 'lu', 'vo', 'pe', 'dan', 'ri', 'sho', 'be']
  let word = ''
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / syllables.length)) {
    word += syllables[rest % syllables.length] ?? ''
  }
  return word
}

function toRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32
  }
}
