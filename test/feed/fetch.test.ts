import { createServer as createTcpServer } from 'node:net'
import zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fetcher, type FetchOutcome, openFetcher } from '../../src/feed/http/fetch.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import type { Validators } from '../../src/types.ts'
import { addressOf, listen, openServer, RSS, type TestServer } from './server.ts'

const NOW = Date.UTC(2026, 10, 25, 12)
const MAX_BYTES = 100_000
const ETAG = '"v1"'
const MODIFIED = 'Wed, 25 Nov 2026 10:00:00 GMT'
const CHALLENGE =
  '<html><head><title>Just a moment...</title></head><body><script src="/cdn-cgi/challenge-platform/x.js"></script></body></html>'
const BOMB = zlib.gzipSync(Buffer.alloc(50_000_000))

let server: TestServer
let fetcher: Fetcher

beforeAll(async () => {
  server = await openServer({
    '/feed': (_, response) =>
      response
        .writeHead(200, {
          'content-type': 'application/rss+xml; charset=windows-1251',
          etag: ETAG,
          'last-modified': MODIFIED,
          'cache-control': 'public, max-age=600',
          age: '100',
        })
        .end(RSS),
    '/conditional': (request, response) => {
      const { 'if-none-match': etag, 'if-modified-since': since } = request.headers
      if (etag === ETAG && since === MODIFIED) {
        response.writeHead(304, { etag: '"v1-again"', 'cache-control': 'max-age=60' }).end()
        return
      }
      response.writeHead(200, { etag: ETAG, 'last-modified': MODIFIED }).end(RSS)
    },
    '/always-304': (_, response) => response.writeHead(304).end(),
    '/gzip': coded('gzip', zlib.gzipSync(RSS)),
    '/x-gzip': coded('x-gzip', zlib.gzipSync(RSS)),
    '/br': coded('br', zlib.brotliCompressSync(RSS)),
    '/zstd': coded('zstd', zlib.zstdCompressSync(RSS)),
    '/deflate': coded('deflate', zlib.deflateSync(RSS)),
    '/raw-deflate': coded('deflate', zlib.deflateRawSync(RSS)),
    '/twice': coded('gzip, br', zlib.brotliCompressSync(zlib.gzipSync(RSS))),
    '/identity': coded('identity', Buffer.from(RSS)),
    '/not-gzip': coded('gzip', Buffer.from(RSS)),
    '/gzip-file': coded('', zlib.gzipSync(RSS)),
    '/big-gzip': coded('gzip', zlib.gzipSync(noise(90_000))),
    '/gzip-cut': coded('gzip', zlib.gzipSync(RSS).subarray(0, -12), { etag: ETAG }),
    '/gzip-broken': coded('gzip', broken(zlib.gzipSync(RSS))),
    '/unknown-coding': coded('sdch', Buffer.from(RSS)),
    '/bomb': coded('gzip', BOMB),
    '/bomb-in-bomb': coded('gzip, gzip', zlib.gzipSync(BOMB)),
    '/large': (_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(Buffer.alloc(20_000, 32)), 1)
      response.on('close', () => clearInterval(timer))
    },
    '/exactly': (_, response) => response.end(Buffer.alloc(MAX_BYTES, 32)),
    '/one-more': (_, response) => response.end(Buffer.alloc(MAX_BYTES + 1, 32)),
    '/no-headers': () => undefined,
    '/slow-body': (_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    },
    '/slow-refusal': (_, response) => response.writeHead(503).write('wait'),
    '/hang-up': (request) => request.socket.destroy(),
    '/cut': (_, response) => {
      response.writeHead(200, { 'content-length': 1000 })
      response.write('<rss>')
      setTimeout(() => response.destroy(), 20)
    },
    '/endless-refusal': (_, response) => {
      response.writeHead(403)
      const timer = setInterval(() => response.write(Buffer.alloc(20_000, 32)), 1)
      response.on('close', () => clearInterval(timer))
    },
    '/early-hints': (_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.end(RSS)
    },
    '/waf': status(202, { 'x-amzn-waf-action': 'challenge' }),
    '/301': to(301, '/feed'),
    '/308': to(308, '/feed'),
    '/302': to(302, '/feed'),
    '/303': to(303, '/feed'),
    '/307': to(307, '/feed'),
    '/301-302': to(301, '/302'),
    '/302-301': to(302, '/301'),
    '/301-308': to(301, '/308'),
    '/301-to-304': to(301, '/conditional'),
    '/loop': to(302, '/loop-2'),
    '/loop-2': to(302, '/loop'),
    '/self': to(301, '/self'),
    '/hops': (request, response) => {
      const left = Number(new URL(request.url ?? '', 'http://x').searchParams.get('left'))
      if (left === 0) response.end(RSS)
      else response.writeHead(302, { location: `/hops?left=${left - 1}` }).end('moved')
    },
    '/cookie-wall': (request, response) => {
      if (request.headers.cookie === 'pass=1; seen=yes') response.end(RSS)
      else {
        response
          .writeHead(302, {
            location: '/cookie-wall',
            'set-cookie': ['pass=1; Path=/', 'seen=yes'],
          })
          .end()
      }
    },
    '/to-ftp': to(302, 'ftp://a.example/feed'),
    '/to-file': to(302, 'file:///etc/passwd'),
    '/to-nowhere': (_, response) => response.writeHead(302).end(),
    '/to-fragment': to(302, '/feed#top'),
    '/to-utf8': to(302, Buffer.from('/лента').toString('latin1')),
    [encodeURI('/лента')]: (_, response) => response.end(RSS),
    '/410': status(410),
    '/302-to-410': to(302, '/410'),
    '/301-to-410': to(301, '/410'),
    '/401': status(401),
    '/403': status(403),
    '/404': status(404),
    '/500': status(500),
    '/503': status(503),
    '/502-later': status(502, { 'retry-after': '5' }),
    '/429-seconds': status(429, { 'retry-after': '120' }),
    '/429-date': status(429, {
      date: 'Wed, 25 Nov 2026 11:00:00 GMT',
      'retry-after': 'Wed, 25 Nov 2026 11:10:00 GMT',
    }),
    '/429-nonsense': status(429, { 'retry-after': 'soon' }),
    '/challenge-503': (_, response) =>
      response.writeHead(503, { server: 'cloudflare' }).end(CHALLENGE),
    '/challenge-403': (_, response) =>
      response.writeHead(403, { 'content-encoding': 'gzip' }).end(zlib.gzipSync(CHALLENGE)),
    '/challenge-header': status(403, { 'cf-mitigated': 'challenge' }),
    '/challenge-200': (_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(CHALLENGE),
    '/about-challenges': (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(RSS.replace('One', 'Just a moment... /cdn-cgi/challenge-platform/')),
    '/expires': (_, response) =>
      response
        .writeHead(200, {
          date: 'Wed, 25 Nov 2026 11:00:00 GMT',
          expires: 'Wed, 25 Nov 2026 11:20:00 GMT',
        })
        .end(RSS),
    '/empty': (_, response) => response.end(),
    '/204': (_, response) => response.writeHead(204).end(),
    '/long-headers': (_, response) =>
      response.writeHead(200, { 'content-security-policy': 'x'.repeat(40_000) }).end(RSS),
  })
  fetcher = openFetcher({
    version: '1.2.3',
    contact: 'https://desk.example/bot',
    allowPrivate: true,
    maxBytes: MAX_BYTES,
    timeoutMs: 400,
    clock: fixedClock(NOW),
  })
})
afterAll(async () => {
  await fetcher.close()
  await server.close()
})

const ask = (path: string, validators = {}): Promise<FetchOutcome> =>
  fetcher.fetch({ url: `${server.base}${path}`, validators })
const textOf = (outcome: FetchOutcome): string | undefined =>
  outcome.kind === 'ok' ? Buffer.from(outcome.bytes).toString() : undefined

describe('a request', () => {
  test('says honestly who asks, for what, and with what it was answered last', async () => {
    await ask('/feed?x=1', { etag: ETAG, lastModified: MODIFIED, bodyHash: 'h' })
    expect(server.seen.at(-1)).toMatchObject({
      url: '/feed?x=1',
      headers: {
        'user-agent': 'AxisWatch/1.2.3 (+https://desk.example/bot)',
        accept: expect.stringContaining('application/rss+xml'),
        'accept-encoding': 'gzip, br, zstd, deflate',
        'if-none-match': ETAG,
        'if-modified-since': MODIFIED,
      },
    })
  })

  test('sends no condition and no cookie of its own accord', async () => {
    await ask('/feed')
    const { headers } = server.seen.at(-1) ?? { headers: {} }
    expect(Object.keys(headers)).not.toContain('if-none-match')
    expect(Object.keys(headers)).not.toContain('if-modified-since')
    expect(Object.keys(headers)).not.toContain('cookie')
  })

  test('without a contact names only program and version', async () => {
    const plain = openFetcher({ version: '1', allowPrivate: true })
    await plain.fetch({ url: `${server.base}/feed`, validators: {} })
    await plain.close()
    expect(server.seen.at(-1)?.headers['user-agent']).toBe('AxisWatch/1')
  })

  test('takes credentials out of the address and sends them as a header, to that host alone', async () => {
    const url = server.base.replace('http://', 'http://reader:p%40ss@')
    const outcome = await fetcher.fetch({ url: `${url}/302`, validators: {} })
    expect(server.seen.at(-1)?.headers.authorization).toBe(`Basic ${btoa('reader:p@ss')}`)
    expect(outcome).toMatchObject({ kind: 'ok', finalUrl: `${server.base}/feed` })
    const other = await openServer({ '/': to(302, `${server.base}/feed`) })
    await fetcher.fetch({ url: other.base.replace('://', '://a:b@'), validators: {} })
    await other.close()
    expect(server.seen.at(-1)?.headers.authorization).toBeUndefined()
  })
})

describe('a document', () => {
  test('comes with its bytes as sent, its charset header, validators and freshness', async () => {
    const outcome = await ask('/feed')
    expect(outcome).toMatchObject({
      kind: 'ok',
      status: 200,
      contentType: 'application/rss+xml; charset=windows-1251',
      validators: {
        etag: ETAG,
        lastModified: MODIFIED,
        bodyHash: expect.stringMatching(/^\w{32}$/),
      },
      finalUrl: `${server.base}/feed`,
      maxAgeMs: 500_000,
    })
    expect(textOf(outcome)).toBe(RSS)
    expect(outcome).not.toHaveProperty('permanentUrl')
  })

  test('that is the one we know is unchanged: by 304 with both validators', async () => {
    const first = await ask('/conditional')
    const { validators } = first.kind === 'ok' ? first : { validators: {} }
    expect(await ask('/conditional', validators)).toMatchObject({
      kind: 'unchanged',
      status: 304,
      validators: { ...validators, etag: '"v1-again"' },
      maxAgeMs: 60_000,
    })
  })

  test('that is the one we know is unchanged: by its bytes', async () => {
    const first = await ask('/gzip')
    const { validators } = first.kind === 'ok' ? first : { validators: {} }
    expect(await ask('/br', validators)).toMatchObject({ kind: 'unchanged', status: 200 })
    expect((await ask('/exactly', validators)).kind).toBe('ok')
  })

  test('that is the one we know is unchanged: by its packed bytes, without unpacking', async () => {
    const first = await ask('/gzip')
    const validators: Validators = first.kind === 'ok' ? first.validators : {}
    expect(validators.wireHash).toMatch(/^\w{32}$/)
    // Another hash of the document shows that it was not looked at.
    const marked = { ...validators, bodyHash: 'as stored' }
    expect(await ask('/gzip', marked)).toMatchObject({ kind: 'unchanged', validators: marked })
    expect((await ask('/not-gzip', marked)).kind).toBe('ok')
  })

  test('a 304 that nobody asked for is a refusal, not silence', async () => {
    expect(await ask('/always-304')).toMatchObject({ kind: 'refused', reason: 'HTTP 304' })
    expect(await ask('/always-304', { bodyHash: 'h' })).toMatchObject({ kind: 'refused' })
  })

  test.each([
    '/gzip',
    '/x-gzip',
    '/br',
    '/zstd',
    '/deflate',
    '/raw-deflate',
    '/twice',
    '/identity',
    '/not-gzip',
    '/gzip-file',
  ])('is unpacked: %s', async (path) => {
    expect(textOf(await ask(path))).toBe(RSS)
  })

  test('is unpacked aside where it is large', async () => {
    const outcome = await ask('/big-gzip')
    expect(outcome.kind === 'ok' && outcome.bytes.length).toBe(90_000)
  })

  test('whose packing ends early is given as far as it goes, and asked for again in full', async () => {
    const outcome = await ask('/gzip-cut')
    expect(outcome).toMatchObject({ kind: 'ok', truncated: true })
    expect(RSS.startsWith(textOf(outcome) ?? 'nothing')).toBe(true)
    expect(outcome.kind === 'ok' && Object.keys(outcome.validators)).toEqual(['bodyHash'])
  })

  test.each([
    ['/gzip-broken', 'encoding', /^gzip body is broken: /],
    ['/unknown-coding', 'encoding', /^unknown coding sdch$/],
  ])('that cannot be unpacked says so: %s', async (path, code, reason) => {
    expect(await ask(path)).toMatchObject({
      kind: 'unreachable',
      code,
      reason: expect.stringMatching(reason),
    })
  })

  test('with long headers is read', async () => {
    expect((await ask('/long-headers')).kind).toBe('ok')
  })

  test('that is empty is still a document, for others to judge', async () => {
    expect(textOf(await ask('/empty'))).toBe('')
    expect((await ask('/204')).kind).toBe('ok')
  })

  test('tells its freshness by Expires relative to its own clock', async () => {
    expect(await ask('/expires')).toMatchObject({ maxAgeMs: 20 * 60_000 })
  })
})

describe('the byte cap', () => {
  test.each(['/large', '/one-more', '/bomb', '/bomb-in-bomb'])('ends %s', async (path) => {
    expect(await ask(path)).toMatchObject({ kind: 'unreachable', code: 'too-large' })
  })

  test('lets through what just fits', async () => {
    expect((await ask('/exactly')).kind).toBe('ok')
  })

  test('is 10 MB where nothing else is said, and a bomb ends there without filling the memory', async () => {
    const usual = openFetcher({ version: '1', allowPrivate: true })
    const before = process.memoryUsage().rss
    const outcome = await usual.fetch({ url: `${server.base}/bomb`, validators: {} })
    await usual.close()
    expect(outcome).toMatchObject({ code: 'too-large', reason: 'larger than 10 MB' })
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000)
  })
})

