// Our fetch against a bare undici loop over the same addresses: CPU seconds first, then wall time, as ratios of one run.
// node test/bench/fetch.bench.ts [--feeds 1000] [--rounds 7]. Prints, asserts nothing.
// The servers run in a process of their own, so that their CPU is not counted. The bare loop unpacks and hashes nothing.

import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Agent } from 'undici'
import { openFetcher } from '../../src/feed/http/fetch.ts'
import { toLimit } from '../../src/lib/limit.ts'
import type { Validators } from '../../src/types.ts'

const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const FEEDS = option('feeds', 1000)
const ROUNDS = option('rounds', 7)
const CONCURRENCY = 16

if (process.argv.includes('--serve')) serve()
else await main()

function serve(): void {
  const plain = Array.from({ length: 8 }, (_, n) => Buffer.from(toRss(n)))
  const bodies = plain.map((body) => gzipSync(body))
  const etags = bodies.map((body) => `"${createHash('sha1').update(body).digest('hex')}"`)
  const server = createServer((request, response) => {
    const at = Number(/(\d+)$/.exec(request.url ?? '')?.[1] ?? 0) % bodies.length
    const etag = etags[at] ?? ''
    const isConditional = request.url?.startsWith('/warm/') === true
    if (isConditional && request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end()
      return
    }
    const isPlain = request.url?.startsWith('/plain/') === true
    response
      .writeHead(200, {
        'content-type': 'application/rss+xml',
        ...(!isPlain && { 'content-encoding': 'gzip' }),
        ...(isConditional && { etag }),
      })
      .end(isPlain ? plain[at] : bodies[at])
  })
  server.listen(0, '127.0.0.1', () => {
    // A server that listens on TCP has an address with a port.
    process.send?.((server.address() as AddressInfo).port)
  })
}

/** 30 items of some 2 kB, the size of a usual feed with summaries. */
function toRss(seed: number): string {
  const items = Array.from({ length: 30 }, (_, n) => {
    const words = createHash('sha256').update(`${seed}/${n}`).digest('hex').repeat(30)
    return `<item><title>Item ${n} of ${seed}</title><link>https://sample.example/${seed}/${n}</link><guid>${seed}-${n}</guid><description>${words}</description></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Sample ${seed}</title>${items.join('')}</channel></rss>`
}

type Loop = () => Promise<void>
type Cost = { readonly cpu: number; readonly wall: number }

async function main(): Promise<void> {
  const { child, base } = await startServer()
  const urls = (kind: string) => Array.from({ length: FEEDS }, (_, n) => `${base}/${kind}/${n}`)
  console.log(
    `node ${process.version}, ${FEEDS} feeds of 60 kB, ${CONCURRENCY} at once, median of ${ROUNDS}`,
  )
  await compare('warm, all 304', urls('warm'), true)
  await compare('same 200', urls('plain'), true)
  await compare('same 200, gzip', urls('packed'), true)
  await compare('new 200', urls('plain'), false)
  await compare('new 200, gzip', urls('packed'), false)
  child.kill()
}

async function startServer(): Promise<{ readonly child: ChildProcess; readonly base: string }> {
  const child = fork(import.meta.filename, ['--serve'])
  const port = await new Promise((resolve) => child.once('message', resolve))
  return { child, base: `http://127.0.0.1:${String(port)}` }
}

/** Both loops by turns, so that what the machine does beside hits them alike. */
async function compare(name: string, urls: readonly string[], isWarm: boolean): Promise<void> {
  const agent = new Agent({ connect: { timeout: 15_000 } })
  const fetcher = openFetcher({ version: 'bench', allowPrivate: true })
  const etags = new Map<string, string>()
  const known = new Map<string, Validators>()
  const limit = toLimit(CONCURRENCY)
  const each =
    (task: (url: string) => Promise<void>): Loop =>
    async () => {
      await Promise.all(urls.map((url) => limit(() => task(url))))
    }
  const bare = each(async (url) => {
    const etag = etags.get(url)
    const answer = await agent.request({
      origin: new URL(url).origin,
      path: new URL(url).pathname,
      method: 'GET',
      headers: { 'accept-encoding': 'gzip', ...(etag !== undefined && { 'if-none-match': etag }) },
    })
    await answer.body.arrayBuffer()
    if (isWarm && typeof answer.headers.etag === 'string') etags.set(url, answer.headers.etag)
  })
  const ours = each(async (url) => {
    const outcome = await fetcher.fetch({ url, validators: known.get(url) ?? {} })
    if (isWarm && 'validators' in outcome) known.set(url, outcome.validators)
  })
  // The first round fills validators and warms the code; it is not counted.
  await bare()
  await ours()
  const costs: { bare: Cost[]; ours: Cost[] } = { bare: [], ours: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    costs.bare.push(await measure(bare))
    costs.ours.push(await measure(ours))
  }
  await agent.destroy()
  await fetcher.close()
  report(name, toMedian(costs.bare), toMedian(costs.ours))
}

async function measure(loop: Loop): Promise<Cost> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  await loop()
  const { user, system } = process.cpuUsage(cpu)
  return { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1000 }
}

function toMedian(costs: readonly Cost[]): Cost {
  const middle = (values: readonly number[]) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
  return {
    cpu: middle(costs.map((cost) => cost.cpu)),
    wall: middle(costs.map((cost) => cost.wall)),
  }
}

function report(name: string, bare: Cost, ours: Cost): void {
  const speed = (of: (cost: Cost) => number) => `${(of(bare) / of(ours)).toFixed(2)} × bare`
  console.log(
    `${name.padEnd(14)} CPU ${ours.cpu.toFixed(3)} s against ${bare.cpu.toFixed(3)} s: speed ${speed((cost) => cost.cpu)}; wall ${ours.wall.toFixed(3)} s against ${bare.wall.toFixed(3)} s: speed ${speed((cost) => cost.wall)}`,
  )
}
