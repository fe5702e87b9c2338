// RSS 2.0 (rssboard.org/rss-specification), its best practices (rssboard.org/rss-profile), 0.9x and 1.0.

import { describe, expect } from 'vitest'
import { type Row, rdf, rss, tellFeeds, tellItems } from './told.ts'

const A = 'https://outlet.example/a'
const PLAIN = { title: 't' }

describe('elements of an item (RSS 2.0)', () => {
  tellItems([
    [
      'all elements of an item are optional',
      rss('<description>d</description>'),
      { title: null, summary: 'd', link: null },
    ],
    [
      'at least one of title and description is there',
      rss('<title>t</title>'),
      { title: 't', summary: null },
    ],
    [
      'author is an address',
      rss('<author>ann@outlet.example</author>'),
      { author: 'ann@outlet.example' },
    ],
    [
      'profile: an address and a name in brackets',
      rss('<author>ann@outlet.example (Ann Lee)</author>'),
      { author: 'Ann Lee' },
    ],
    [
      'a name and an address in angle brackets',
      rss('<author>Ann Lee &lt;ann@outlet.example&gt;</author>'),
      { author: 'Ann Lee' },
    ],
    [
      'a name in quotes and an address in angle brackets',
      rss('<author>"Ann Lee" &lt;ann@outlet.example&gt;</author>'),
      { author: 'Ann Lee' },
    ],
    [
      'a name and an address in round brackets',
      rss('<author>Ann Lee (ann@outlet.example)</author>'),
      { author: 'Ann Lee' },
    ],
    [
      'a name and an address in square brackets',
      rss('<author>Ann Lee [ann@outlet.example]</author>'),
      { author: 'Ann Lee' },
    ],
    [
      'an address and a name without brackets',
      rss('<author>ann@outlet.example Ann Lee</author>'),
      { author: 'Ann Lee' },
    ],
    ['a name alone', rss('<author>Ann Lee</author>'), { author: 'Ann Lee' }],
    ['mailto', rss('<author>mailto:ann@outlet.example</author>'), { author: 'ann@outlet.example' }],
    [
      'a name with brackets that are no address',
      rss('<author>Ann Lee (Kyiv)</author>'),
      { author: 'Ann Lee (Kyiv)' },
    ],
    [
      'profile: dc:creator where there is no address',
      rss('<dc:creator>Ann Lee</dc:creator>'),
      { author: 'Ann Lee' },
    ],
    [
      'profile: a name before an address',
      rss('<author>ann@outlet.example</author><dc:creator>Ann Lee</dc:creator>'),
      { author: 'Ann Lee' },
    ],
    ['category', rss('<category>War</category>'), { categories: ['War'] }],
    [
      'a category’s domain is not shown',
      rss('<category domain="urn:x">War</category>'),
      { categories: ['War'] },
    ],
    [
      'a category may be a path',
      rss('<category>World/Europe</category>'),
      { categories: ['World/Europe'] },
    ],
    [
      'several categories',
      rss('<category>A</category><category domain="d">B</category>'),
      { categories: ['A', 'B'] },
    ],
    [
      'a category in CDATA',
      rss('<category><![CDATA[War & peace]]></category>'),
      { categories: ['War & peace'] },
    ],
    [
      'a category with an entity',
      rss('<category>War &amp; peace</category>'),
      { categories: ['War & peace'] },
    ],
    ['an empty category is none', rss('<category/><category> </category>'), { categories: [] }],
    [
      'a list that nobody defined',
      rss('<categories><category>A</category><category>B</category></categories><tags>C, D</tags>'),
      { categories: ['A', 'B', 'C', 'D'] },
    ],
    [
      'the channel’s categories are not the item’s',
      rss('<title>t</title>', '<category>All</category>'),
      { categories: [] },
    ],
    [
      'comments are not the link',
      rss('<comments>https://outlet.example/c</comments>'),
      { link: null },
    ],
    [
      'an enclosure is not the link',
      rss('<enclosure url="https://outlet.example/a.mp3" length="1" type="audio/mpeg"/>'),
      { link: null },
    ],
    [
      'an enclosure beside a link',
      rss(
        `<link>${A}</link><enclosure url="https://outlet.example/a.mp3" length="1" type="audio/mpeg"/>`,
      ),
      { link: A },
    ],
    ['a guid is a permalink unless it says no', rss(`<guid>${A}</guid>`), { link: A, id: A }],
    ['isPermaLink="true"', rss(`<guid isPermaLink="true">${A}</guid>`), { link: A }],
    ['isPermaLink="false"', rss(`<guid isPermaLink="false">${A}</guid>`), { link: null, id: A }],
    ['a guid that is no address', rss('<guid>abc-1</guid>'), { link: null, id: 'abc-1' }],
    [
      'a guid beside a link',
      rss(`<guid>https://outlet.example/p</guid><link>${A}</link>`),
      { link: A, id: 'https://outlet.example/p' },
    ],
    [
      'isPermaLink in another spelling',
      rss(`<guid ispermalink="FALSE">${A}</guid>`),
      { link: null },
    ],
    [
      'source is not the item’s title or link',
      rss('<source url="https://other.example/feed">Other</source>'),
      { title: null, link: null, author: null },
    ],
    [
      'pubDate',
      rss('<pubDate>Sat, 07 Sep 2002 00:00:01 GMT</pubDate>'),
      { publishedAt: '2002-09-07T00:00:01.000Z', updatedAt: null },
    ],
    [
      'the channel’s pubDate is not the item’s',
      rss('<title>t</title>', '<pubDate>Sat, 07 Sep 2002 00:00:01 GMT</pubDate>'),
      { publishedAt: null },
    ],
    ['a link in CDATA', rss(`<link><![CDATA[${A}]]></link>`), { link: A }],
    ['a link with line breaks', rss(`<link>\n  ${A}\n</link>`), { link: A }],
    [
      'a description in CDATA',
      rss('<description><![CDATA[<p>One <b>two</b></p>]]></description>'),
      { summary: 'One two' },
    ],
    [
      'a description escaped',
      rss('<description>&lt;p>One &lt;b>two&lt;/b>&lt;/p></description>'),
      { summary: 'One two' },
    ],
    [
      'profile: character references in a title',
      rss('<title>AT&#x26;T</title>'),
      { title: 'AT&T' },
    ],
    ['profile: a less-than sign in a title', rss('<title>5 &#x3C; 6</title>'), { title: '5 < 6' }],
    [
      'a title twice escaped',
      rss('<title>Bread &amp;amp; butter</title>'),
      { title: 'Bread & butter' },
    ],
    [
      'a title in CDATA with an entity',
      rss('<title><![CDATA[Bread &amp; butter]]></title>'),
      { title: 'Bread & butter' },
    ],
    [
      'a title in CDATA with a bare ampersand',
      rss('<title><![CDATA[Bread & butter]]></title>'),
      { title: 'Bread & butter' },
    ],
    ['an empty title', rss('<title/><description>d</description>'), { title: null, summary: 'd' }],
    [
      'an item that has only a guid',
      rss('<guid isPermaLink="false">x</guid>'),
      { id: 'x', title: null, link: null },
    ],
    [
      'profile: content:encoded beside description',
      rss(
        '<description>short</description><content:encoded><![CDATA[<p>long</p>]]></content:encoded>',
      ),
      { summary: 'short', content: 'long' },
    ],
    [
      'content:encoded before description',
      rss(
        '<content:encoded><![CDATA[<p>long</p>]]></content:encoded><description>short</description>',
      ),
      { summary: 'short', content: 'long' },
    ],
    [
      'content:encoded alone',
      rss('<content:encoded><![CDATA[<p>long</p>]]></content:encoded>'),
      { summary: null, content: 'long' },
    ],
    [
      'profile: atom:link self in an item is not its address',
      rss(
        `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://outlet.example/feed"/><link>${A}</link>`,
      ),
      { link: A },
    ],
    [
      'profile: dates of two digits',
      rss('<pubDate>07 Sep 02 00:00 GMT</pubDate>'),
      { publishedAt: '2002-09-07T00:00:00.000Z' },
    ],
    [
      'slash:comments is not comments',
      rss(
        '<title>t</title><slash:comments xmlns:slash="http://purl.org/rss/1.0/modules/slash/">7</slash:comments>',
      ),
      PLAIN,
    ],
    [
      'wfw:commentRss is not the link',
      rss(
        '<title>t</title><wfw:commentRss xmlns:wfw="http://wellformedweb.org/CommentAPI/">https://outlet.example/c</wfw:commentRss>',
      ),
      { link: null },
    ],
  ])
})

