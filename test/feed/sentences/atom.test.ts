// RFC 4287, sentence by sentence; the number is the section's.

import { describe } from 'vitest'
import { atom, tellFeeds, tellItems } from './told.ts'

const A = 'https://outlet.example/a'

describe('text constructs (RFC 4287 §3.1)', () => {
  tellItems([
    [
      '3.1.1.1 white space of a text may be collapsed',
      atom('<title>a\n   b\t c</title>'),
      { title: 'a b c' },
    ],
    [
      '3.1.1.1 a text is no markup',
      atom('<title type="text">Less: &lt;em> &amp;lt; &lt;/em></title>'),
      { title: 'Less: <em> < </em>' },
    ],
    [
      '3.1.1.2 html is unescaped markup',
      atom('<title type="html">Less: &lt;em> &amp;lt; &lt;/em></title>'),
      { title: 'Less: <' },
    ],
    [
      '3.1.1.2 html in CDATA',
      atom('<title type="html"><![CDATA[Less: <em> &lt; </em>]]></title>'),
      { title: 'Less: <' },
    ],
    [
      '3.1.1.3 the div of xhtml is no part of the text',
      atom(
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Less: <em> &lt; </em></div></title>',
      ),
      { title: 'Less: <' },
    ],
    [
      '3.1.1.3 xhtml under a prefix',
      atom('<title type="xhtml"><xhtml:div>Less: <xhtml:em> &lt; </xhtml:em></xhtml:div></title>'),
      { title: 'Less: <' },
    ],
    [
      '3.1.1.3 a prefix may be declared on the div',
      atom(
        '<title type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml">One <h:b>two</h:b></h:div></title>',
      ),
      { title: 'One two' },
    ],
    [
      '3.1.1 an upper-case type means the same',
      atom('<title type="HTML">a &lt;b>c&lt;/b></title>'),
      { title: 'a c' },
    ],
    [
      '3.1.1 media types instead of the three words',
      atom('<title type="text/html">a &lt;b>c&lt;/b></title>'),
      { title: 'a c' },
    ],
    [
      '3.1.1 plain text by its media type',
      atom('<title type="text/plain">a &lt;b>c&lt;/b></title>'),
      { title: 'a <b>c</b>' },
    ],
    [
      '3.1.1 an empty type is the default',
      atom('<title type="">plain</title>'),
      { title: 'plain' },
    ],
    [
      'a summary of html',
      atom('<summary type="html">&lt;p>One &amp;amp; two&lt;/p></summary>'),
      { summary: 'One & two' },
    ],
    [
      'a summary of xhtml',
      atom(
        '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>two</p></div></summary>',
      ),
      { summary: 'One\n\ntwo' },
    ],
    [
      'white space around the div of xhtml',
      atom(
        '<summary type="xhtml">\n <div xmlns="http://www.w3.org/1999/xhtml">\n  One\n </div>\n</summary>',
      ),
      { summary: 'One' },
    ],
    [
      'nested divs inside xhtml',
      atom(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><div>One</div><div>two</div></div></content>',
      ),
      { content: 'One\ntwo' },
    ],
    [
      'CDATA inside xhtml is text',
      atom(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><![CDATA[a <b> c]]></div></content>',
      ),
      { content: 'a <b> c' },
    ],
  ])
})

