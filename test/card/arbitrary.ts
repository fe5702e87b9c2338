// Arbitrary stories and strangers' texts for property tests.

import fc from 'fast-check'
import type { Story, StoryArticle } from '../../src/types.ts'
import { article, CAMPS, NOW, PACK, story } from './world.ts'

const EVIL = [
  '@everyone',
  '@here',
  '<@1234567890>',
  '<@&1234567890>',
  '<#1234567890>',
  '</axis latest:1234567890>',
  '<t:1700000000:R>',
  '<:smile:1234567890>',
  '<id:guide>',
  '[Reuters](https://evil.example)',
  '[x](<https://evil.example>)',
  '<https://evil.example>',
  'https://evil.example/a_b',
  'discord.gg/abcdef',
  'discord.com/invite/abcdef',
  '||spoiler||',
  '`code`',
  '```\nblock\n```',
  '# head',
  '-# small',
  '> quote',
  '>>> quote',
  '- item',
  '* item',
  '1. item',
  '**bold** __under__ ~~strike~~ _i_',
  '\u202egnirts',
  '\u2066isolate\u2069',
  '\\',
  '\\\\[',
  '\n\n',
  '\u0000\u001b[31m',
  '\ud83d',
  '👩‍👩‍👧‍👦',
  '🇺🇦🇮🇷',
  'Ё́́́́́́́́́́',
  'می‌شود',
  'خبر فوری: تهران و مسکو',
  'Москва и Тегеран согласовали',
  'عاجل: بيان مشترك',
  ' ',
  '',
]

/** Text as a stranger may write it: hostile pieces, scripts, emoji, noise, sometimes very long. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...EVIL) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
    ),
    { maxLength: 12 },
  )
  .chain((parts) =>
    fc.constantFrom(1, 1, 1, 8, 60).map((times) => Array(times).fill(parts.join(' ')).join('')),
  )

export const anyLink: fc.Arbitrary<string | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant('javascript:alert(1)'),
  fc.constant('https://user:pass@evil.example/)](https://x.example'),
  fc.constant(`https://long.example/${'a('.repeat(1500)}`),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
)

const ids = (known: readonly { readonly id: string }[]): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(
    fc.oneof(fc.constantFrom(...known.map((one) => one.id)), fc.string({ maxLength: 30 })),
    { maxLength: 8 },
  )

const storyId = fc.stringMatching(/^S-[A-Z2-7]{8}$/u)
const lang = fc.constantFrom('en', 'ru', 'fa', 'ar', 'he', 'uk', 'und')

export const anyStory: fc.Arbitrary<Story> = fc
  .record({
    id: storyId,
    title: anyText,
    outlet: anyText,
    lang,
    link: anyLink,
    actors: ids(PACK.actors),
    assets: ids(PACK.assets),
    themes: ids(PACK.themes),
    relevance: fc.constantFrom('core' as const, 'related' as const),
    severity: fc.constantFrom(
      'low' as const,
      'medium' as const,
      'high' as const,
      'critical' as const,
    ),
    articleCount: fc.nat(5000),
    families: fc.uniqueArray(fc.string({ maxLength: 20 }), { maxLength: 30 }),
    camps: ids(CAMPS).map((camps) => camps.map((camp, n) => ({ camp, articles: n + 1 }))),
    origins: fc.array(anyText, { maxLength: 5 }),
    sentence: anyText,
    sideTitle: anyText,
    sideLang: lang,
    sample: fc.boolean(),
    age: fc.nat(1_000_000_000),
  })
  .map(({ link, sentence, sideTitle, sideLang, age, ...rest }) => {
    const { link: _, ...base } = story()
    return {
      ...base,
      ...rest,
      ...(link === undefined ? {} : { link }),
      openedAt: NOW - age - 1000,
      updatedAt: NOW - age,
      first: { outlet: rest.outlet, at: NOW - age - 1000 },
      summary: [{ text: sentence, outlet: rest.outlet, articleId: 'a' }],
      sides: [{ lang: sideLang, title: sideTitle, articleId: 'b' }],
    }
  })

export const anyArticle: fc.Arbitrary<StoryArticle> = fc
  .record({ title: anyText, outlet: anyText, link: anyLink, lang, other: anyText })
  .map(({ title, outlet, link, lang: of, other }) => {
    const { link: _, ...base } = article()
    const match = {
      kind: 'theme',
      ref: other,
      field: 'title',
      text: other,
      at: 0,
      points: 2,
    } as const
    return {
      ...base,
      title,
      outlet,
      ...(link === undefined ? {} : { link }),
      camp: CAMPS[title.length % CAMPS.length]?.id ?? 'western',
      tags: {
        ...base.tags,
        lang: of,
        matches: Array(30).fill(match),
        gates: [{ ref: 'core', passed: false, text: other }],
      },
      titles: [{ title: other, at: NOW }],
    }
  })

/** Stories with different ids. */
export const anyStories = (maxLength: number): fc.Arbitrary<readonly Story[]> =>
  fc.uniqueArray(anyStory, { maxLength, selector: (one) => one.id })