describe('the one deadline', () => {
  test.each(['/no-headers', '/slow-body', '/slow-refusal'])('holds for %s', async (path) => {
    const start = performance.now()
    const outcome = await ask(path)
    expect(performance.now() - start).toBeLessThan(2000)
    expect(outcome).toMatchObject({
      kind: 'unreachable',
      code: 'timeout',
      reason: 'no complete answer within 0.4 s',
    })
  })

  test('holds for a server that accepts and says nothing, TLS or not', async () => {
    const mute = createTcpServer(() => undefined)
    await listen(mute)
    const { port } = addressOf(mute)
    for (const scheme of ['http', 'https']) {
      const outcome = await fetcher.fetch({ url: `${scheme}://127.0.0.1:${port}/`, validators: {} })
      expect(outcome).toMatchObject({ kind: 'unreachable', code: 'timeout' })
    }
    mute.close()
  })

  test('closes the connection of what it ended', async () => {
    let closed = false
    const slow = await openServer({
      '/': (request, response) => {
        request.socket.on('close', () => {
          closed = true
        })
        response.writeHead(200).write('<rss>')
      },
    })
    await fetcher.fetch({ url: slow.base, validators: {} })
    await expect.poll(() => closed).toBe(true)
    await slow.close()
  })
})

describe('a connection that fails', () => {
  test.each([
    ['/hang-up', 'connection'],
    ['/cut', 'connection'],
  ])('is unreachable: %s', async (path, code) => {
    expect(await ask(path)).toMatchObject({ kind: 'unreachable', code })
  })

  test('to a closed port is unreachable', async () => {
    const gone = await openServer({})
    await gone.close()
    expect(await fetcher.fetch({ url: gone.base, validators: {} })).toMatchObject({
      kind: 'unreachable',
      code: 'connection',
      reason: 'connection refused',
    })
  })

  test('to what speaks no HTTP, or no TLS, is unreachable with the reason', async () => {
    const babble = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.end('SSH-2.0-babble\r\n')
    })
    await listen(babble)
    const { port } = addressOf(babble)
    const plain = await fetcher.fetch({ url: `http://127.0.0.1:${port}/`, validators: {} })
    const secure = await fetcher.fetch({ url: `https://127.0.0.1:${port}/`, validators: {} })
    expect(plain).toMatchObject({ code: 'protocol', reason: 'the answer is no valid HTTP' })
    expect(secure).toMatchObject({ kind: 'unreachable', code: 'tls' })
    babble.close()
  })

  test('because the server closed a kept connection is tried once more', async () => {
    let asked = 0
    const flaky = await openServer({
      '/': (request, response) => {
        asked += 1
        if (asked === 2) request.socket.destroy()
        else response.end(RSS)
      },
    })
    expect((await fetcher.fetch({ url: flaky.base, validators: {} })).kind).toBe('ok')
    expect((await fetcher.fetch({ url: flaky.base, validators: {} })).kind).toBe('ok')
    expect(asked).toBe(3)
    await flaky.close()
  })

  test.each([
    'ftp://a.example/x',
    'file:///etc/passwd',
    'javascript:1',
    'nothing',
    '',
    'http://',
    'data:text/xml,<rss/>',
  ])('is not even tried for %j', async (url) => {
    expect(await fetcher.fetch({ url, validators: {} })).toMatchObject({
      kind: 'unreachable',
      code: 'scheme',
    })
  })
})