describe('persons (RFC 4287 §3.2)', () => {
  tellItems([
    ['3.2.1 the name', atom('<author><name>Ann Lee</name></author>'), { author: 'Ann Lee' }],
    [
      '3.2.2 the address of a page is not the name',
      atom('<author><name>Ann Lee</name><uri>https://ann.example</uri></author>'),
      { author: 'Ann Lee' },
    ],
    [
      '3.2.3 an address is not the name',
      atom('<author><name>Ann Lee</name><email>ann@ann.example</email></author>'),
      { author: 'Ann Lee' },
    ],
    [
      'the order of the parts does not matter',
      atom(
        '<author><email>ann@ann.example</email><uri>https://ann.example</uri><name>Ann Lee</name></author>',
      ),
      { author: 'Ann Lee' },
    ],
    [
      'an address without a name',
      atom('<author><email>ann@ann.example</email></author>'),
      { author: 'ann@ann.example' },
    ],
    [
      'a contributor is no author',
      atom('<contributor><name>Bob</name></contributor>'),
      { author: null },
    ],
    [
      'several authors',
      atom('<author><name>Ann</name></author><author><name>Bob</name></author>'),
      { author: 'Ann, Bob' },
    ],
    [
      '4.2.1 an entry without an author has the feed’s',
      atom('<title>t</title>', '<author><name>Desk</name></author>'),
      { author: 'Desk' },
    ],
    [
      '4.2.1 the source’s author comes before the feed’s',
      atom(
        '<source><author><name>Ann</name></author></source>',
        '<author><name>Desk</name></author>',
      ),
      { author: 'Ann' },
    ],
    [
      'an entry’s own author comes before the feed’s',
      atom('<author><name>Ann</name></author>', '<author><name>Desk</name></author>'),
      { author: 'Ann' },
    ],
    [
      'a name in CDATA',
      atom('<author><name><![CDATA[Ann & Co]]></name></author>'),
      { author: 'Ann & Co' },
    ],
    [
      'an extension inside a person',
      atom('<author><name>Ann</name><x:image xmlns:x="urn:x">y</x:image></author>'),
      { author: 'Ann' },
    ],
    ['text without elements', atom('<author>Ann Lee</author>'), { author: 'Ann Lee' }],
    [
      'an empty name beside an address',
      atom('<author><name/><email>ann@ann.example</email></author>'),
      { author: 'ann@ann.example' },
    ],
    [
      'white space around a name',
      atom('<author>\n  <name>\n Ann\n Lee </name>\n</author>'),
      { author: 'Ann Lee' },
    ],
  ])
})

describe('dates (RFC 4287 §3.3)', () => {
  tellItems([
    [
      '3.3 Z',
      atom('<updated>2003-12-13T18:30:02Z</updated>'),
      { updatedAt: '2003-12-13T18:30:02.000Z', publishedAt: null },
    ],
    [
      '3.3 a fraction of a second',
      atom('<updated>2003-12-13T18:30:02.25Z</updated>'),
      { updatedAt: '2003-12-13T18:30:02.250Z' },
    ],
    [
      '3.3 an offset',
      atom('<updated>2003-12-13T18:30:02+01:00</updated>'),
      { updatedAt: '2003-12-13T17:30:02.000Z' },
    ],
    [
      '3.3 a fraction and an offset',
      atom('<updated>2003-12-13T18:30:02.25+01:00</updated>'),
      { updatedAt: '2003-12-13T17:30:02.250Z' },
    ],
    [
      '4.2.9 published',
      atom(
        '<published>2003-12-13T08:29:29-04:00</published><updated>2003-12-14T00:00:00Z</updated>',
      ),
      { publishedAt: '2003-12-13T12:29:29.000Z', updatedAt: '2003-12-14T00:00:00.000Z' },
    ],
    [
      'white space around a date',
      atom('<updated>\n 2003-12-13T18:30:02Z\n</updated>'),
      { updatedAt: '2003-12-13T18:30:02.000Z' },
    ],
    [
      'a date in CDATA',
      atom('<updated><![CDATA[2003-12-13T18:30:02Z]]></updated>'),
      { updatedAt: '2003-12-13T18:30:02.000Z' },
    ],
    [
      'the feed’s date is not the entry’s',
      atom('<title>t</title>', '<updated>2003-12-13T18:30:02Z</updated>'),
      { updatedAt: null, publishedAt: null },
    ],
    [
      'the source’s date is not the entry’s',
      atom('<source><updated>2003-12-13T18:30:02Z</updated></source>'),
      { updatedAt: null },
    ],
  ])
})

