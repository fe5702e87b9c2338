// JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), sentence by sentence.

import { describe, expect, test } from 'vitest'
import { json, read, tellFeeds, tellItems } from './told.ts'

const A = 'https://outlet.example/a'

describe('items', () => {
  tellItems([
    ['id and url', json({ id: '1', url: A }), { id: '1', link: A }],
    ['a number as id is a string', json({ id: 1 }), { id: '1' }],
    ['a large number as id', json({ id: 12345678 }), { id: '12345678' }],
    [
      'external_url is the link of a linked item',
      json({ id: '1', external_url: 'https://other.example/x' }),
      { link: 'https://other.example/x' },
    ],
    [
      'url before external_url',
      json({ id: '1', url: A, external_url: 'https://other.example/x' }),
      { link: A },
    ],
    ['an id that is an address', json({ id: A }), { link: A, id: A }],
    ['title is plain text', json({ id: '1', title: 'a & b' }), { title: 'a & b' }],
    [
      'an item without a title',
      json({ id: '1', content_text: 'c' }),
      { title: null, content: 'c' },
    ],
    [
      'content_html',
      json({ id: '1', content_html: '<p>One</p><p>two &amp; three</p>' }),
      { content: 'One\n\ntwo & three' },
    ],
    ['content_text', json({ id: '1', content_text: 'a < b & c' }), { content: 'a < b & c' }],
    ['content_text keeps its lines', json({ id: '1', content_text: 'a\nb' }), { content: 'a\nb' }],
    [
      'content_text is no markup',
      json({ id: '1', content_text: 'use <b>bold</b>' }),
      { content: 'use <b>bold</b>' },
    ],
    [
      'text where the html is empty',
      json({ id: '1', content_html: '<p></p>', content_text: 'c' }),
      { content: 'c' },
    ],
    [
      'html before text',
      json({ id: '1', content_text: 'no', content_html: '<p>yes</p>' }),
      { content: 'yes' },
    ],
    ['summary', json({ id: '1', summary: 's', content_text: 'c' }), { summary: 's', content: 'c' }],
    [
      'an image is no link',
      json({
        id: '1',
        image: 'https://outlet.example/a.png',
        banner_image: 'https://outlet.example/b.png',
      }),
      { link: null },
    ],
    [
      'date_published and date_modified',
      json({
        id: '1',
        date_published: '2010-02-07T14:04:00-05:00',
        date_modified: '2010-02-08T00:00:00Z',
      }),
      { publishedAt: '2010-02-07T19:04:00.000Z', updatedAt: '2010-02-08T00:00:00.000Z' },
    ],
    [
      'date_modified alone',
      json({ id: '1', date_modified: '2010-02-08T00:00:00Z' }),
      { publishedAt: null, updatedAt: '2010-02-08T00:00:00.000Z' },
    ],
    ['an unreadable date', json({ id: '1', date_published: 'soon' }), { publishedAt: null }],
    [
      'an RFC 822 date',
      json({ id: '1', date_published: 'Thu, 01 Jan 2004 19:48:21 GMT' }),
      { publishedAt: '2004-01-01T19:48:21.000Z' },
    ],
    [
      'authors of 1.1',
      json({ id: '1', authors: [{ name: 'Ann' }, { name: 'Bob' }] }),
      { author: 'Ann, Bob' },
    ],
    ['author of 1.0', json({ id: '1', author: { name: 'Ann' } }), { author: 'Ann' }],
    ['author as text', json({ id: '1', author: 'Ann' }), { author: 'Ann' }],
    [
      'authors before author',
      json({ id: '1', author: { name: 'No' }, authors: [{ name: 'Ann' }] }),
      { author: 'Ann' },
    ],
    ['the feed’s authors', json({ id: '1' }, { authors: [{ name: 'Desk' }] }), { author: 'Desk' }],
    [
      'the feed’s author of 1.0',
      json({ id: '1' }, { version: 'https://jsonfeed.org/version/1', author: { name: 'Desk' } }),
      { author: 'Desk' },
    ],
    [
      'an author without a name',
      json({ id: '1', authors: [{ url: 'https://ann.example' }] }),
      { author: null },
    ],
    ['tags', json({ id: '1', tags: ['a', 'b', 'a'] }), { categories: ['a', 'b'] }],
    ['tags that are no texts', json({ id: '1', tags: ['a', null, 3, {}] }), {}],
    [
      'attachments are no link',
      json({
        id: '1',
        attachments: [{ url: 'https://outlet.example/a.mp3', mime_type: 'audio/mpeg' }],
      }),
      { link: null },
    ],
    ['an address relative to the site', json({ id: '1', url: '/a' }), { link: A }],
    [
      'custom objects begin with an underscore',
      json({ id: '1', _x: { title: 'no' }, title: 't' }),
      { title: 't' },
    ],
    [
      'nothing but an id',
      json({ id: '1' }),
      {
        id: '1',
        title: null,
        link: null,
        summary: null,
        content: null,
        author: null,
        categories: [],
        publishedAt: null,
        updatedAt: null,
      },
    ],
    [
      'null is absent',
      json({ id: '1', title: null, url: null, tags: null, authors: null, content_text: null }),
      { id: '1', title: null, link: null, categories: [] },
    ],
    [
      'an empty text is absent',
      json({ id: '1', title: '', summary: '' }),
      { title: null, summary: null },
    ],
    [
      'escapes of JSON',
      json({ id: '1', title: 'a "b" \\ c \u00e9 🚀' }),
      { title: 'a "b" \\ c é 🚀' },
    ],
    [
      'an address where text is',
      json({ id: '1', content_text: 'see https://outlet.example/a' }),
      { content: 'see https://outlet.example/a' },
    ],
    [
      'a title with an entity',
      json({ id: '1', title: 'Bread &amp; butter' }),
      { title: 'Bread & butter' },
    ],
  ])
})