describe('redirects', () => {
  test.each([
    ['/301', '/feed'],
    ['/308', '/feed'],
    ['/302', undefined],
    ['/303', undefined],
    ['/307', undefined],
    ['/301-302', '/302'],
    ['/302-301', undefined],
    ['/301-308', '/feed'],
  ])('%s leads to the feed; for good: %s', async (path, permanent) => {
    const outcome = await ask(path)
    expect(outcome).toMatchObject({ kind: 'ok', finalUrl: `${server.base}/feed` })
    expect('permanentUrl' in outcome ? outcome.permanentUrl : undefined).toBe(
      permanent === undefined ? undefined : `${server.base}${permanent}`,
    )
  })

  test('carry the validators along and tell where a 304 was', async () => {
    expect(await ask('/301-to-304', { etag: ETAG, lastModified: MODIFIED })).toMatchObject({
      kind: 'unchanged',
      permanentUrl: `${server.base}/conditional`,
    })
  })

  test('are followed five times, not six', async () => {
    expect((await ask('/hops?left=5')).kind).toBe('ok')
    expect(await ask('/hops?left=6')).toMatchObject({
      kind: 'unreachable',
      code: 'redirects',
      reason: 'more than 5 redirects',
    })
  })

  test.each(['/loop', '/self'])('in a circle end at once: %s', async (path) => {
    expect(await ask(path)).toMatchObject({ code: 'redirects', reason: 'redirects in a circle' })
  })

  test('to the same address with a cookie are followed with the cookie', async () => {
    expect((await ask('/cookie-wall')).kind).toBe('ok')
  })

  test.each([
    ['/to-ftp', 'scheme'],
    ['/to-file', 'scheme'],
    ['/to-nowhere', 'redirects'],
  ])('that lead nowhere end: %s', async (path, code) => {
    expect(await ask(path)).toMatchObject({ kind: 'unreachable', code })
  })

  test('lose their fragment and keep their script', async () => {
    expect(await ask('/to-fragment')).toMatchObject({ finalUrl: `${server.base}/feed` })
    expect((await ask('/to-utf8')).kind).toBe('ok')
  })
})

