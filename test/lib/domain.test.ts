import { expect, test } from 'vitest'
import { findOwnerDomain } from '../../src/lib/domain.ts'

test.each([
  ['https://www.paper.example/rss', 'paper.example'],
  ['https://feeds.bbci.co.uk/news/rss.xml', 'bbci.co.uk'],
  ['https://www.aa.com.tr/en/rss', 'aa.com.tr'],
  ['https://www.pravda.com.ua/rss', 'pravda.com.ua'],
  ['https://co.il/', 'co.il'],
  ['https://en.irna.ir/rss', 'irna.ir'],
  ['https://t.co/x', 't.co'],
  ['https://desk.substack.com/feed', 'desk.substack.com'],
  ['https://some.blogspot.co.uk/feeds', 'some.blogspot.co.uk'],
  ['https://substack.com/feed', 'substack.com'],
  ['https://news.google.com/rss/search?q=site:rusi.org+when:2d', 'rusi.org'],
  ['https://news.google.com/rss/search?q=drones', undefined],
  ['https://feeds.feedburner.com/desk', undefined],
  ['http://127.0.0.1:8080/a', undefined],
  ['http://[::1]/a', undefined],
  ['http://localhost/a', undefined],
  ['nothing', undefined],
])('%s is owned by %s', (url, domain) => {
  expect(findOwnerDomain(url)).toBe(domain)
})