describe('elements of a channel (RSS 2.0)', () => {
  tellFeeds([
    [
      'title, link, language',
      rss('<title>t</title>', '<language>en-us</language>'),
      { title: 'Outlet', link: 'https://outlet.example/', language: 'en-us', format: 'rss' },
    ],
    [
      'an image’s title and link are not the channel’s',
      rss('', '').replace(
        '<title>Outlet</title><link>https://outlet.example/</link>',
        '<image><title>Logo</title><link>https://logo.example/</link><url>https://logo.example/a.png</url></image><title>Outlet</title><link>https://outlet.example/</link>',
      ),
      { title: 'Outlet', link: 'https://outlet.example/' },
    ],
    [
      'a text input’s title and link are not the channel’s',
      rss('', '').replace(
        '<title>Outlet</title><link>https://outlet.example/</link>',
        '<textInput><title>Search</title><link>https://search.example/</link></textInput><title>Outlet</title><link>https://outlet.example/</link>',
      ),
      { title: 'Outlet', link: 'https://outlet.example/' },
    ],
    [
      'atom:link self beside link',
      rss(
        '',
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://outlet.example/feed" type="application/rss+xml"/>',
      ),
      { link: 'https://outlet.example/' },
    ],
    [
      'atom:link before link',
      rss('').replace(
        '<title>Outlet',
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://outlet.example/feed"/><title>Outlet',
      ),
      { link: 'https://outlet.example/' },
    ],
    ['dc:language', rss('', '<dc:language>de</dc:language>'), { language: 'de' }],
    ['xml:lang on the root', rss('', '', 'xml:lang="fr"'), { language: 'fr' }],
    [
      'language before xml:lang',
      rss('', '<language>de</language>', 'xml:lang="fr"'),
      { language: 'de' },
    ],
    [
      'a title of the channel with markup',
      rss('').replace('Outlet', '&lt;b>Out&lt;/b>let'),
      { title: 'Outlet' },
    ],
    [
      'a channel without items',
      '<rss version="2.0"><channel><title>None</title></channel></rss>',
      { title: 'None', items: [] },
    ],
    [
      'items before the channel’s own elements',
      '<rss version="2.0"><channel><item><title>t</title></item><title>After</title><link>https://outlet.example/</link></channel></rss>',
      { title: 'After', link: 'https://outlet.example/', items: [{ title: 't' }] },
    ],
    [
      'items keep their order',
      rss('<guid>1</guid></item><item><guid>2</guid></item><item><guid>3</guid>'),
      { items: [{ id: '1' }, { id: '2' }, { id: '3' }] },
    ],
    [
      '0.91 Userland',
      '<rss version="0.91"><channel><title>Old</title><link>https://outlet.example/</link><item><title>t</title><link>https://outlet.example/a</link><description>d</description></item></channel></rss>',
      { title: 'Old', items: [{ title: 't', link: A, summary: 'd' }] },
    ],
    [
      '0.91 Netscape with its DOCTYPE',
      '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Old &eacute;</title><item><title>caf&eacute;</title></item></channel></rss>',
      { title: 'Old é', items: [{ title: 'café' }] },
    ],
    [
      '0.92 items without a title',
      '<rss version="0.92"><channel><title>Old</title><item><description>d &lt;a href="https://x.example">x&lt;/a></description></item></channel></rss>',
      { items: [{ title: null, summary: 'd x' }] },
    ],
    [
      '0.90',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Old</title><link>https://outlet.example/</link></channel><item><title>t</title><link>https://outlet.example/a</link></item></rdf:RDF>',
      { format: 'rdf', title: 'Old', items: [{ title: 't', link: A }] },
    ],
  ])
})