describe('feeds', () => {
  tellFeeds([
    [
      'title, home page, language',
      json({ id: '1' }, { language: 'en-US' }),
      { format: 'json', title: 'Outlet', link: 'https://outlet.example/', language: 'en-US' },
    ],
    [
      'feed_url is not the site',
      json({ id: '1' }, { home_page_url: undefined, feed_url: 'https://outlet.example/feed.json' }),
      { link: null },
    ],
    [
      'version 1',
      json({ id: '1' }, { version: 'https://jsonfeed.org/version/1' }),
      { title: 'Outlet', items: [{ id: '1' }] },
    ],
    [
      'version by http',
      json({ id: '1' }, { version: 'http://jsonfeed.org/version/1' }),
      { items: [{ id: '1' }] },
    ],
    [
      'items keep their order',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'o',
        items: [{ id: '2' }, { id: '1' }],
      }),
      { items: [{ id: '2' }, { id: '1' }] },
    ],
    [
      'no items',
      JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'o', items: [] }),
      { title: 'o', items: [] },
    ],
    [
      'a feed without a title',
      JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: [{ id: '1' }] }),
      { title: null, items: [{ id: '1' }] },
    ],
    [
      'an item without an id',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'o',
        items: [{ url: A, title: 't' }],
      }),
      { items: [{ id: A, link: A }] },
    ],
    ['a byte order mark', `\ufeff${json({ id: '1' })}`, { items: [{ id: '1' }] }],
    [
      'one bad item among good ones',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'o',
        items: [{ id: '1' }, null, 'x', 3, { id: '2' }],
      }),
      { items: [{ id: '1' }, { id: '2' }] },
    ],
    ['a comma too many', json({ id: '1' }).replace(/\]\}$/, ',]}'), { items: [{ id: '1' }] }],
    ['white space before', `\n\n ${json({ id: '1' })}`, { items: [{ id: '1' }] }],
    [
      'items as an object',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'o',
        items: { id: '1' },
      }),
      { title: 'o' },
    ],
  ])

  test('JSON that is no feed is told so', async () => {
    await expect(read('{"error":"not found"}')).rejects.toThrow('no JSON Feed')
    await expect(read('[]')).rejects.toThrow('no JSON Feed')
  })
})
