// Extensions: Dublin Core, DCMI terms, content, iTunes, Media RSS, Google Play, PRISM, threading, FeedBurner.

import { describe } from 'vitest'
import { atom, atom03, rdf, rss, tellFeeds, tellItems } from './told.ts'

const A = 'https://outlet.example/a'
const AT = '2003-12-31T10:14:55.000Z'

describe('Dublin Core and DCMI terms', () => {
  tellItems([
    ['dc:title where there is no other', rss('<dc:title>t</dc:title>'), { title: 't' }],
    ['a title before dc:title', rss('<dc:title>no</dc:title><title>t</title>'), { title: 't' }],
    ['dc:description', rss('<dc:description>d</dc:description>'), { summary: 'd' }],
    [
      'a description before dc:description',
      rss('<dc:description>no</dc:description><description>d</description>'),
      { summary: 'd' },
    ],
    ['dc:creator', rss('<dc:creator>Ann</dc:creator>'), { author: 'Ann' }],
    [
      'dc:creator in CDATA',
      rss('<dc:creator><![CDATA[Ann Lee]]></dc:creator>'),
      { author: 'Ann Lee' },
    ],
    [
      'dc:creator with an address',
      rss('<dc:creator>Ann Lee (mailto:ann@outlet.example)</dc:creator>'),
      { author: 'Ann Lee' },
    ],
    ['dc:contributor is no author', rss('<dc:contributor>Bob</dc:contributor>'), { author: null }],
    ['dc:publisher is no author', rss('<dc:publisher>Bob</dc:publisher>'), { author: null }],
    ['dc:rights is no summary', rss('<dc:rights>(c)</dc:rights>'), { summary: null }],
    ['dc:subject', rss('<dc:subject>War</dc:subject>'), { categories: ['War'] }],
    ['dc:date', rss('<dc:date>2003-12-31T10:14:55Z</dc:date>'), { publishedAt: AT }],
    [
      'pubDate before dc:date',
      rss('<dc:date>2004-01-01</dc:date><pubDate>Wed, 31 Dec 2003 10:14:55 GMT</pubDate>'),
      { publishedAt: AT, updatedAt: '2004-01-01T00:00:00.000Z' },
    ],
    [
      'dc:identifier is no link',
      rss('<dc:identifier>https://outlet.example/i</dc:identifier>'),
      { link: null },
    ],
    [
      'dcterms:issued',
      rss('<dcterms:issued>2003-12-31T10:14:55Z</dcterms:issued>'),
      { publishedAt: AT, updatedAt: null },
    ],
    [
      'dcterms:created',
      rss('<dcterms:created>2003-12-31T10:14:55Z</dcterms:created>'),
      { publishedAt: AT },
    ],
    [
      'dcterms:modified',
      rss('<dcterms:modified>2003-12-31T10:14:55Z</dcterms:modified>'),
      { publishedAt: null, updatedAt: AT },
    ],
    [
      'dcterms:issued before dcterms:created',
      rss(
        '<dcterms:created>2003-01-01</dcterms:created><dcterms:issued>2003-12-31T10:14:55Z</dcterms:issued>',
      ),
      { publishedAt: AT },
    ],
    [
      'dcterms:issued and dcterms:modified',
      rdf(
        '<dcterms:issued>2003-12-31T10:14:55Z</dcterms:issued><dcterms:modified>2004-01-01</dcterms:modified>',
      ),
      { publishedAt: AT, updatedAt: '2004-01-01T00:00:00.000Z' },
    ],
    [
      'dcterms:valid is no date of the item',
      rss('<dcterms:valid>2003-12-31T10:14:55Z</dcterms:valid>'),
      { publishedAt: null, updatedAt: null },
    ],
    ['dcterms:title', rss('<dcterms:title>t</dcterms:title>'), { title: 't' }],
    ['dcterms:abstract', rss('<dcterms:abstract>d</dcterms:abstract>'), { summary: 'd' }],
    ['dcterms:creator', rss('<dcterms:creator>Ann</dcterms:creator>'), { author: 'Ann' }],
    [
      'an expiration date is no date of the item',
      rss('<expirationDate>Wed, 31 Dec 2003 10:14:55 GMT</expirationDate>'),
      { publishedAt: null, updatedAt: null },
    ],
    [
      'dc in Atom',
      atom('<dc:creator>Ann</dc:creator><dc:subject>War</dc:subject>'),
      { author: 'Ann', categories: ['War'] },
    ],
    ['dc:date in Atom 0.3', atom03('<dc:date>2003-12-31T10:14:55Z</dc:date>'), { publishedAt: AT }],
  ])
})