describe('RSS 1.0', () => {
  tellItems([
    [
      'title, link, description',
      rdf(`<title>t</title><link>${A}</link><description>d</description>`),
      { title: 't', link: A, summary: 'd' },
    ],
    ['rdf:about is the id', rdf('<title>t</title>'), { id: A, link: A }],
    [
      'link before rdf:about',
      rdf('<link>https://outlet.example/b</link>'),
      { link: 'https://outlet.example/b', id: A },
    ],
    [
      'dc:date',
      rdf('<dc:date>2003-12-31T10:14:55-08:00</dc:date>'),
      { publishedAt: '2003-12-31T18:14:55.000Z', updatedAt: '2003-12-31T18:14:55.000Z' },
    ],
    ['dc:creator', rdf('<dc:creator>Ann</dc:creator>'), { author: 'Ann' }],
    [
      'several creators',
      rdf('<dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>'),
      { author: 'Ann, Bob' },
    ],
    [
      'dc:subject',
      rdf('<dc:subject>War</dc:subject><dc:subject>Peace</dc:subject>'),
      { categories: ['War', 'Peace'] },
    ],
    [
      'content:encoded',
      rdf('<description>d</description><content:encoded><![CDATA[<p>c</p>]]></content:encoded>'),
      { summary: 'd', content: 'c' },
    ],
    [
      'the creator of the channel',
      rdf('<title>t</title>', '<dc:creator>Desk</dc:creator>'),
      { author: 'Desk' },
    ],
    [
      'taxonomy topics are not categories',
      rdf(
        '<taxo:topics xmlns:taxo="http://purl.org/rss/1.0/modules/taxonomy/"><rdf:Bag><rdf:li rdf:resource="https://topics.example/war"/></rdf:Bag></taxo:topics><title>t</title>',
      ),
      { categories: [], title: 't' },
    ],
  ])
  tellFeeds([
    [
      'the channel’s list of items is not their place',
      rdf(
        '<title>t</title>',
        '<items><rdf:Seq><rdf:li rdf:resource="https://outlet.example/a"/></rdf:Seq></items>',
      ),
      { format: 'rdf', title: 'Outlet', items: [{ title: 't' }] },
    ],
    [
      'image and text input beside the channel',
      rdf(
        '<title>t</title></item><image rdf:about="x"><title>Logo</title><link>https://logo.example</link></image><textinput rdf:about="y"><title>Search</title><link>https://search.example</link></textinput><item><title>u</title>',
      ),
      { title: 'Outlet', link: 'https://outlet.example/', items: [{ title: 't' }, { title: 'u' }] },
    ],
    [
      'an image before the channel',
      rdf('<title>t</title>').replace(
        '<channel',
        '<image rdf:about="x"><title>Logo</title><link>https://logo.example</link></image><channel',
      ),
      { title: 'Outlet', link: 'https://outlet.example/' },
    ],
    [
      'dc:language',
      rdf('<title>t</title>', '<dc:language>en-us</dc:language>'),
      { language: 'en-us' },
    ],
  ])
})