describe('an answer without a document', () => {
  test.each([
    ['/410', 'gone'],
    ['/301-to-410', 'gone'],
    ['/302-to-410', 'refused'],
    ['/401', 'refused'],
    ['/403', 'refused'],
    ['/404', 'refused'],
    ['/500', 'refused'],
    ['/503', 'retry-later'],
  ])('%s is %s', async (path, kind) => {
    expect(await ask(path)).toMatchObject({ kind })
  })

  test.each([
    ['/429-seconds', 120_000],
    ['/429-date', 600_000],
    ['/429-nonsense', undefined],
    ['/503', undefined],
    ['/502-later', 5000],
  ])('%s asks to wait %s ms', async (path, afterMs) => {
    const outcome = await ask(path)
    expect(outcome.kind).toBe('retry-later')
    expect(outcome.kind === 'retry-later' ? outcome.afterMs : NaN).toBe(afterMs)
  })

  test.each([
    ['/challenge-503', 'Cloudflare challenge (HTTP 503)'],
    ['/challenge-403', 'Cloudflare challenge (HTTP 403)'],
    ['/challenge-header', 'Cloudflare challenge (HTTP 403)'],
    ['/challenge-200', 'Cloudflare challenge'],
    ['/waf', 'AWS WAF challenge'],
  ])('%s names who refused: %s', async (path, reason) => {
    expect(await ask(path)).toMatchObject({ kind: 'refused', reason })
  })

  test('a refusal without end is a refusal', async () => {
    expect(await ask('/endless-refusal')).toMatchObject({ kind: 'refused', reason: 'HTTP 403' })
  })

  test('a hint before the answer is not the answer', async () => {
    expect(textOf(await ask('/early-hints'))).toBe(RSS)
  })

  test('a feed that speaks of challenges is a feed', async () => {
    expect((await ask('/about-challenges')).kind).toBe('ok')
  })
})