describe('podcasts', () => {
  tellItems([
    ['itunes:author', rss('<itunes:author>Ann</itunes:author>'), { author: 'Ann' }],
    [
      'author before itunes:author',
      rss('<itunes:author>Desk</itunes:author><author>ann@outlet.example (Ann)</author>'),
      { author: 'Ann' },
    ],
    ['itunes:summary', rss('<itunes:summary>s</itunes:summary>'), { summary: 's' }],
    [
      'description before itunes:summary',
      rss('<itunes:summary>no</itunes:summary><description>s</description>'),
      { summary: 's' },
    ],
    ['itunes:subtitle', rss('<itunes:subtitle>s</itunes:subtitle>'), { summary: 's' }],
    [
      'itunes:summary before itunes:subtitle',
      rss('<itunes:subtitle>no</itunes:subtitle><itunes:summary>s</itunes:summary>'),
      { summary: 's' },
    ],
    ['itunes:title', rss('<itunes:title>t</itunes:title>'), { title: 't' }],
    [
      'title before itunes:title',
      rss('<itunes:title>no</itunes:title><title>t</title>'),
      { title: 't' },
    ],
    [
      'itunes:keywords',
      rss('<itunes:keywords>war, peace,  sea </itunes:keywords>'),
      { categories: ['war', 'peace', 'sea'] },
    ],
    [
      'keywords of two words',
      rss('<itunes:keywords>black sea, red sea</itunes:keywords>'),
      { categories: ['black sea', 'red sea'] },
    ],
    ['itunes:category', rss('<itunes:category text="News"/>'), { categories: ['News'] }],
    [
      'a category inside a category',
      rss('<itunes:category text="News"><itunes:category text="Politics"/></itunes:category>'),
      { categories: ['News', 'Politics'] },
    ],
    [
      'an image is no link',
      rss('<itunes:image href="https://outlet.example/a.png"/>'),
      { link: null },
    ],
    [
      'a duration and an episode are no text',
      rss(
        '<itunes:duration>10:30</itunes:duration><itunes:episode>3</itunes:episode><itunes:explicit>no</itunes:explicit><title>t</title>',
      ),
      { title: 't', summary: null },
    ],
    [
      'the channel’s author',
      rss('<title>t</title>', '<itunes:author>Desk</itunes:author>'),
      { author: 'Desk' },
    ],
    [
      'the channel’s owner is no author',
      rss(
        '<title>t</title>',
        '<itunes:owner><itunes:name>Owner</itunes:name><itunes:email>o@outlet.example</itunes:email></itunes:owner>',
      ),
      { author: null },
    ],
    [
      'the channel’s keywords are not the item’s',
      rss('<title>t</title>', '<itunes:keywords>a,b</itunes:keywords>'),
      { categories: [] },
    ],
    [
      'googleplay:author and description',
      rss(
        '<g:author xmlns:g="http://www.google.com/schemas/play-podcasts/1.0">Ann</g:author><g:description xmlns:g="http://www.google.com/schemas/play-podcasts/1.0">d</g:description>',
      ),
      { author: 'Ann', summary: 'd' },
    ],
  ])
})

