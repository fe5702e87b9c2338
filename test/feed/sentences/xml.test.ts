// XML 1.0, Namespaces in XML, xml:lang and xml:base, as far as a feed's fields depend on them.

import { describe } from 'vitest'
import { atom, rdf, rss, tellFeeds, tellItems } from './told.ts'

const feed = (item: string, root = 'version="2.0"', before = ''): string =>
  `${before}<rss ${root}><channel><title>Outlet</title><link>https://outlet.example/</link><item>${item}</item></channel></rss>`
const ATOM = 'xmlns="http://www.w3.org/2005/Atom"'

describe('text, references and sections (XML 1.0 §2.4, §2.5, §2.7, §4.1)', () => {
  tellItems([
    [
      'predefined entities',
      rss('<title>&lt;a&gt; &amp; &quot;b&quot; &apos;c&apos;</title>'),
      { title: '<a> & "b" \'c\'' },
    ],
    ['decimal references', rss('<title>&#72;&#1046;&#128640;</title>'), { title: 'HЖ🚀' }],
    ['hexadecimal references', rss('<title>&#x48;&#x416;&#x1F680;</title>'), { title: 'HЖ🚀' }],
    ['a capital X in a reference', rss('<title>&#X48;</title>'), { title: 'H' }],
    ['leading zeros in a reference', rss('<title>&#0072;&#x0048;</title>'), { title: 'HH' }],
    ['a surrogate pair in two references', rss('<title>&#55357;&#56960;</title>'), { title: '🚀' }],
    [
      'a section is one text with what is around',
      rss('<title>a <![CDATA[b & c]]> d</title>'),
      { title: 'a b & c d' },
    ],
    ['several sections', rss('<title><![CDATA[a]]><![CDATA[b]]></title>'), { title: 'ab' }],
    [
      'an end mark split in two sections',
      rss('<title><![CDATA[a ]]]]><![CDATA[> b]]></title>'),
      { title: 'a ]]> b' },
    ],
    ['a comment is no text', rss('<title>a<!-- b -->c</title>'), { title: 'ac' }],
    ['a comment with two hyphens inside', rss('<title>a<!-- b -- c -->d</title>'), { title: 'ad' }],
    ['a comment that ends in three hyphens', rss('<title>a<!-- b --->d</title>'), { title: 'ad' }],
    ['a comment that holds a tag', rss('<title>a<!-- </title> -->d</title>'), { title: 'ad' }],
    [
      'a comment that holds an item',
      rss(
        '<title>a</title><!-- </item><item><title>no</title> --><link>https://outlet.example/a</link>',
      ),
      { title: 'a', link: 'https://outlet.example/a' },
    ],
    [
      'a processing instruction is no text',
      rss('<title>a<?php echo 1 ?>b</title>'),
      { title: 'ab' },
    ],
    [
      'a processing instruction inside an item',
      rss('<?x y?><title>a</title><?z?>'),
      { title: 'a' },
    ],
    [
      'a section that holds a tag',
      rss('<title><![CDATA[a </title> b]]></title>'),
      { title: 'a b' },
    ],
    [
      'a section that holds an item’s end',
      rss('<description><![CDATA[code: </item> done]]></description><title>t</title>'),
      { title: 't' },
    ],
    ['line ends are one', rss('<description>a\r\nb\rc</description>'), { summary: 'a b c' }],
    ['white space is kept once', rss('<title>  a  b  </title>'), { title: 'a b' }],
    [
      'xml:space changes nothing here',
      rss('<title xml:space="preserve">  a  </title>'),
      { title: 'a' },
    ],
    ['a no-break space', rss('<title>a&#160;b</title>'), { title: 'a b' }],
    ['a combining accent stays', rss('<title>e&#769;</title>'), { title: 'e\u0301' }],
  ])
})

