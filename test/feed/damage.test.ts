// One damage at every tag of a valid feed: what was not damaged reads as before.

import { describe, expect, test } from 'vitest'
import { read } from './sentences/told.ts'

const NUMBERS = [1, 2, 3]
const URL = 'https://outlet.example/feed'

const RSS = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>Outlet</title>
<link>https://outlet.example/</link>
<description>About</description>
<language>en-us</language>
${NUMBERS.map(
  (n) => `<item>
<title>Title ${n}</title>
<link>https://outlet.example/${n}</link>
<guid isPermaLink="false">id-${n}</guid>
<pubDate>Wed, 1${n} Nov 2023 10:00:00 GMT</pubDate>
<dc:creator>Author ${n}</dc:creator>
<category domain="d">Cat ${n}</category>
<enclosure url="https://outlet.example/${n}.mp3" length="1" type="audio/mpeg"/>
<description>&lt;p&gt;Summary ${n}&lt;/p&gt;</description>
<content:encoded><![CDATA[Content ${n} & more]]></content:encoded>
</item>`,
).join('\n')}
</channel>
</rss>`

const ATOM = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Outlet</title>
<link href="https://outlet.example/"/>
<id>urn:o</id>
${NUMBERS.map(
  (n) => `<entry>
<title type="html">Title ${n}</title>
<link rel="alternate" href="https://outlet.example/${n}"/>
<id>id-${n}</id>
<published>2023-11-1${n}T10:00:00Z</published>
<updated>2023-11-1${n}T11:00:00Z</updated>
<author><name>Author ${n}</name><email>a${n}@outlet.example</email></author>
<category term="Cat ${n}"/>
<summary type="html">&lt;p&gt;Summary ${n}&lt;/p&gt;</summary>
</entry>`,
).join('\n')}
</feed>`

const RDF = `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://outlet.example/">
<title>Outlet</title>
<link>https://outlet.example/</link>
<dc:language>en</dc:language>
</channel>
${NUMBERS.map(
  (n) => `<item rdf:about="https://outlet.example/${n}">
<title>Title ${n}</title>
<link>https://outlet.example/${n}</link>
<description>Summary ${n}</description>
<dc:date>2023-11-1${n}T10:00:00Z</dc:date>
<dc:creator>Author ${n}</dc:creator>
<dc:subject>Cat ${n}</dc:subject>
</item>`,
).join('\n')}
</rdf:RDF>`

/** What an element says, where it is not called like it. */
const SAID_BY: Readonly<Record<string, readonly string[]>> = {
  'dc:creator': ['author'],
  'content:encoded': ['content'],
  'dc:subject': ['categories'],
  'dc:date': ['publishedAt', 'updatedAt'],
  'dc:language': ['language'],
  guid: ['id'],
  pubdate: ['publishedAt'],
  description: ['summary'],
  category: ['categories'],
  published: ['publishedAt'],
  updated: ['updatedAt'],
  name: ['author'],
  email: ['author'],
}

type Damage = (tag: string, name: string) => string