describe('authors as people write them', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['Ann Lee, me@example.com', 'Ann Lee'],
    ['me@example.com, Ann Lee', 'Ann Lee'],
    ['Ann Lee - me@example.com', 'Ann Lee'],
    ['Ann Lee | me@example.com', 'Ann Lee'],
    ['(Ann Lee) me@example.com', 'Ann Lee'],
    ['me@example.com(Ann Lee)', 'Ann Lee'],
    ['me@example.com [Ann Lee]', 'Ann Lee'],
    ['me@example.com (Ann Lee', 'Ann Lee'],
    ['Ann Lee &lt;me@example.com>, Bob &lt;b@example.com>', 'Ann Lee, Bob'],
    ['me@example.com ()', 'me@example.com'],
    ['Ann Lee ()', 'Ann Lee'],
    ['&lt;me@example.com>', 'me@example.com'],
    ['me@example.com (me@example.com)', 'me@example.com'],
    ['me@example.com (Ann (Jr.) Lee)', 'Ann (Jr.) Lee'],
    ['ann@localhost (Ann)', 'Ann'],
    ['Ann Lee (The Outlet) me@example.com', 'Ann Lee (The Outlet)'],
    ['Ann@Home', 'Ann@Home'],
    ['@ann', '@ann'],
    ['Ann Lee (https://ann.example)', 'Ann Lee (https://ann.example)'],
    ['"Lee, Ann" &lt;me@example.com>', 'Lee, Ann'],
  ]
  tellItems(
    rows.map(
      ([author, name]): Row => [author, rss(`<author>${author}</author>`), { author: name }],
    ),
  )
})

describe('links as people write them', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['a host of the feed without its scheme', 'outlet.example/a'],
    ['no colon', 'http//outlet.example/a'],
    ['other slashes', 'https:\\\\outlet.example\\a'],
    ['a doubled scheme', 'http://http://outlet.example/a'],
    ['two schemes, one broken', 'http://https//outlet.example/a'],
    ['a link of HTML, escaped', '&lt;a href="https://outlet.example/a">x&lt;/a>'],
    ['a link of HTML', '<a href="https://outlet.example/a">x</a>'],
    ['no scheme', '//outlet.example/a'],
    ['a path', '/a'],
    ['www alone', 'www.outlet.example/a'],
    ['one slash', 'https:/outlet.example/a'],
    ['three slashes', 'https:///outlet.example/a'],
    ['the scheme of feeds', 'feed:https://outlet.example/a'],
    ['a zero width', 'https://outlet.example/a\u200b'],
  ]
  tellItems(
    rows.map(
      ([what, link]): Row => [
        what,
        rss(`<link>${link}</link>`),
        { link: expect.stringMatching(/^https?:\/\/(?:www\.)?outlet\.example\/a$/) },
      ],
    ),
  )
  tellItems([
    [
      'an address after an empty link',
      rss('<link/>https://outlet.example/a<guid isPermaLink="false">1</guid>'),
      { link: A, id: '1' },
    ],
    ['a guid that is a path', rss('<guid>/a</guid>'), { link: A, id: '/a' }],
    ['a word for nothing', rss('<link>undefined</link>'), { link: null }],
    ['no address at all', rss('<link>mailto:ann@outlet.example</link>'), { link: null }],
  ])
})