describe('tags and attributes (XML 1.0 §3.1, §3.3.3)', () => {
  tellItems([
    [
      'an empty element in two forms',
      rss('<title></title><link/><guid isPermaLink="false">x</guid>'),
      { id: 'x', title: null, link: null },
    ],
    [
      'single quotes',
      rss("<guid isPermaLink='false'>https://outlet.example/a</guid>"),
      { link: null },
    ],
    [
      'white space around the equals sign',
      rss('<guid isPermaLink = "false" >https://outlet.example/a</guid>'),
      { link: null },
    ],
    [
      'white space in an end tag',
      rss('<title>a</title ><link>https://outlet.example/a</link\n>'),
      { title: 'a', link: 'https://outlet.example/a' },
    ],
    [
      'line breaks between attributes',
      atom('<link\n rel="alternate"\n href="https://outlet.example/a"\n/>'),
      { link: 'https://outlet.example/a' },
    ],
    [
      'a greater-than sign in a value',
      atom('<link title="a > b" href="https://outlet.example/a"/>'),
      { link: 'https://outlet.example/a' },
    ],
    [
      'a slash before the end of a value',
      atom('<link href="https://outlet.example/a/"/>'),
      { link: 'https://outlet.example/a/' },
    ],
    ['line breaks in a value are spaces', atom('<category term="a\nb"/>'), { categories: ['a b'] }],
    [
      'references in a value',
      atom('<category term="a &amp; b &#8211; c &quot;d&quot;"/>'),
      { categories: ['a & b – c "d"'] },
    ],
    ['other quotes in a value', atom('<category term=\'say "a"\'/>'), { categories: ['say "a"'] }],
    ['quotes inside a value', atom('<category term="say "hi""/>'), { categories: ['say "hi"'] }],
    [
      'quotes inside another value',
      atom('<link title="say "hi" now" href="https://outlet.example/a"/>'),
      { link: 'https://outlet.example/a' },
    ],
    [
      'tags inside a value',
      atom('<link title="a <b>c</b>" href="https://outlet.example/a"/>'),
      { link: 'https://outlet.example/a' },
    ],
    [
      'no white space between attributes',
      atom('<link rel="alternate"href="https://outlet.example/a"/>'),
      { link: 'https://outlet.example/a' },
    ],
    [
      'a slash too many',
      atom('<link href="https://outlet.example/a"//><id>1</id>'),
      { link: 'https://outlet.example/a', id: '1' },
    ],
    [
      'an end tag instead of an empty-element tag',
      atom('<link href="https://outlet.example/a"></link>'),
      { link: 'https://outlet.example/a' },
    ],
    [
      'names hold dots, hyphens and digits',
      rss('<x-1.y>no</x-1.y><title>yes</title>'),
      { title: 'yes' },
    ],
    [
      'an unknown element that holds known names',
      rss('<wrapper><title>no</title></wrapper><title>yes</title>'),
      { title: 'yes' },
    ],
  ])
})