describe('content (RFC 4287 §4.1.3)', () => {
  tellItems([
    ['4.1.3.1 no type is text', atom('<content>plain text</content>'), { content: 'plain text' }],
    ['4.1.3.3 text', atom('<content type="text">a &lt;b> c</content>'), { content: 'a <b> c' }],
    [
      '4.1.3.3 html',
      atom('<content type="html">&lt;p>a &lt;b>c&lt;/b>&lt;/p></content>'),
      { content: 'a c' },
    ],
    [
      '4.1.3.3 an XML media type',
      atom('<content type="application/xml"><doc xmlns="urn:x"><p>a</p> c</doc></content>'),
      { content: 'a\n\nc' },
    ],
    [
      '4.1.3.3 a type ending in +xml',
      atom(
        '<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"><text>Label</text></svg></content>',
      ),
      { content: 'Label' },
    ],
    [
      '4.1.3.3 a content that is an entry itself',
      atom(
        '<content type="application/atom+xml"><entry xmlns="http://www.w3.org/2005/Atom"><title>inner</title><id>2</id></entry></content><title>outer</title><id>1</id>',
      ),
      { title: 'outer', id: '1', content: 'inner2' },
    ],
    [
      'xhtml that was escaped by mistake',
      atom('<content type="xhtml">&lt;p>One&lt;/p></content>'),
      { content: 'One' },
    ],
    [
      '4.1.3.3 text/ types are their content',
      atom('<content type="text/x-note">a &lt; b</content>'),
      { content: 'a < b' },
    ],
    [
      '4.1.3.3 base64 for every other type',
      atom('<content type="application/octet-stream">SGVsbG8=</content>'),
      { content: 'Hello' },
    ],
    [
      '4.1.3.2 content elsewhere is empty here',
      atom('<content src="https://outlet.example/c" type="text/html"/><summary>s</summary>'),
      { content: null, summary: 's' },
    ],
    [
      '4.1.3 summary and content are two things',
      atom('<summary>s</summary><content>c</content>'),
      { summary: 's', content: 'c' },
    ],
    [
      'the order of summary and content does not matter',
      atom('<content>c</content><summary>s</summary>'),
      { summary: 's', content: 'c' },
    ],
    ['an empty content', atom('<content/><summary>s</summary>'), { content: null, summary: 's' }],
    [
      '4.1.2 a content alone is no summary',
      atom('<content>c</content>'),
      { summary: null, content: 'c' },
    ],
  ])
})

describe('links (RFC 4287 §4.2.7)', () => {
  tellItems([
    ['4.2.7.2 no rel is alternate', atom(`<link href="${A}"/>`), { link: A }],
    ['4.2.7.2 alternate', atom(`<link rel="alternate" href="${A}"/>`), { link: A }],
    [
      '4.2.7.2 rel as an address',
      atom(`<link rel="http://www.iana.org/assignments/relation/alternate" href="${A}"/>`),
      { link: A },
    ],
    [
      '4.2.7.2 related is not the address',
      atom('<link rel="related" href="https://other.example/"/>'),
      { link: null },
    ],
    [
      '4.2.7.2 via is not the address',
      atom('<link rel="via" href="https://other.example/"/>'),
      { link: null },
    ],
    [
      '4.2.7.2 an enclosure is not the address',
      atom('<link rel="enclosure" type="audio/mpeg" href="https://other.example/a.mp3"/>'),
      { link: null },
    ],
    [
      '4.2.7.2 the address stands after others',
      atom(
        `<link rel="enclosure" href="https://other.example/a.mp3"/><link rel="via" href="https://other.example/"/><link rel="alternate" href="${A}"/>`,
      ),
      { link: A },
    ],
    [
      '4.2.7.3 a page before another format',
      atom(
        `<link rel="alternate" type="application/json" href="${A}.json"/><link rel="alternate" type="text/html" href="${A}"/>`,
      ),
      { link: A },
    ],
    [
      '4.2.7.1 a relative reference',
      atom('<link href="/a"/>', '', 'xml:base="https://outlet.example/feed/"'),
      { link: 'https://outlet.example/a' },
    ],
    [
      '4.2.7.1 relative to the link’s own base',
      atom('<link xml:base="https://outlet.example/x/" href="a"/>'),
      { link: 'https://outlet.example/x/a' },
    ],
    [
      'bases add up',
      atom('<link href="a"/>', '', 'xml:base="https://outlet.example/x/"').replace(
        '<entry>',
        '<entry xml:base="y/">',
      ),
      { link: 'https://outlet.example/x/y/a' },
    ],
    [
      'a reference escaped in XML',
      atom('<link href="https://outlet.example/a?b=1&amp;c=2"/>'),
      { link: 'https://outlet.example/a?b=1&c=2' },
    ],
    [
      'a character reference in an address',
      atom('<link href="https://outlet.example/a&#38;b"/>'),
      { link: 'https://outlet.example/a&b' },
    ],
    [
      'an id that is an address leads there where no link does',
      atom('<id>https://outlet.example/id</id>'),
      { link: 'https://outlet.example/id', id: 'https://outlet.example/id' },
    ],
  ])
})