const START: Readonly<Record<string, Damage>> = {
  'no start tag': () => '',
  'a start tag twice': (tag) => tag + tag,
  'a start tag without its end': (tag) => tag.replace(/\/?>$/, ''),
  'a start tag without its beginning': (tag) => tag.slice(1),
  'a start tag in capitals': (tag, name) => tag.replace(name, name.toUpperCase()),
  'a comment with hyphens before': (tag) => `<!-- a -- b -->${tag}`,
  'an instruction before': (tag) => `<?php echo "x" ?>${tag}`,
  'text before': (tag) => `stray ${tag}`,
  'controls before': (tag) => `\u0000\u0001${tag}`,
  'an unclosed element before': (tag) => `<foo:bar>${tag}`,
  'a stray end before': (tag) => `</div>${tag}`,
  'an attribute without a value': (tag, name) => tag.replace(name, `${name} foo`),
  'an attribute with bare ampersands': (tag, name) => tag.replace(name, `${name} foo="a&b=c&d"`),
  'an attribute with a less-than sign': (tag, name) => tag.replace(name, `${name} foo="a<b"`),
  'an attribute without quotes': (tag, name) => tag.replace(name, `${name} foo=bar`),
  'an attribute with half its quotes': (tag, name) => tag.replace(name, `${name} foo="bar`),
  'an attribute of an unknown prefix': (tag, name) => tag.replace(name, `${name} u:v="w"`),
  'its attributes twice': (tag, name) =>
    tag.replace(/(\s[^>]*?)(\/?>)$/, '$1$1$2').replace(name, name),
  'its attributes without quotes': (tag) => tag.replaceAll('"', ''),
  'its attributes in an editor’s quotes': (tag) => tag.replace(/"([^"]*)"/g, '“$1”'),
  'its attributes without spaces between': (tag) => tag.replaceAll('" ', '"'),
  'no closing quote': (tag) => tag.replace(/"(\/?>)$/, '$1'),
  'no opening quote': (tag) => tag.replace('="', '='),
}
const END: Readonly<Record<string, Damage>> = {
  'no end tag': () => '',
  'an end tag without its end': (tag) => tag.slice(0, -1),
  'an end tag without its beginning': (tag) => tag.slice(1),
  'an end tag without its slash': (tag) => tag.replace('/', ''),
  'an end tag twice': (tag) => tag + tag,
  'an end tag in capitals': (tag) => tag.toUpperCase(),
  'a mistyped end tag': (tag) => tag.replace('>', 'x>'),
  'a space in an end tag': (tag) => tag.replace('/', '/ '),
  'a less-than sign before it': (tag) => ` < ${tag}`,
  'an ampersand before it': (tag) => ` & ${tag}`,
  'unclosed markup before it': (tag) => `<b>${tag}`,
  'a break before it': (tag) => `<br>${tag}`,
  'a stray end before it': (tag) => `</p>${tag}`,
  'unknown entities before it': (tag) => `&nbsp;&foo;${tag}`,
}

type Flat = ReadonlyMap<string, string>

/** Every field with its path. */
async function flat(document: string): Promise<Flat> {
  const { faults: _, items, format: __, ...head } = await read(document, { url: URL })
  const list = items as readonly Readonly<Record<string, unknown>>[]
  const fields = list.flatMap((item, at) =>
    Object.entries(item).map(([name, value]) => [`${at}.${name}`, JSON.stringify(value)] as const),
  )
  const around = Object.entries(head).map(([name, value]) => [name, String(value)] as const)
  return new Map([...around, ...fields, ['items', String(list.length)]])
}

/** Fields that a damage at one tag changed although they are said elsewhere. */
async function hurt(document: string, damage: Damage, isEnd: boolean): Promise<readonly string[]> {
  const whole = await flat(document)
  const lost: string[] = []
  for (const match of document.matchAll(/<(\/?)([a-zA-Z:]+)[^<>]*>/g)) {
    const [tag, slash = '', name = ''] = match
    if ((slash === '/') !== isEnd) continue
    const damaged = `${document.slice(0, match.index)}${damage(tag, name)}${document.slice(match.index + tag.length)}`
    const left = await flat(damaged)
    const own = SAID_BY[name.toLowerCase()] ?? [name]
    for (const [path, value] of whole) {
      const field = path.replace(/^\d\./, '')
      if (left.get(path) !== value && !own.includes(field)) {
        lost.push(`${name} at ${match.index}: ${path} ${value} → ${left.get(path)}`)
      }
    }
  }
  return lost
}

describe.each([
  ['RSS', RSS],
  ['Atom', ATOM],
  ['RDF', RDF],
])('%s', (_dialect, document) => {
  test.each(Object.entries(START))('%s', async (_what, damage) => {
    expect(await hurt(document, damage, false)).toEqual([])
  })

  test.each(Object.entries(END))('%s', async (_what, damage) => {
    expect(await hurt(document, damage, true)).toEqual([])
  })
})
