// Cost of reading documents: `node test/bench/parse.bench.ts`. CPU time against rss-parser's bare parseString on the
// same documents in the same run, since machines differ. The documents are made here: 30 items each, with full text.

import Parser from 'rss-parser'
import { parseFeed } from '../../src/feed/parse.ts'

const DOCUMENTS = 100
const ITEMS = 30
const ROUNDS = 5

const documents = Array.from({ length: DOCUMENTS }, (_, n) => makeDocument(n))
const bytes = documents.map((text) => Buffer.from(text))
const bare = new Parser()

const parseBare = async (): Promise<void> => {
  for (const document of bytes) await bare.parseString(document.toString())
}
const parseOurs = async (): Promise<void> => {
  for (const document of bytes) await parseFeed(document, {})
}

await parseBare()
await parseOurs()
const theirs: number[] = []
const ours: number[] = []
for (let round = 0; round < ROUNDS; round += 1) {
  theirs.push(await cpuMs(parseBare))
  ours.push(await cpuMs(parseOurs))
}

const line = (name: string, value: string) => console.log(`${name.padEnd(46)} ${value}`)
const size = bytes.reduce((sum, { length }) => sum + length, 0) / DOCUMENTS / 1024
line('documents', `${DOCUMENTS} of ${ITEMS} items, ${size.toFixed(0)} KiB each`)
line(
  'rss-parser alone (without its snippets)',
  `${(Math.min(...theirs) / DOCUMENTS).toFixed(2)} ms CPU each`,
)
line('parseFeed', `${(Math.min(...ours) / DOCUMENTS).toFixed(2)} ms CPU each`)
line('ratio', `${(Math.min(...ours) / Math.min(...theirs)).toFixed(2)} ×`)

async function cpuMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function makeDocument(n: number): string {
  const items = Array.from({ length: ITEMS }, (_, i) => {
    const text = `<p>The harbour of town ${i} opened &amp; ships left for port ${n}.</p>`.repeat(12)
    return `<item><title>Harbour ${i} &amp;amp; port ${n} open again</title><link>https://outlet.example/${n}/${i}</link>
<guid isPermaLink="false">${n}-${i}</guid><pubDate>Wed, 15 Nov 2023 10:${String(i).padStart(2, '0')}:00 +0300</pubDate>
<dc:creator>Ann Lee</dc:creator><category>Trade</category><description>&lt;p&gt;Ships left town ${i}.&lt;/p&gt;</description>
<content:encoded><![CDATA[${text}]]></content:encoded></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Outlet ${n}</title><link>https://outlet.example/</link>${items.join('')}</channel></rss>`
}