describe('identity, categories and the rest (RFC 4287 §4.2)', () => {
  tellItems([
    ['4.2.6 id', atom(`<id>urn:uuid:1</id><link href="${A}"/>`), { id: 'urn:uuid:1' }],
    [
      '4.2.6.1 ids are compared letter by letter',
      atom('<id>http://WWW.outlet.example/%7eA</id>'),
      { id: 'http://WWW.outlet.example/%7eA' },
    ],
    ['4.2.2.1 term', atom('<category term="war"/>'), { categories: ['war'] }],
    [
      '4.2.2.2 scheme is not shown',
      atom('<category term="war" scheme="urn:s"/>'),
      { categories: ['war'] },
    ],
    [
      '4.2.2.3 label is for people, term is the category',
      atom('<category term="war" label="War and peace"/>'),
      { categories: ['war'] },
    ],
    [
      'several categories in order',
      atom('<category term="b"/><category term="a"/><category term="b"/>'),
      { categories: ['b', 'a'] },
    ],
    [
      'the feed’s categories are not the entry’s',
      atom('<title>t</title>', '<category term="all"/>'),
      { categories: [] },
    ],
    [
      '4.2.11 the source’s title is not the entry’s',
      atom('<source><title>Other</title><id>x</id></source><title>t</title><id>y</id>'),
      { title: 't', id: 'y' },
    ],
    [
      '4.2.11 the source’s link is not the entry’s',
      atom(`<source><link href="https://other.example/"/></source><link href="${A}"/>`),
      { link: A },
    ],
    [
      '4.2.10 rights are not a summary',
      atom('<rights>(c)</rights>'),
      { summary: null, content: null },
    ],
    [
      '6.4 an extension is not the entry’s',
      atom('<x:title xmlns:x="urn:x">no</x:title><title>yes</title>'),
      { title: 'yes' },
    ],
    [
      '6.4 an extension that holds markup',
      atom('<x:y xmlns:x="urn:x"><x:title>no</x:title></x:y><title>yes</title>'),
      { title: 'yes' },
    ],
    [
      'RFC 4685: a reply is not a link',
      atom(
        `<thr:in-reply-to xmlns:thr="http://purl.org/syndication/thread/1.0" ref="urn:1" href="https://other.example/"/><link href="${A}"/>`,
      ),
      { link: A },
    ],
    [
      'RFC 4685: replies are not the address',
      atom('<link rel="replies" href="https://other.example/c"/>'),
      { link: null },
    ],
  ])
  tellFeeds([
    ['4.2.14 the feed’s title', atom(''), { title: 'Outlet', format: 'atom' }],
    [
      '4.1.1 a subtitle is not the title',
      atom('', '<subtitle>sub</subtitle>'),
      { title: 'Outlet' },
    ],
    [
      'self is not the site',
      atom('', '').replace(
        '<link href="https://outlet.example/"/>',
        '<link rel="self" href="https://outlet.example/feed"/><link rel="alternate" href="https://outlet.example/"/>',
      ),
      { link: 'https://outlet.example/' },
    ],
    [
      'hub, next and prev are not the site',
      atom('').replace(
        '<link href="https://outlet.example/"/>',
        '<link rel="hub" href="https://hub.example/"/><link rel="next" href="https://outlet.example/2"/><link href="https://outlet.example/"/>',
      ),
      { link: 'https://outlet.example/' },
    ],
    ['2 the language of the document', atom('', '', 'xml:lang="en-us"'), { language: 'en-us' }],
    [
      'entries keep their order',
      atom('<id>1</id></entry><entry><id>2</id></entry><entry><id>3</id>'),
      { items: [{ id: '1' }, { id: '2' }, { id: '3' }] },
    ],
    [
      '4.1.1 the order of elements does not matter',
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id></entry><title>After</title><link href="https://outlet.example/"/></feed>',
      { title: 'After', link: 'https://outlet.example/', items: [{ id: '1' }] },
    ],
    [
      'a feed without entries',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>None</title></feed>',
      { title: 'None', items: [] },
    ],
    [
      'an entry document',
      '<entry xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>1</id></entry>',
      { format: 'atom', items: [{ title: 't', id: '1' }] },
    ],
  ])
})