describe('Media RSS', () => {
  tellItems([
    [
      'media:title is no title beside one',
      rss('<media:title>no</media:title><title>t</title>'),
      { title: 't' },
    ],
    ['media:title where there is no other', rss('<media:title>t</media:title>'), { title: 't' }],
    [
      'media:description where there is no other',
      rss('<media:description type="plain">d</media:description>'),
      { summary: 'd' },
    ],
    [
      'media:description of html',
      rss('<media:description type="html">&lt;b>d&lt;/b></media:description>'),
      { summary: 'd' },
    ],
    [
      'texts of a group',
      rss(
        '<media:group><media:title>t</media:title><media:description>d</media:description></media:group>',
      ),
      { title: 't', summary: 'd' },
    ],
    [
      'texts of an object',
      rss(
        '<media:content url="https://outlet.example/a.mp4"><media:title>t</media:title><media:description>d</media:description></media:content>',
      ),
      { title: 't', summary: 'd' },
    ],
    [
      'an object’s texts are not the item’s beside its own',
      rss(
        '<title>t</title><description>d</description><media:content url="https://outlet.example/a.mp4"><media:title>no</media:title><media:description>no</media:description></media:content>',
      ),
      { title: 't', summary: 'd' },
    ],
    [
      'media:content is no content',
      rss('<media:content url="https://outlet.example/a.mp4" type="video/mp4"/>'),
      { content: null, link: null },
    ],
    [
      'media:keywords',
      rss('<media:keywords>war, sea</media:keywords>'),
      { categories: ['war', 'sea'] },
    ],
    ['media:category', rss('<media:category>arts</media:category>'), { categories: ['arts'] }],
    [
      'media:credit of an author',
      rss('<media:credit role="author">Ann</media:credit>'),
      { author: 'Ann' },
    ],
    [
      'media:credit of a photographer',
      rss('<media:credit role="photographer">Bob</media:credit>'),
      { author: null },
    ],
    [
      'media:text is no text of the item',
      rss('<title>t</title><media:text>speech</media:text>'),
      { title: 't', summary: null, content: null },
    ],
    [
      'media:thumbnail is no link',
      rss('<media:thumbnail url="https://outlet.example/a.png"/>'),
      { link: null },
    ],
    [
      'media:player is no link',
      rss('<media:player url="https://outlet.example/player"/>'),
      { link: null },
    ],
    [
      'a video site’s entry',
      atom(
        `<id>yt:video:1</id><title>t</title><link rel="alternate" href="${A}"/><author><name>Channel</name></author><published>2003-12-31T10:14:55+00:00</published><media:group><media:title>no</media:title><media:content url="https://x.example/v" type="x"/><media:description>d</media:description></media:group>`,
      ),
      { title: 't', link: A, author: 'Channel', summary: 'd', publishedAt: AT },
    ],
  ])
})

describe('content and others', () => {
  tellItems([
    [
      'content:encoded before content',
      rss('<content:encoded>&lt;p>a&lt;/p></content:encoded><content>b</content>'),
      { content: 'a' },
    ],
    [
      'xhtml:body',
      rss(
        '<body xmlns="http://www.w3.org/1999/xhtml"><p>One</p></body><description>d</description>',
      ),
      { content: 'One', summary: 'd' },
    ],
    [
      'xhtml:div',
      rss('<div xmlns="http://www.w3.org/1999/xhtml"><p>One</p></div>'),
      { content: 'One' },
    ],
    ['fullitem', rss('<fullitem>&lt;p>One&lt;/p></fullitem>'), { content: 'One' }],
    [
      'a description and a summary',
      rss('<description>d</description><summary>s</summary>'),
      { summary: 'd', content: 's' },
    ],
    [
      'a summary and a description',
      rss('<summary>s</summary><description>d</description>'),
      { summary: 's', content: 'd' },
    ],
    [
      'Yandex',
      rss(
        '<y:full-text xmlns:y="http://news.yandex.ru">full</y:full-text><description>d</description>',
      ),
      { content: 'full', summary: 'd' },
    ],
    [
      'feedburner:origLink',
      rss(
        '<link>https://feeds.feedburner.com/~r/x/1</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://outlet.example/a</f:origLink>',
      ),
      { link: A },
    ],
    [
      'PRISM dates and keywords',
      rdf(
        '<p:publicationDate xmlns:p="http://prismstandard.org/namespaces/1.2/basic/">2003-12-31T10:14:55Z</p:publicationDate><p:keyword xmlns:p="http://prismstandard.org/namespaces/1.2/basic/">War</p:keyword>',
      ),
      { publishedAt: AT, categories: ['War'] },
    ],
    [
      'PRISM of another version',
      rdf(
        '<p:publicationDate xmlns:p="http://prismstandard.org/namespaces/basic/3.0/">2003-12-31T10:14:55Z</p:publicationDate><p:modificationDate xmlns:p="http://prismstandard.org/namespaces/basic/3.0/">2004-01-02</p:modificationDate>',
      ),
      { publishedAt: AT, updatedAt: '2004-01-02T00:00:00.000Z' },
    ],
    [
      'the full text for a Russian aggregator',
      rss(
        '<description>d</description><t:content xmlns:t="http://turbo.yandex.ru"><![CDATA[<p>full</p>]]></t:content>',
      ),
      { content: 'full', summary: 'd' },
    ],
    [
      'Slash',
      rdf(
        '<s:section xmlns:s="http://purl.org/rss/1.0/modules/slash/">articles</s:section><title>t</title>',
      ),
      { title: 't', categories: [] },
    ],
    [
      'admin and cc',
      rdf(
        '<cc:license xmlns:cc="http://web.resource.org/cc/" rdf:resource="https://cc.example/"/><title>t</title>',
      ),
      { title: 't', link: A },
    ],
    [
      'geo',
      rss(
        '<geo:lat xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#">50.4</geo:lat><title>t</title>',
      ),
      { title: 't', summary: null },
    ],
  ])
  tellFeeds([
    [
      'sy:updatePeriod is no text',
      rss(
        '',
        '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">hourly</sy:updatePeriod>',
      ),
      { title: 'Outlet' },
    ],
    [
      'dc:title of the channel',
      '<rss version="2.0"><channel><dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">Outlet</dc:title></channel></rss>',
      { title: 'Outlet' },
    ],
    [
      'itunes:new-feed-url is not the site',
      rss('', '<itunes:new-feed-url>https://x.example/</itunes:new-feed-url>'),
      { link: 'https://outlet.example/' },
    ],
  ])
})