describe('the prolog (XML 1.0 §2.8)', () => {
  tellItems([
    ['no declaration', feed('<title>a</title>'), { title: 'a' }],
    [
      'a declaration in single quotes',
      feed('<title>é</title>', undefined, "<?xml version='1.0' encoding='UTF-8'?>"),
      { title: 'é' },
    ],
    [
      'standalone',
      feed(
        '<title>a</title>',
        undefined,
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
      ),
      { title: 'a' },
    ],
    ['version 1.1', feed('<title>a</title>', undefined, '<?xml version="1.1"?>'), { title: 'a' }],
    [
      'a style sheet',
      feed(
        '<title>a</title>',
        undefined,
        '<?xml version="1.0"?><?xml-stylesheet href="a.xsl" type="text/xsl"?>',
      ),
      { title: 'a' },
    ],
    [
      'comments before the root',
      feed(
        '<title>a</title>',
        undefined,
        '<?xml version="1.0"?><!-- generator="x" --><!-- <rss> -->',
      ),
      { title: 'a' },
    ],
    [
      'a document type',
      feed('<title>a</title>', undefined, '<!DOCTYPE rss SYSTEM "http://x.example/rss.dtd">'),
      { title: 'a' },
    ],
    [
      'an internal subset',
      feed('<title>&who; &amp; co</title>', undefined, '<!DOCTYPE rss [<!ENTITY who "Ann Lee">]>'),
      { title: 'Ann Lee & co' },
    ],
    [
      'an entity of entities',
      feed('<title>&a;</title>', undefined, '<!DOCTYPE rss [<!ENTITY b "x"><!ENTITY a "&b;&b;">]>'),
      { title: 'xx' },
    ],
    [
      'an entity declared later than it is used in another',
      feed('<title>&a;</title>', undefined, '<!DOCTYPE rss [<!ENTITY a "&b;!"><!ENTITY b "x">]>'),
      { title: 'x!' },
    ],
    [
      'an entity in single quotes',
      feed('<title>&a;</title>', undefined, '<!DOCTYPE rss [<!ENTITY a \'x "y"\'>]>'),
      { title: 'x "y"' },
    ],
    [
      'the first declaration of an entity counts',
      feed('<title>&a;</title>', undefined, '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY a "y">]>'),
      { title: 'x' },
    ],
    [
      'elements and comments in a subset',
      feed(
        '<title>&a;</title>',
        undefined,
        '<!DOCTYPE rss [<!ELEMENT rss ANY><!-- ]> --><!ATTLIST rss version CDATA #IMPLIED><!ENTITY a "x">]>',
      ),
      { title: 'x' },
    ],
    [
      'a bracket in an entity’s value',
      feed('<title>&a;</title>', undefined, '<!DOCTYPE rss [<!ENTITY a "x]>y"><!ENTITY b "z">]>'),
      { title: 'x]>y' },
    ],
    [
      'a parameter entity',
      feed(
        '<title>&eacute;</title>',
        undefined,
        '<!DOCTYPE rss [<!ENTITY % latin PUBLIC "-//W3C//ENTITIES Latin 1//EN" "xhtml-lat1.ent">%latin;]>',
      ),
      { title: 'é' },
    ],
    [
      'an external entity is not fetched',
      feed(
        '<title>a &x; b</title>',
        undefined,
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      ),
      {},
    ],
    [
      'an entity that holds markup',
      feed(
        '<description>&a;</description>',
        undefined,
        '<!DOCTYPE rss [<!ENTITY a "&lt;b&gt;x&lt;/b&gt; y">]>',
      ),
      { summary: 'x y' },
    ],
    [
      'an entity in an attribute',
      `<!DOCTYPE feed [<!ENTITY host "https://outlet.example">]><feed ${ATOM}><title>o</title><entry><link href="&host;/a"/></entry></feed>`,
      { link: 'https://outlet.example/a' },
    ],
    [
      'an entity in a link',
      feed(
        '<link>&host;/a</link>',
        undefined,
        '<!DOCTYPE rss [<!ENTITY host "https://outlet.example">]>',
      ),
      { link: 'https://outlet.example/a' },
    ],
    [
      'white space before the declaration',
      feed('<title>a</title>', undefined, '\n  <?xml version="1.0"?>'),
      { title: 'a' },
    ],
    [
      'two declarations',
      feed(
        '<title>a</title>',
        undefined,
        '<?xml version="1.0"?><?xml version="1.0" encoding="utf-8"?>',
      ),
      { title: 'a' },
    ],
    [
      'a declaration without quotes',
      feed('<title>a</title>', undefined, '<?xml version=1.0 encoding=utf-8?>'),
      { title: 'a' },
    ],
    [
      'a declaration with a typing error',
      feed('<title>a</title>', undefined, '<?xml version="1.0 encoding="utf-8"?>'),
      { title: 'a' },
    ],
    [
      'a document type in lower case',
      feed('<title>a</title>', undefined, '<!doctype rss>'),
      { title: 'a' },
    ],
    [
      'an HTML document type before a feed',
      feed('<title>a</title>', undefined, '<!DOCTYPE html>'),
      { title: 'a' },
    ],
  ])
})

