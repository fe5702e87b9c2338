import { describe, expect, test } from 'vitest'
import { digestMessages, SUPPRESS_NOTIFICATIONS } from '../../src/card/digest.ts'
import { checkBody, embedLength } from '../../src/card/limits.ts'
import { packPieces } from '../../src/card/pack-pieces.ts'
import { messageText } from '../../src/card/text.ts'
import type { Story } from '../../src/types.ts'
import { context, digest, NOW, PERSIAN, RELATED, RUSSIAN, story, subscription } from './world.ts'

const textOf = (bodies: ReturnType<typeof digestMessages>): string =>
  bodies.map((body) => messageText(body, { now: NOW })).join('\n')

const numbered = (n: number, changes: Partial<Story> = {}): readonly { story: Story }[] =>
  Array.from({ length: n }, (_, index) => ({
    story: story({ id: `S-${String(index).padStart(8, 'A')}`, ...changes }),
  }))

describe('a digest', () => {
  test('begins with its period in the zone of the subscription and what it was made of', () => {
    const [first] = digestMessages(digest(), subscription(), context())
    expect(first?.embeds?.[0]?.title).toBe('Digest · 25 Nov 07:00')
    expect(first?.embeds?.[0]?.description).toBe(
      '24 Nov 19:00 – 25 Nov 07:00, Europe/Kyiv · 6 stories of 214 articles',
    )
  })

  test('shows core under the pack’s name before what is around it', () => {
    const [first] = digestMessages(digest(), subscription(), context())
    expect(first?.embeds?.map((embed) => embed.title)).toEqual([
      'Digest · 25 Nov 07:00',
      'Russia–Iran · 3',
      'Around the axis · 1',
      undefined,
    ])
  })

  test('names a theme above its first story where a section has several', () => {
    const text = textOf(digestMessages(digest(), subscription(), context()))
    expect(text.indexOf('Arms transfers\n')).toBeLessThan(text.indexOf('Diplomacy\n'))
    expect(text).not.toContain('Sanctions\n')
  })

  test('says the rest in one line each: cut, continuing, coverage, muted, next', () => {
    const coverage = {
      feeds: 41,
      healthy: 35,
      read: 41,
      camps: [
        { camp: 'western', feeds: 35, healthy: 35 },
        { camp: 'iran-state', feeds: 6, healthy: 0, since: NOW - 7 * 3_600_000 },
      ],
    }
    const text = textOf(
      digestMessages(digest(), subscription(), context({ coverage }), {
        nextAt: Date.UTC(2026, 10, 25, 17),
        muted: { sources: 2, words: 1 },
      }),
    )
    expect(text).toContain('+2 more, behind the button below')
    expect(text).toContain('1 continuing, unchanged')
    expect(text).toMatch(/Coverage: Iran state: 0 of 6 since \d{4}-\d\d-\d\d/u)
    expect(text).not.toContain('Western: ')
    expect(text).toContain('2 sources, 1 word muted here')
    expect(text).toContain('next digest 19:00 Europe/Kyiv')
  })

  test('says nothing of coverage when all is well', () => {
    expect(textOf(digestMessages(digest(), subscription(), context()))).not.toContain('Coverage')
  })

  test('without a healthy feed says "no data", never "no news"', () => {
    const empty = digest({ core: [], related: [], cut: [], continuing: [] })
    const coverage = { feeds: 41, healthy: 0, read: 41, camps: [] }
    const text = textOf(digestMessages(empty, subscription(), context({ coverage })))
    expect(text).toContain('No data: 0 of 41 feeds healthy.')
  })

  test('is silent by default and pings a role only where the subscription says so, once', () => {
    const many = digest({ core: numbered(60) })
    const silent = digestMessages(many, subscription(), context())
    expect(silent.every((body) => body.flags === SUPPRESS_NOTIFICATIONS)).toBe(true)
    const loud = digestMessages(
      many,
      subscription({ notify: 'role', mention: '400000000000000004' }),
      context(),
    )
    expect(loud.length).toBeGreaterThan(1)
    expect(loud[0]?.content).toBe('<@&400000000000000004>')
    expect(loud[0]?.allowed_mentions).toEqual({ parse: [], roles: ['400000000000000004'] })
    expect(loud.slice(1).every((body) => body.allowed_mentions.roles === undefined)).toBe(true)
    expect(loud.slice(1).every((body) => body.content === undefined)).toBe(true)
  })

  test('leads with outlet and camp while a story is one camp’s claim', () => {
    const one = digest({ core: [{ story: PERSIAN }], related: [{ story: RELATED }] })
    const text = textOf(digestMessages(one, subscription({ lang: 'fa' }), context()))
    expect(text).toContain('Iran state only: Alborz News and 1 more say: ')
  })

  test('shows a title in the reader’s language where the story has one, else a gloss above the original', () => {
    const text = textOf(digestMessages(digest(), subscription(), context()))
    expect(text).toContain(
      'Moscow and Tehran agree schedule for spare parts (harbour-post.example)',
    )
    expect(text).toContain('[fa] Alborz News: Iran – Russia · arms transfers · Su-35')
    expect(text).toContain(`| ${PERSIAN.title}`)
    const original = textOf(
      digestMessages(digest(), subscription({ foreign: 'original' }), context()),
    )
    expect(original).not.toContain('[fa]')
  })

  test('says what changed and links the message that told it here', () => {
    const [first] = digestMessages(digest(), subscription(), context())
    expect(first?.embeds?.[1]?.description).toContain('**\\+3'.replace('\\+', '+'))
    expect(first?.embeds?.[1]?.description).toContain(
      '[posted here](https://discord.com/channels/100000000000000001/200000000000000002/9)',
    )
  })

  test('marks every line of a sample', () => {
    const text = textOf(
      digestMessages(
        digest({ core: [{ story: RUSSIAN }] }),
        subscription(),
        context({ sample: true }),
      ),
    )
    expect(text.match(/\[sample\]/gu)).toHaveLength(2)
    expect(text).toContain('SAMPLE · invented outlets and events')
  })

  test('has a button for what was cut that survives a restart', () => {
    const [first] = digestMessages(digest(), subscription(), context())
    expect(first?.components?.[1]?.components[0]?.custom_id).toBe(
      'ax1:cut:ax-7KQ2A/2026-11-25T07:00:0',
    )
  })
})

