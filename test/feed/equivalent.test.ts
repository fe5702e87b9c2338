// XML leaves a writer many choices that mean nothing: quotes, references, sections, comments, white space, prefixes,
// order, charset. Whatever was chosen, the same feed is read.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { read } from './sentences/told.ts'

const RSS = `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Порт and ships</title><link>https://outlet.example/</link><language>en-us</language><item><title>Harbour opens é</title><link>https://outlet.example/1?a=1&amp;b=2</link><guid isPermaLink="false">id one</guid><pubDate>Wed, 15 Nov 2023 10:00:00 GMT</pubDate><dc:creator>Ann Lee</dc:creator><category domain="d">Trade</category><enclosure url="https://outlet.example/1.mp3" length="1" type="audio/mpeg"/><description>Ships left the port</description><content:encoded>&lt;p&gt;Full &lt;b&gt;text&lt;/b&gt;&lt;/p&gt;</content:encoded></item><item><title>Second</title><guid isPermaLink="true">https://outlet.example/2</guid></item></channel></rss>`
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://outlet.example/"><title type="text">Порт and ships</title><link rel="alternate" href="/"/><id>urn:o</id><entry><title type="html">Harbour &lt;b&gt;opens&lt;/b&gt; é</title><link rel="alternate" type="text/html" href="1?a=1&amp;b=2"/><id>id one</id><published>2023-11-15T10:00:00Z</published><updated>2023-11-15T11:00:00Z</updated><author><name>Ann Lee</name><email>ann@outlet.example</email></author><category term="Trade" label="Traded goods"/><summary type="html">Ships &lt;i&gt;left&lt;/i&gt;</summary><content type="text">Full text</content></entry><entry><id>two</id><link href="2"/></entry></feed>`
const RDF = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://outlet.example/"><title>Порт and ships</title><link>https://outlet.example/</link><dc:language>en</dc:language></channel><item rdf:about="https://outlet.example/1"><title>Harbour opens é</title><link>https://outlet.example/1</link><description>Ships left the port</description><dc:date>2023-11-15T10:00:00Z</dc:date><dc:creator>Ann Lee</dc:creator><dc:subject>Trade</dc:subject></item></rdf:RDF>`

type Pick = (below: number) => number
type Choice = (document: string, pick: Pick) => string

const TEXT = />([^<]+)</g
const SIDE = /(<\/[\w:]+>|\/>)(?=<)/g

/** Between two elements something stands that says nothing. */
const between =
  (inserts: readonly string[]): Choice =>
  (document, pick) =>
    document.replace(SIDE, (end) =>
      pick(2) === 0 ? end + (inserts[pick(inserts.length)] ?? '') : end,
    )

