import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SampleWorld } from '../config/sample.ts'
import { HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import { hash128 } from '../lib/hash.ts'
import type { Feed, Instant } from '../types.ts'

/** Reserved by RFC 2606: nobody can own it, so a sample can never be taken for an outlet. */
const SAMPLE_DOMAIN = 'sample.example'
const WATERMARK = '[Sample]'

export type SampleServer = {
  readonly feeds: readonly Feed[]
  readonly close: () => Promise<void>
}

/** Serves the sample world as RSS on loopback, one feed an outlet, dates relative to `start`. */
export async function serveSample(
  world: SampleWorld,
  start: Instant,
  now: () => Instant,
): Promise<SampleServer> {
  const server = createServer((request, response) => {
    const id = /^\/([\w-]+)\.xml$/.exec(request.url ?? '')?.[1] ?? ''
    if (world.outlets[id] === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('no such feed')
      return
    }
    const body = toRss(world, id, start, now())
    const etag = `"${hash128(body)}"`
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end()
      return
    }
    response.writeHead(200, { etag, 'content-type': 'application/rss+xml; charset=utf-8' })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    feeds: Object.entries(world.outlets).map(([id, outlet]) => ({
      id,
      url: `http://127.0.0.1:${port}/${id}.xml`,
      outlet: outlet.title,
      family: outlet.family ?? id,
      camp: outlet.camp,
      kind: outlet.kind,
      language: outlet.language,
      homepage: `https://${id}.${SAMPLE_DOMAIN}/`,
      on: true,
      sample: true,
    })),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function toRss(world: SampleWorld, outletId: string, start: Instant, now: Instant): string {
  const outlet = world.outlets[outletId]
  const items = world.events
    .flatMap((event) =>
      event.items
        .filter((item) => item.outlet === outletId)
        .map((item) => ({
          ...item,
          name: event.name,
          at: start - event.ago * HOUR_MS + item.after * MINUTE_MS,
        })),
    )
    .filter((item) => item.at <= now)
    .sort((a, b) => b.at - a.at)
  const entries = items.map(
    (item) => `  <item>
    <guid isPermaLink="false">sample-${item.name}-${outletId}</guid>
    <title>${escapeXml(item.title)}</title>
    <link>https://${outletId}.${SAMPLE_DOMAIN}/${item.name}</link>
    <pubDate>${new Date(item.at).toUTCString()}</pubDate>
    <category>sample</category>
    <description>${escapeXml(`${item.summary} ${WATERMARK}`)}</description>
  </item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
  <title>${escapeXml(`${WATERMARK} ${outlet?.title ?? outletId}`)}</title>
  <link>https://${outletId}.${SAMPLE_DOMAIN}/</link>
  <description>Invented for the demo; nothing here happened.</description>
  <language>${outlet?.language ?? 'en'}</language>
${entries.join('\n')}
</channel></rss>
`
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
