import { writeFile } from 'node:fs/promises'
import { UserError } from '../lib/errors.ts'
import { outcomeWords, withFeedTools } from './feed-tools.ts'
import type { AddVerb } from './io.ts'
import { writeLine } from './io.ts'

// Headers that change with every answer or name a visitor are no part of a fixture.
const LEFT_OUT = new Set(['set-cookie', 'connection', 'keep-alive', 'transfer-encoding'])

const MAX_NAME_CHARS = 100

/** `axis record URL`: body and headers of a feed as a fixture. */
export const addRecord: AddVerb = (program, io) => {
  program
    .command('record')
    .description('keep body and headers of a feed: FILE and FILE.meta.json')
    .argument('<url>', 'address of the feed')
    .option('--out <file>', 'where the body goes; named by the address where absent')
    .action((url: string, { out = toFileName(url) }: { readonly out?: string }) =>
      withFeedTools(io, async ({ fetcher }) => {
        const outcome = await fetcher.fetch({ url, validators: {} })
        if (outcome.kind !== 'ok') {
          throw new UserError(`${url}: ${outcomeWords(outcome)}; nothing was written`)
        }
        const headers = Object.entries(outcome.headers).filter(([name]) => !LEFT_OUT.has(name))
        const meta = {
          url: outcome.finalUrl,
          ...(outcome.contentType !== undefined && { contentType: outcome.contentType }),
          status: outcome.status,
          recordedAt: new Date(io.now()).toISOString(),
          headers: Object.fromEntries(headers),
        }
        await writeFile(out, outcome.bytes)
        await writeFile(`${out}.meta.json`, `${JSON.stringify(meta, null, 2)}\n`)
        await writeLine(io.stdout, `${out}: ${outcome.bytes.length} bytes of ${outcome.finalUrl}`)
      }),
    )
}

/** `https://paper.example/feeds/news?x=1` → `paper.example-feeds-news-x-1.xml`. */
export function toFileName(url: string): string {
  const name = url
    .replace(/^[a-z]+:\/\/(?:[^/@]*@)?/i, '')
    .replace(/[^\p{L}\p{N}.]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, MAX_NAME_CHARS)
  return /\.(?:xml|json|rss|atom|rdf)$/i.test(name) ? name : `${name || 'feed'}.xml`
}