describe('namespaces', () => {
  tellItems([
    [
      'Dublin Core under another prefix',
      feed('<d:creator xmlns:d="http://purl.org/dc/elements/1.1/">Ann</d:creator>'),
      { author: 'Ann' },
    ],
    [
      'a prefix that means something else here',
      feed('<dc:title xmlns:dc="urn:other">no</dc:title><title>yes</title>'),
      { title: 'yes' },
    ],
    [
      'a known prefix with a mistyped namespace',
      feed('<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1.">Ann</dc:creator>'),
      { author: 'Ann' },
    ],
    [
      'an unknown prefix never declared',
      feed('<zz:title>no</zz:title><title>yes</title>'),
      { title: 'yes' },
    ],
    ['a known prefix never declared', feed('<dc:creator>Ann</dc:creator>'), { author: 'Ann' }],
    [
      'a namespace in capitals',
      feed('<i:author xmlns:i="HTTP://WWW.ITUNES.COM/DTDs/PodCast-1.0.DTD">Ann</i:author>'),
      { author: 'Ann' },
    ],
    [
      'a namespace by https',
      feed('<d:creator xmlns:d="https://purl.org/dc/elements/1.1/">Ann</d:creator>'),
      { author: 'Ann' },
    ],
    [
      'a default namespace on a leaf',
      feed('<creator xmlns="http://purl.org/dc/elements/1.1/">Ann</creator>'),
      { author: 'Ann' },
    ],
    [
      'a stranger’s default namespace on a leaf',
      feed('<title xmlns="urn:x">no</title><title>yes</title>'),
      { title: 'yes' },
    ],
    ['the default namespace is undeclared', feed('<title xmlns="">yes</title>'), { title: 'yes' }],
    [
      'a version of UserLand’s namespace that nobody knows',
      '<r:rss version="2.0" xmlns:r="http://backend.userland.com/RSS092b"><r:channel><r:title>o</r:title><r:item><r:title>a</r:title></r:item></r:channel></r:rss>',
      { title: 'a' },
    ],
    [
      'RSS with a namespace',
      feed('<title>a</title>', 'version="2.0" xmlns="http://backend.userland.com/rss2"'),
      { title: 'a' },
    ],
    [
      'RSS with another namespace',
      feed('<title>a</title>', 'version="2.0" xmlns="http://blogs.law.harvard.edu/tech/rss"'),
      { title: 'a' },
    ],
    [
      'RSS under a prefix',
      '<r:rss version="2.0" xmlns:r="http://backend.userland.com/rss2"><r:channel><r:title>o</r:title><r:item><r:title>a</r:title><r:link>https://outlet.example/a</r:link></r:item></r:channel></r:rss>',
      { title: 'a', link: 'https://outlet.example/a' },
    ],
    [
      'Atom under a prefix',
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>o</a:title><a:entry><a:title>a</a:title><a:id>1</a:id></a:entry></a:feed>',
      { title: 'a', id: '1' },
    ],
    [
      'Atom elements in RSS',
      feed(
        '<a:title xmlns:a="http://www.w3.org/2005/Atom">a</a:title><a:updated xmlns:a="http://www.w3.org/2005/Atom">2003-12-13T18:30:02Z</a:updated>',
      ),
      { title: 'a', updatedAt: '2003-12-13T18:30:02.000Z' },
    ],
    [
      'an Atom summary in RSS',
      feed(
        '<a:summary xmlns:a="http://www.w3.org/2005/Atom" type="html">&lt;b>s&lt;/b></a:summary>',
      ),
      { summary: 's' },
    ],
    [
      'RSS 1.0 with RDF as the default namespace',
      '<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:r="http://purl.org/rss/1.0/"><r:channel><r:title>o</r:title></r:channel><r:item about="x"><r:title>a</r:title></r:item></RDF>',
      { title: 'a' },
    ],
    [
      'Dublin Core 1.0',
      feed('<d:creator xmlns:d="http://purl.org/dc/elements/1.0/">Ann</d:creator>'),
      { author: 'Ann' },
    ],
    [
      'a prefix declared twice',
      feed(
        '<p:creator xmlns:p="http://purl.org/dc/elements/1.1/">Ann</p:creator>',
        'version="2.0" xmlns:p="urn:other"',
      ),
      { author: 'Ann' },
    ],
  ])
})