test('a hundred requests at once all end, each as it should', async () => {
  const paths = ['/feed', '/404', '/gzip', '/loop', '/hang-up']
  // With the usual time: on a busy machine the last of a hundred waits longer than the short one of this file.
  const patient = openFetcher({ version: '1', allowPrivate: true })
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      patient.fetch({ url: `${server.base}${paths[n % 5]}`, validators: {} }),
    ),
  )
  await patient.close()
  expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(
    new Set(['ok', 'refused', 'unreachable']),
  )
  expect(outcomes.filter((outcome) => outcome.kind === 'ok')).toHaveLength(40)
})

type Answer = Parameters<typeof openServer>[0][string]

function coded(encoding: string, bytes: Buffer, more: Record<string, string> = {}): Answer {
  return (_, response) =>
    response
      .writeHead(200, { ...(encoding !== '' && { 'content-encoding': encoding }), ...more })
      .end(bytes)
}

function to(code: number, location: string): Answer {
  return (_, response) => response.writeHead(code, { location }).end('moved')
}

function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_, response) => response.writeHead(code, headers).end('no')
}

function broken(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy.fill(0xff, 12, 60)
  return copy
}

/** Bytes that cannot be packed well, the same every time. */
function noise(length: number): Buffer {
  let state = 1
  return Buffer.from(
    Array.from({ length }, () => {
      state = (state * 48_271) % 2_147_483_647
      return state & 0xff
    }),
  )
}
