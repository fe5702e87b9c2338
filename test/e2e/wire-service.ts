// Some hundred feeds on loopback, each host of its own address: events happen, several outlets tell each of them, and
// what was asked when is written down.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sleep } from '../../src/lib/clock.ts'
import type { Instant } from '../../src/types.ts'

export type Asked = {
  readonly feed: number
  readonly host: string
  readonly from: Instant
  /** Still open where absent. */
  to?: Instant
  /** The asker went away before the answer was whole. */
  broken?: boolean
  /** Guids in the answer. */
  readonly guids: readonly string[]
}

export type WireService = {
  readonly feedUrls: readonly string[]
  /** Something happens: `tellers` outlets have it from now on. */
  readonly happen: (event: number, tellers: number) => void
  readonly asked: readonly Asked[]
  readonly close: () => Promise<void>
}

export type WireOptions = {
  readonly feeds: number
  readonly hosts: number
  /** Numbers in [0, 1), the same at every run. */
  readonly random: () => number
}

type Item = {
  readonly guid: string
  readonly title: string
  readonly summary: string
  readonly at: Instant
}

/** An answer takes as long, so that two requests to one host at a time would be seen. */
const ANSWER_MIN_MS = 40
const ANSWER_MAX_MS = 160

export async function openWireService(options: WireOptions): Promise<WireService> {
  const { feeds, hosts, random } = options
  const items = Array.from({ length: feeds }, (_, feed): Item[] => [quietItem(feed)])
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const feed = Number(/\d+$/.exec(request.url ?? '')?.[0])
    const list = items[feed] ?? []
    const one: Asked = {
      feed,
      host: request.headers.host ?? '',
      from: Date.now(),
      guids: list.map(({ guid }) => guid),
    }
    asked.push(one)
    response.once('close', () => {
      one.to = Date.now()
      if (!response.writableFinished) one.broken = true
    })
    const body = toRss(feed, list)
    await sleep(ANSWER_MIN_MS + random() * (ANSWER_MAX_MS - ANSWER_MIN_MS))
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  // It listens on TCP, so it has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    feedUrls: items.map((_, feed) => `http://127.0.1.${(feed % hosts) + 1}:${port}/feed/${feed}`),
    happen: (event, tellers) => {
      const first = Math.floor(random() * feeds)
      for (let teller = 0; teller < tellers; teller += 1) {
        // Far apart in the list, so that they stand on different hosts and belong to different outlets.
        const feed = (first + teller * 7) % feeds
        items[feed]?.push(eventItem(event, feed))
      }
    },
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What the outlet had before anybody asked. */
const quietItem = (feed: number): Item => ({
  guid: `quiet-${feed}`,
  title: `Bakery ${word(feed, 1)} in ${word(feed, 2)} opens again`,
  summary: `The bakery of ${word(feed, 3)} has new ovens.`,
  at: Date.now() - 3_600_000,
})

/** The title of an event; its words belong to no other. */
export const eventTitle = (event: number): string =>
  `Iran and Russia agree on ${word(event, 11)} ${word(event, 12)} at ${word(event, 13)} ${word(event, 14)}`

const eventItem = (event: number, feed: number): Item => ({
  guid: `event-${event}-${feed}`,
  title: eventTitle(event),
  summary: `Officials of Iran and Russia met in ${word(event, 15)} for the ${word(event, 16)} of ${word(event, 17)}, said ${word(event, 18)} of ${word(event, 19)}. Outlet ${word(feed, 20)} adds ${word(feed, 21)}.`,
  at: Date.now(),
})

/** A pronounceable word of its own for each pair of numbers. */
function word(number: number, salt: number): string {
  const parts = ['ka', 'lo', 'mi', 'ru', 'ta', 'vo', 'zu', 'pa', 'ni', 'go']
  const text = [...String(10_000 + number * 37 + salt * 911)].map((digit) => parts[Number(digit)])
  return text.join('').replace(/^./, (letter) => letter.toUpperCase())
}

const toRss = (feed: number, items: readonly Item[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Outlet ${feed}</title><link>https://outlet-${feed}.example/</link><language>en</language>${items
    .map(
      ({ guid, title, summary, at }) =>
        `<item><title>${title}</title><link>https://outlet-${feed}.example/${guid}</link><guid isPermaLink="false">${guid}</guid><pubDate>${new Date(at).toUTCString()}</pubDate><description>${summary}</description></item>`,
    )
    .join('')}</channel></rss>`
