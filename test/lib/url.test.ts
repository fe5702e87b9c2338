import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalUrl, domainOf, isHttpUrl, registrableDomain } from '../../src/lib/url.ts'

describe('canonicalUrl', () => {
  test.each([
    [
      'scheme, www, port and fragment',
      'http://www.Outlet.example:80/a/b/#top',
      'https://outlet.example/a/b',
    ],
    ['another port stays', 'https://outlet.example:8443/a', 'https://outlet.example:8443/a'],
    ['a homepage', 'https://outlet.example', 'https://outlet.example/'],
    [
      'tracking parameters, others in their order',
      'https://outlet.example/a?z=1&utm_source=rss&fbclid=x&id=2&at_medium=RSS',
      'https://outlet.example/a?z=1&id=2',
    ],
    [
      'a parameter that tracks only by its value',
      'https://outlet.example/a?from=rss&source=desk',
      'https://outlet.example/a?source=desk',
    ],
    [
      'a publisher’s AMP path',
      'https://outlet.example/news/a/amp/',
      'https://outlet.example/news/a',
    ],
    [
      'a publisher’s AMP prefix',
      'https://outlet.example/amp/news/a',
      'https://outlet.example/news/a',
    ],
    ['a publisher’s AMP host', 'https://amp.outlet.example/a', 'https://outlet.example/a'],
    ['a publisher’s AMP parameter', 'https://outlet.example/a?amp=1', 'https://outlet.example/a'],
    ['an AMP file', 'https://outlet.example/a.amp.html', 'https://outlet.example/a.html'],
    [
      'Google’s AMP viewer',
      'https://www.google.com/amp/s/outlet.example/a?x=1',
      'https://outlet.example/a?x=1',
    ],
    [
      'the AMP cache',
      'https://outlet-example.cdn.ampproject.org/c/s/outlet.example/a',
      'https://outlet.example/a',
    ],
    [
      'a Google redirect',
      'https://www.google.com/url?rct=j&url=https://outlet.example/a%3Fx%3D1&ct=ga',
      'https://outlet.example/a?x=1',
    ],
    [
      'a redirect within a redirect',
      'https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Foutlet.example%252Fa',
      'https://outlet.example/a',
    ],
    [
      'a wrapping that stripping uncovers',
      'https://www.google.com/amp/url?q=https://outlet.example/a',
      'https://outlet.example/a',
    ],
  ])('%s', (_what, url, canonical) => {
    expect(canonicalUrl(url)).toBe(canonical)
  })

  test('an older Google News address names the article in itself', () => {
    const inner = 'https://outlet.example/news/2023/11/15/port-reopens'
    const record = Buffer.concat([
      Buffer.from([0x08, 0x13, 0x22, inner.length]),
      Buffer.from(inner),
      Buffer.from([0xd2, 0x01, 0x00]),
    ])
    const url = `https://news.google.com/rss/articles/${record.toString('base64url')}?oc=5`
    expect(canonicalUrl(url)).toBe(inner)
  })

  test('an opaque Google News address stays what it is', () => {
    const id = Buffer.from('\u0008\u0013\u0022\u0014AU_yqLMabcdefghijklmnop', 'latin1').toString(
      'base64url',
    )
    expect(canonicalUrl(`https://news.google.com/rss/articles/${id}?oc=5`)).toBe(
      `https://news.google.com/rss/articles/${id}?oc=5`,
    )
  })

  test.each([
    'javascript:alert(1)',
    'ftp://outlet.example/a',
    'mailto:a@b.example',
    '/a',
    '',
    'https://',
    'http:a',
  ])('%s is no address of an article', (url) => {
    expect(canonicalUrl(url)).toBeUndefined()
    expect(isHttpUrl(url)).toBe(false)
  })

  test('is idempotent, for plain and for wrapped addresses', () => {
    const piece = fc.constantFrom(
      'a',
      'amp',
      'www',
      'x.amp',
      'url',
      's',
      'c',
      'l.php',
      'é',
      '%41',
      '..',
      '',
    )
    const path = fc.array(piece, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`)
    const host = fc.constantFrom(
      'outlet.example',
      'www.outlet.example',
      'amp.www.outlet.example',
      'www.google.com',
      'l.facebook.com',
      'x.cdn.ampproject.org',
      'news.google.com',
      '127.0.0.1:8080',
    )
    const pair = fc.tuple(
      fc.constantFrom('id', 'utm_source', 'amp', 'q', 'url', 'u', 'from', 'empty'),
      fc.string(),
    )
    const plain = fc
      .tuple(fc.constantFrom('http', 'https'), host, path, fc.array(pair, { maxLength: 3 }))
      .map(
        ([scheme, name, route, pairs]) =>
          `${scheme}://${name}${route}?${new URLSearchParams(pairs)}#x`,
      )
    const wrapped = fc
      .tuple(plain, fc.integer({ min: 0, max: 4 }))
      .map(([url, depth]) =>
        Array.from({ length: depth }).reduce<string>(
          (inner) => `https://www.google.com/url?q=${encodeURIComponent(inner)}`,
          url,
        ),
      )
    fc.assert(
      fc.property(
        fc.oneof(plain, wrapped, fc.webUrl({ withQueryParameters: true, withFragments: true })),
        (url) => {
          const once = canonicalUrl(url)
          expect(once === undefined ? undefined : canonicalUrl(once)).toBe(once)
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('domains', () => {
  test.each([
    ['www.outlet.example', 'outlet.example'],
    ['news.outlet.co.uk', 'outlet.co.uk'],
    ['a.b.outlet.com.ua', 'outlet.com.ua'],
    ['en.outlet.ac.ir', 'outlet.ac.ir'],
    ['desk.substack.com', 'desk.substack.com'],
    ['a.desk.github.io', 'desk.github.io'],
    ['outlet.example.', 'outlet.example'],
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '[::1]'],
    ['localhost', 'localhost'],
  ])('%s belongs to %s', (host, domain) => {
    expect(registrableDomain(host)).toBe(domain)
  })

  test('people see the host without www', () => {
    expect(domainOf('https://www.outlet.example/a')).toBe('outlet.example')
    expect(domainOf('javascript:alert(1)')).toBeUndefined()
  })
})
