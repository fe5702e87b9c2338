import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLoopbackUrl, isPublicAddress } from '../../src/feed/http/address.ts'
import { type FetchOutcome, openFetcher } from '../../src/feed/http/fetch.ts'
import { openServer, RSS, type TestServer } from './server.ts'

describe('an address', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.1.1',
    '198.20.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001::1',
    '64:ff9b::8.8.8.8',
    '::ffff:8.8.8.8',
    '2002:808:808::1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.7',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a00:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::1',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    '100::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '4000::1',
    'localhost',
    '',
    '1.2.3',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each([
    ['http://127.0.0.1:80/', true],
    ['http://127.8.8.8/', true],
    ['http://2130706433/', true],
    ['http://[::1]/', true],
    ['http://[::ffff:127.0.0.1]/', true],
    ['http://localhost/', true],
    ['http://feeds.localhost./', true],
    ['http://10.0.0.1/', false],
    ['https://a.example/', false],
    ['https://localhost.a.example/', false],
    ['nothing', false],
  ])('%s is on this machine: %s', (url, expected) => {
    expect(isLoopbackUrl(url)).toBe(expected)
  })
})

describe('a feed on a private address', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openServer({ '/feed': (_, response) => response.end(RSS) })
  })
  afterAll(() => server.close())

  const answer =
    (...addresses: readonly string[]): LookupFunction =>
    (_, options, callback) => {
      const all = addresses.map(
        (address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }),
      )
      const [first] = all
      if (options.all) callback(null, all)
      else callback(null, first?.address ?? '', first?.family)
    }
  const ask = async (url: string, lookup?: LookupFunction): Promise<FetchOutcome> => {
    const fetcher = openFetcher({
      version: '1',
      allowPrivate: false,
      timeoutMs: 2000,
      ...(lookup && { lookup }),
    })
    const outcome = await fetcher.fetch({ url, validators: {} })
    await fetcher.close()
    return outcome
  }

  test.each([
    ['by number', (port: number) => `http://127.0.0.1:${port}/feed`],
    ['by a number in disguise', (port: number) => `http://0x7f.1:${port}/feed`],
    ['by one number', (port: number) => `http://2130706433:${port}/feed`],
    ['by IPv6', (port: number) => `http://[::1]:${port}/feed`],
    ['by IPv4 inside IPv6', (port: number) => `http://[::ffff:127.0.0.1]:${port}/feed`],
    ['by all zeros', (port: number) => `http://0.0.0.0:${port}/feed`],
    ['over TLS', (port: number) => `https://127.0.0.1:${port}/feed`],
  ])('is refused before a connection is made: %s', async (_, toUrl) => {
    const before = server.seen.length
    expect(await ask(toUrl(server.port))).toMatchObject({ kind: 'unreachable', code: 'private' })
    expect(server.seen).toHaveLength(before)
  })

  test('is refused by name, with the address it leads to', async () => {
    expect(await ask(`http://localhost:${server.port}/feed`)).toMatchObject({
      code: 'private',
      reason: expect.stringMatching(/^localhost leads to (?:127\.0\.0\.1|::1), no public address$/),
    })
  })

  test.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '::ffff:127.0.0.1', 'fd00::1'])(
    'is refused where a public name answers with %s',
    async (address) => {
      expect(await ask(`http://feeds.example:${server.port}/feed`, answer(address))).toMatchObject({
        code: 'private',
        reason: `feeds.example leads to ${address}, no public address`,
      })
    },
  )

  test('is never the one connected to where a name has public and private addresses', async () => {
    const before = server.seen.length
    // 192.0.2.0/24 would be documentation; this one is public and does not answer here.
    const outcome = await ask(
      `http://feeds.example:${server.port}/feed`,
      answer('127.0.0.1', '198.41.0.4', '::1'),
    )
    expect(outcome.kind).toBe('unreachable')
    expect(server.seen).toHaveLength(before)
  })

  test('is refused where a second answer differs from the first (rebinding)', async () => {
    let asked = 0
    const rebinding: LookupFunction = (host, options, callback) => {
      asked += 1
      answer(asked === 1 ? '198.41.0.4' : '127.0.0.1')(host, options, callback)
    }
    const fetcher = openFetcher({
      version: '1',
      allowPrivate: false,
      timeoutMs: 300,
      lookup: rebinding,
    })
    const url = `http://feeds.example:${server.port}/feed`
    const before = server.seen.length
    const outcomes = [
      await fetcher.fetch({ url, validators: {} }),
      await fetcher.fetch({ url, validators: {} }),
    ]
    await fetcher.close()
    expect(outcomes[1]).toMatchObject({ code: 'private' })
    expect(server.seen).toHaveLength(before)
  })

  describe('behind a redirect', () => {
    // Stands for the public internet: another loopback address that counts as public here alone.
    const OUTSIDE = '127.0.0.2'
    let outside: TestServer
    beforeAll(async () => {
      outside = await openServer(
        {
          '/by-number': (_, response) =>
            response.writeHead(302, { location: `${server.base}/feed` }).end(),
          '/by-name': (_, response) =>
            response
              .writeHead(301, { location: `http://inside.example:${server.port}/feed` })
              .end(),
          '/again': (_, response) => response.writeHead(307, { location: '/by-name' }).end(),
          '/open': (_, response) => response.end(RSS),
        },
        OUTSIDE,
      )
    })
    afterAll(() => outside.close())

    const askOutside = async (path: string): Promise<FetchOutcome> => {
      const fetcher = openFetcher({
        version: '1',
        allowPrivate: false,
        timeoutMs: 2000,
        lookup: (host, options, callback) =>
          answer(host === 'outside.example' ? OUTSIDE : '127.0.0.1')(host, options, callback),
        isPublic: (address) => address === OUTSIDE || isPublicAddress(address),
      })
      const url = `http://outside.example:${outside.port}${path}`
      const outcome = await fetcher.fetch({ url, validators: {} })
      await fetcher.close()
      return outcome
    }

    test.each([
      ['/by-number', '127.0.0.1 is no public address'],
      ['/by-name', 'inside.example leads to 127.0.0.1, no public address'],
      ['/again', 'inside.example leads to 127.0.0.1, no public address'],
    ])('is refused at its own hop: %s', async (path, reason) => {
      const before = server.seen.length
      expect(await askOutside(path)).toMatchObject({ code: 'private', reason })
      expect(server.seen).toHaveLength(before)
    })

    test('a public one is read', async () => {
      expect((await askOutside('/open')).kind).toBe('ok')
    })
  })

  test('is read where private feeds are allowed', async () => {
    const fetcher = openFetcher({ version: '1', allowPrivate: true })
    const outcome = await fetcher.fetch({ url: `${server.base}/feed`, validators: {} })
    await fetcher.close()
    expect(outcome.kind).toBe('ok')
  })
})