describe('Atom 0.3', () => {
  tellItems([
    [
      'issued, modified and created',
      atom03(
        '<issued>2003-12-31T10:14:55Z</issued><modified>2004-01-02</modified><created>2003-01-01</created>',
      ),
      { publishedAt: AT, updatedAt: '2004-01-02T00:00:00.000Z' },
    ],
    ['created alone', atom03('<created>2003-12-31T10:14:55Z</created>'), { publishedAt: AT }],
    [
      'modified alone',
      atom03('<modified>2003-12-31T10:14:55Z</modified>'),
      { publishedAt: null, updatedAt: AT },
    ],
    [
      'no mode is xml',
      atom03(
        '<content type="application/xhtml+xml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p></div></content>',
      ),
      { content: 'One' },
    ],
    [
      'mode escaped',
      atom03('<content type="text/html" mode="escaped">&lt;p>One &amp;amp; two&lt;/p></content>'),
      { content: 'One & two' },
    ],
    [
      'mode base64',
      atom03('<content type="text/html" mode="base64">PHA+T25lPC9wPg==</content>'),
      { content: 'One' },
    ],
    [
      'base64 with line breaks',
      atom03('<content type="text/html" mode="base64">\n PHA+T25l\n PC9wPg==\n</content>'),
      { content: 'One' },
    ],
    [
      'a title in base64',
      atom03('<title type="text/plain" mode="base64">T25lIHR3bw==</title>'),
      { title: 'One two' },
    ],
    [
      'base64 of UTF-8',
      atom03('<title type="text/plain" mode="base64">w6k=</title>'),
      { title: 'é' },
    ],
    [
      'a title of escaped html',
      atom03('<title type="text/html" mode="escaped">&lt;b>One&lt;/b></title>'),
      { title: 'One' },
    ],
    [
      'a title of plain text, escaped',
      atom03('<title type="text/plain" mode="escaped">5 &lt; 6</title>'),
      { title: '5 < 6' },
    ],
    ['summary', atom03('<summary type="text/plain">s</summary>'), { summary: 's' }],
    [
      'author with url',
      atom03(
        '<author><name>Ann</name><url>https://ann.example</url><email>ann@ann.example</email></author>',
      ),
      { author: 'Ann' },
    ],
    [
      'the feed’s author',
      atom03('<title>t</title>', '<author><name>Desk</name></author>'),
      { author: 'Desk' },
    ],
    [
      'link alternate',
      atom03(
        `<link rel="alternate" type="text/html" href="${A}"/><link rel="service.edit" type="application/x.atom+xml" href="https://x.example/"/>`,
      ),
      { link: A },
    ],
    ['id', atom03('<id>tag:outlet.example,2003:1</id>'), { id: 'tag:outlet.example,2003:1' }],
    ['dc:subject', atom03('<dc:subject>War</dc:subject>'), { categories: ['War'] }],
    [
      'two contents',
      atom03(
        '<content type="text/plain">One</content><content type="text/html" mode="escaped">&lt;b>One&lt;/b></content>',
      ),
      { content: 'One' },
    ],
  ])
  tellFeeds([
    [
      'tagline is not the title',
      atom03('', '<tagline>sub</tagline>'),
      { title: 'Outlet', format: 'atom' },
    ],
    [
      'info is not the title',
      atom03(
        '',
        '<info type="application/xhtml+xml" mode="xml"><div xmlns="http://www.w3.org/1999/xhtml">This is a feed</div></info>',
      ),
      { title: 'Outlet' },
    ],
  ])
})