const CHOICES: Readonly<Record<string, Choice>> = {
  'single quotes': (document, pick) =>
    document.replace(/="([^"]*)"/g, (whole, value: string) =>
      pick(2) === 0 ? `='${value}'` : whole,
    ),
  'white space around equals signs': (document, pick) =>
    document.replace(/="/g, (whole) => (pick(2) === 0 ? ' =\n "' : whole)),
  'white space before the end of a tag': (document, pick) =>
    document.replace(/\/?>/g, (end) => (pick(3) === 0 && end === '>' ? '\n>' : end)),
  'references to letters': (document, pick) =>
    document.replace(TEXT, (whole, text: string) =>
      /&/.test(text) ? whole : `>${[...text].map((char) => toReference(char, pick)).join('')}<`,
    ),
  sections: (document, pick) =>
    document.replace(TEXT, (whole, text: string) =>
      /&/.test(text) || pick(2) === 0 ? whole : `><![CDATA[${text}]]><`,
    ),
  'sections of parts': (document, pick) =>
    document.replace(TEXT, (whole, text: string) => {
      const at = pick(text.length)
      return /&/.test(text) ? whole : `>${text.slice(0, at)}<![CDATA[${text.slice(at)}]]><`
    }),
  'comments between': between([
    '<!-- x -->',
    '<!-- <item><title>no</title></item> -->',
    '<!-- a > b -->',
  ]),
  'comments inside': (document, pick) =>
    document.replace(TEXT, (whole, text: string) =>
      pick(2) === 0 ? whole : `><!-- no -->${text}<!-- <b>no</b> --><`,
    ),
  'instructions between': between(['<?x y?>', '<?php echo 1 ?>', '<?xml-stylesheet href="a"?>']),
  'white space between': between(['\n', '\n\t  ', '\r\n\r\n']),
  'unknown elements between': between([
    '<x:y xmlns:x="urn:x">no</x:y>',
    '<x:y xmlns:x="urn:x"><x:title>no</x:title></x:y>',
    '<x:y xmlns:x="urn:x"/>',
  ]),
  'unknown attributes': (document, pick) =>
    document.replace(/<([a-zA-Z:]+)(?=[\s>])/g, (whole) =>
      pick(3) === 0 ? `${whole} xmlns:u="urn:u" u:title="no"` : whole,
    ),
  'attributes in another order': (document) =>
    document.replace(
      /<([a-zA-Z:]+)((?:\s[\w:]+="[^"]*"){2,})/g,
      (_whole, name: string, all: string) => {
        const attributes = all.match(/\s[\w:]+="[^"]*"/g) ?? []
        return `<${name}${attributes.toReversed().join('')}`
      },
    ),
  'empty elements with two tags': (document) =>
    document.replace(/<([\w:]+)([^<>]*)\/>/g, '<$1$2></$1>'),
  'another prefix for Dublin Core': (document) =>
    document.replace(/\bdc:/g, 'd-1:').replace(/xmlns:dc(?=\s*=)/, 'xmlns:d-1'),
  'elements in another order': (document) =>
    document.replace(
      /(<(?:item|entry)[^>]*>)(.*?)(<\/(?:item|entry)>)/g,
      (_all, open: string, inside: string, close: string) =>
        open +
        (inside.match(/<([\w:]+)[^>]*?(?:\/>|>.*?<\/\1>)/g) ?? []).toReversed().join('') +
        close,
    ),
  'an entity of its own': (document) =>
    `<!DOCTYPE x [<!-- ]> --><!ENTITY ship "Ships"><!ENTITY unused "]>">]>${document.replace(/>Ships /g, '>&ship; ')}`,
  'lines of Windows': (document) => document.replace(/></g, '>\r\n<'),
}

const ENCODINGS: readonly (readonly [string, (document: string) => Buffer])[] = [
  ['UTF-8', (document) => Buffer.from(document)],
  ['a mark', (document) => Buffer.from(`\ufeff${document}`)],
  [
    'a declaration',
    (document) => Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n${document}`),
  ],
  ['UTF-16LE', (document) => Buffer.from(`\ufeff${document}`, 'utf16le')],
  ['UTF-16BE', (document) => Buffer.from(`\ufeff${document}`, 'utf16le').swap16()],
  ['UTF-16LE without a mark', (document) => Buffer.from(document, 'utf16le')],
  [
    'ASCII',
    (document) =>
      Buffer.from(
        `<?xml version="1.0" encoding="us-ascii"?>${document.replace(/[^\0-\x7f]/g, (char) => `&#${char.codePointAt(0)};`)}`,
      ),
  ],
]

const toReference = (char: string, pick: Pick): string => {
  const code = char.codePointAt(0) ?? 0
  return [char, `&#${code};`, `&#x${code.toString(16)};`][pick(3)] ?? char
}

const meant = async (document: string | Buffer): Promise<unknown> => {
  const { faults: _, ...feed } = await read(document)
  return feed
}

const names = Object.keys(CHOICES)

describe.each([
  ['RSS', RSS],
  ['Atom', ATOM],
  ['RDF', RDF],
])('%s', (_dialect, document) => {
  test.each(names)('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(59)), async (numbers) => {
        const pick: Pick = (below) => (numbers.next().value ?? 0) % below
        const other = CHOICES[name]?.(document, pick) ?? ''
        expect(await meant(other), other).toEqual(await meant(document))
      }),
      { numRuns: 20 },
    )
  })

  test.each(ENCODINGS)('%s', async (_name, encode) => {
    expect(await meant(encode(document))).toEqual(await meant(document))
  })

  test('several choices at once', async () => {
    const several = fc.subarray(
      names.filter((name) => !/sections|references|comments inside|order/.test(name)),
    )
    await fc.assert(
      fc.asyncProperty(several, fc.infiniteStream(fc.nat(59)), async (chosen, numbers) => {
        const pick: Pick = (below) => (numbers.next().value ?? 0) % below
        const other = chosen.reduce((text, name) => CHOICES[name]?.(text, pick) ?? text, document)
        expect(await meant(other), other).toEqual(await meant(document))
      }),
      { numRuns: 60 },
    )
  })
})
