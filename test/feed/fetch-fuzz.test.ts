// Servers that answer with anything: every request ends, in time, in an outcome.

import { createServer, type Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fetcher, openFetcher } from '../../src/feed/http/fetch.ts'
import type { Validators } from '../../src/types.ts'
import { addressOf, listen, RSS } from './server.ts'

const KINDS = ['ok', 'unchanged', 'gone', 'retry-later', 'refused', 'unreachable']
const TIMEOUT_MS = 300

let server: Server
let fetcher: Fetcher
let answer: Buffer
let asked = ''
const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (bytes) => {
      asked = bytes.toString('latin1')
      socket.end(answer)
    })
  })
  await listen(server)
  fetcher = openFetcher({ version: '1', allowPrivate: true, timeoutMs: TIMEOUT_MS })
  process.on('unhandledRejection', note)
})
afterAll(async () => {
  await fetcher.close()
  server.close()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

const ask = async (bytes: Buffer, validators: Validators = {}) => {
  answer = bytes
  const start = performance.now()
  const outcome = await fetcher.fetch({ url: `${addressOf(server).base}/f`, validators })
  expect(performance.now() - start).toBeLessThan(TIMEOUT_MS + 2000)
  return outcome
}

const PACKED = gzipSync(RSS)
const GOOD = Buffer.concat([
  Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-encoding: gzip\r\netag: "1"\r\ncontent-length: ${PACKED.length}\r\nconnection: close\r\n\r\n`,
  ),
  PACKED,
])

test('an answer with any bytes changed ends in an outcome', async () => {
  const change = fc.record({ at: fc.nat(GOOD.length - 1), to: fc.nat(255) })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const bytes = Buffer.from(GOOD)
      for (const { at, to } of changes) bytes[at] = to
      expect(KINDS).toContain((await ask(bytes)).kind)
    }),
    { numRuns: 150, endOnFailure: true },
  )
})

test('an answer cut anywhere ends in an outcome, and never in a whole document', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(GOOD.length - 1), async (length) => {
      expect((await ask(GOOD.subarray(0, length))).kind).toBe('unreachable')
    }),
    { numRuns: 60, endOnFailure: true },
  )
})

test('any status with any headers ends in an outcome', async () => {
  const value = fc.string({ unit: fc.constantFrom(...'abc0129 ;,=":/%<é\t') })
  const name = fc.constantFrom(
    'location',
    'retry-after',
    'cache-control',
    'age',
    'expires',
    'date',
    'etag',
    'last-modified',
    'content-encoding',
    'set-cookie',
    'content-type',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 200, max: 599 }),
      fc.array(fc.tuple(name, value), { maxLength: 8 }),
      async (status, headers) => {
        const lines = headers.map(([key, text]) => `${key}: ${text}\r\n`).join('')
        const outcome = await ask(
          Buffer.from(`HTTP/1.1 ${status} X\r\n${lines}connection: close\r\n\r\n${RSS}`),
        )
        expect(KINDS).toContain(outcome.kind)
        const { maxAgeMs, afterMs } = { maxAgeMs: 1, afterMs: 0, ...outcome }
        expect(maxAgeMs).toBeGreaterThan(0)
        expect(afterMs).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: 150, endOnFailure: true },
  )
})

describe('validators that are odd', () => {
  const withEtag = (etag: Buffer) =>
    Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\netag: '),
      etag,
      Buffer.from(`\r\nconnection: close\r\n\r\n${RSS}`),
    ])

  test.each([
    ['without quotes', Buffer.from('abc')],
    ['weak', Buffer.from('W/"abc"')],
    ['in latin1', Buffer.from([0x22, 0xe9, 0x22])],
    ['in UTF-8', Buffer.from('"лента"')],
    ['with a tab', Buffer.from('"a\tb"')],
    ['very long', Buffer.from(`"${'x'.repeat(8000)}"`)],
  ])('are sent back as they came: %s', async (_, etag) => {
    const first = await ask(withEtag(etag))
    expect(first.kind).toBe('ok')
    const validators: Validators = first.kind === 'ok' ? first.validators : {}
    // Stored as JSON between two polls.
    const stored: Validators = JSON.parse(JSON.stringify(validators))
    expect((await ask(withEtag(etag), stored)).kind).toBe('unchanged')
    expect(asked).toContain(`if-none-match: ${etag.toString('latin1')}\r\n`)
  })

  test('that cannot be sent do not stop a feed', async () => {
    const outcome = await ask(GOOD, { etag: '"лента"', lastModified: 'a\r\nb: c' })
    expect(outcome.kind).toBe('ok')
    expect(asked).not.toContain('if-none-match')
    expect(asked).not.toContain('b: c')
  })
})