describe('xml:lang and xml:base', () => {
  tellFeeds([
    ['of the root', atom('<title>a</title>', '', 'xml:lang="de"'), { language: 'de' }],
    [
      'of RDF’s root',
      rdf('<title>a</title>').replace('<rdf:RDF', '<rdf:RDF xml:lang="de"'),
      { language: 'de' },
    ],
    [
      'of RSS’s channel',
      rss('<title>a</title>').replace('<channel>', '<channel xml:lang="de">'),
      { language: 'de' },
    ],
    ['an empty language is none', atom('<title>a</title>', '', 'xml:lang=""'), { language: null }],
    [
      'a title’s language is not the feed’s',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title xml:lang="de">o</title></feed>',
      { language: null },
    ],
    [
      'an entry’s language is not the feed’s',
      atom('<title>a</title>').replace('<entry>', '<entry xml:lang="de">'),
      { language: null },
    ],
    [
      'the site relative to the base',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.example/x/"><title>o</title><link href="../y"/></feed>',
      { link: 'https://outlet.example/y' },
    ],
    [
      'the site relative to the document',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>o</title><link href="/y"/></feed>',
      { link: 'https://outlet.example/y' },
      { url: 'https://outlet.example/feed' },
    ],
    [
      'a base relative to the document',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x/"><title>o</title><link href="y"/></feed>',
      { link: 'https://outlet.example/x/y' },
      { url: 'https://outlet.example/feed' },
    ],
    [
      'the base of an RSS document',
      '<rss version="2.0" xml:base="https://outlet.example/x/"><channel><title>o</title><link>y</link></channel></rss>',
      { link: 'https://outlet.example/x/y' },
    ],
    [
      'a base on the channel',
      '<rss version="2.0"><channel xml:base="https://outlet.example/x/"><title>o</title><link>y</link></channel></rss>',
      { link: 'https://outlet.example/x/y' },
    ],
    [
      'a base that leaves its scope',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.example/"><title>o</title><entry xml:base="x/"><link href="a"/></entry><entry><link href="b"/></entry></feed>',
      { items: [{ link: 'https://outlet.example/x/a' }, { link: 'https://outlet.example/b' }] },
    ],
    [
      'a base on a sibling',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.example/"><title xml:base="https://x.example/">o</title><link href="a"/></feed>',
      { link: 'https://outlet.example/a' },
    ],
    [
      'an invalid base is no base',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://[bad"><title>o</title><link href="/a"/></feed>',
      { link: 'https://outlet.example/a' },
      { url: 'https://outlet.example/feed' },
    ],
  ])
})

describe('RFC 3986 §5.4: references against http://a/b/c/d;p?q', () => {
  const base = 'http://a/b/c/d;p?q'
  const rows: readonly (readonly [string, string])[] = [
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g/'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['#s', 'http://a/b/c/d;p?q#s'],
    ['g#s', 'http://a/b/c/g#s'],
    ['g?y#s', 'http://a/b/c/g?y#s'],
    [';x', 'http://a/b/c/;x'],
    ['g;x', 'http://a/b/c/g;x'],
    ['g;x?y#s', 'http://a/b/c/g;x?y#s'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../', 'http://a/'],
    ['../../g', 'http://a/g'],
    ['../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['.g', 'http://a/b/c/.g'],
    ['g..', 'http://a/b/c/g..'],
    ['./../g', 'http://a/b/g'],
    ['./g/.', 'http://a/b/c/g/'],
    ['g/./h', 'http://a/b/c/g/h'],
    ['g/../h', 'http://a/b/c/h'],
    ['g;x=1/../y', 'http://a/b/c/y'],
    ['g?y/../x', 'http://a/b/c/g?y/../x'],
    ['g#s/../x', 'http://a/b/c/g#s/../x'],
  ]
  tellItems(
    rows.map(([href, link]) => [
      href,
      `<feed ${ATOM} xml:base="${base}"><title>o</title><entry><link href="${href}"/></entry></feed>`,
      { link },
    ]),
  )
})