describe('a long digest', () => {
  test.each(['ru', 'fa', 'en'])('in %s is cut at story borders only', (lang) => {
    const word = { en: 'ministry ', ru: 'министерство ', fa: 'وزارت ' }[lang] ?? ''
    const core = numbered(40, { title: word.repeat(30), lang })
    const messages = digestMessages(digest({ core }), subscription({ lang }), context())
    expect(messages.length).toBeGreaterThan(1)
    expect(messages.flatMap((body) => checkBody(body))).toEqual([])
    const heads = messages.flatMap((body) =>
      (body.embeds ?? []).flatMap((embed) => embed.description?.match(/🟠 HIGH /gu) ?? []),
    )
    expect(heads).toHaveLength(40)
    for (const body of messages.slice(1)) {
      expect(body.embeds?.[0]?.title).toMatch(/^Russia–Iran · 40 \(continued\)$/u)
    }
  })

  test('fits in Cyrillic and Arabic script as it does in Latin: what counts is characters', () => {
    const sizes = ['e', 'й', 'ی'].map((letter) => {
      const core = numbered(40, { title: `${letter} `.repeat(120), sides: [], lang: 'en' })
      const messages = digestMessages(digest({ core }), subscription({ lang: 'en' }), context())
      expect(messages.flatMap((body) => checkBody(body))).toEqual([])
      const texts = messages.flatMap((body) => (body.embeds ?? []).map((one) => one.description))
      return { messages: messages.length, bytes: Buffer.byteLength(texts.join('')) }
    })
    const [latin, cyrillic, arabic] = sizes
    expect(cyrillic?.messages).toBe(latin?.messages)
    expect(arabic?.messages).toBe(latin?.messages)
    expect(cyrillic?.bytes).toBeGreaterThan(latin?.bytes ?? 0)
    expect(arabic?.bytes).toBeGreaterThan(latin?.bytes ?? 0)
    // Messages of components fail above some 10,000 bytes; no digest is one.
    expect(SUPPRESS_NOTIFICATIONS & (1 << 15)).toBe(0)
  })
})

describe('packing', () => {
  test('fills a message before it opens the next one', () => {
    const pieces = Array.from({ length: 12 }, () => ({ text: 'x'.repeat(1000), section: 'A' }))
    const messages = packPieces(pieces)
    expect(messages).toHaveLength(3)
    for (const { embeds } of messages) {
      expect(embeds.reduce((sum, embed) => sum + embedLength(embed), 0)).toBeLessThanOrEqual(6000)
      for (const embed of embeds) expect(embed.description?.length).toBeLessThanOrEqual(4096)
    }
  })

  test('refuses a piece that fits no message rather than cut it', () => {
    expect(() => packPieces([{ text: 'x'.repeat(4097) }])).toThrow(/longer than a message/)
  })

  test('two sections with one beginning stay two', () => {
    const [message] = packPieces([
      { text: 'a', section: 'Iran · 12' },
      { text: 'b', section: 'Iran · 1' },
    ])
    expect(message?.embeds.map((embed) => embed.title)).toEqual(['Iran · 12', 'Iran · 1'])
  })
})
