import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deriveStory } from '../../src/story/derive.ts'
import type { Camp, Membership, TaggedArticle } from '../../src/types.ts'
import { BRIDGE, hoursLater, toArticle } from './article.ts'

const CAMPS: readonly Camp[] = [
  { id: 'western', label: 'Western', order: 1, contrast: true },
  { id: 'north-state', label: 'Northern state', order: 2, contrast: true, state: true },
]

/** One event in four languages, from two camps; the third English text is commentary. */
const DAM: readonly TaggedArticle[] = [
  toArticle({
    outlet: 'Harbour Times',
    title: 'Drone strike on Velmora dam kills twelve, governor says',
    summary:
      'A drone strike on the Velmora dam killed twelve workers on Sunday, the governor said. Rescue teams searched the flooded control room until dusk. Power in the valley…',
    link: 'https://harbour-times.example/dam',
    publishedAt: hoursLater(-1),
    tags: {
      relevance: 'core',
      actors: ['norrland', 'sudmark'],
      themes: ['strikes'],
      matches: [
        { kind: 'signal', ref: 'attack', field: 'title', text: 'Drone strike', at: 0, points: 3 },
        { kind: 'signal', ref: 'dead', field: 'title', text: 'kills twelve', at: 29, points: 2 },
      ],
    },
  }),
  toArticle({
    outlet: 'Morning Ledger',
    title: 'Twelve killed in drone strike on Velmora dam',
    summary: 'Reuters reports that a drone strike on the dam at Velmora killed twelve people.',
    seenAt: hoursLater(1),
    tags: {
      actors: ['norrland'],
      themes: ['strikes'],
      matches: [
        { kind: 'signal', ref: 'attack', field: 'title', text: 'drone strike', at: 17, points: 3 },
      ],
    },
  }),
  toArticle({
    outlet: 'Evening Courier',
    title: 'WHY THE VELMORA DAM WAS STRUCK NOW?',
    seenAt: hoursLater(2),
    tags: { class: 'analysis', actors: ['ostland'], themes: ['strikes'] },
  }),
  toArticle({
    outlet: 'Северный Вестник',
    family: 'northern-agency',
    camp: 'north-state',
    title: 'По данным Рейтер, при ударе по плотине в Вельморе погибли двенадцать человек',
    summary:
      'Беспилотник ударил по плотине в Вельморе, погибли двенадцать рабочих, сообщили власти.',
    seenAt: hoursLater(1),
    tags: { lang: 'ru', actors: ['norrland'], themes: ['strikes'] },
  }),
  toArticle({
    outlet: 'پیام بندر',
    title: 'به گزارش رویترز دوازده نفر در حمله پهپادی به سد ولمورا کشته شدند',
    seenAt: hoursLater(3),
    tags: { lang: 'fa', actors: ['norrland'], themes: ['strikes'] },
  }),
]

const membershipsOf = (articles: readonly TaggedArticle[]): readonly Membership[] =>
  articles.map(({ id, tags }) => ({
    articleId: id,
    storyId: 'S-DAM23456',
    side: tags.lang,
    linkedBy: tags.lang === 'en' ? 'likeness' : 'linked',
    likeness: 0.5,
    neighbours: [],
  }))

const derive = (articles: readonly TaggedArticle[]) =>
  deriveStory(articles, membershipsOf(articles), { id: 'S-DAM23456', camps: CAMPS })

describe('deriveStory', () => {
  test('a story of several languages and camps shows what its golden file says', async () => {
    const json = `${JSON.stringify(derive(DAM), null, 2)}\n`

    await expect(json).toMatchFileSnapshot('golden/dam.json')
  })

  test('first is who told it first, though one poll brought them all', () => {
    const articles = BRIDGE.map((article, at) => ({
      ...article,
      publishedAt: hoursLater(-at),
    }))
    const { first } = deriveStory(articles, [], { id: 'S-FIRST234', camps: CAMPS })

    expect(first).toEqual({ outlet: 'Evening Courier', at: hoursLater(-2) })
  })

  test('a wire copy in another paper is no independent publisher', () => {
    const [first, ...others] = BRIDGE
    const copies = others.map((article) => ({
      articleId: article.id,
      storyId: 'S-COPY2345',
      side: 'en',
      linkedBy: 'copy' as const,
      likeness: 1,
      neighbours: [],
    }))
    const story = deriveStory(BRIDGE, copies, { id: 'S-COPY2345', camps: CAMPS })

    expect(first.family).toBe('Morning Ledger')
    expect(story.families).toHaveLength(3)
    expect(story.independent).toBe(1)
  })

  test('a side without anything relevant does not speak for a story that has it', () => {
    const idle = toArticle({
      outlet: 'Вестник порта',
      title: 'Запасов муки хватит до весны',
      seenAt: hoursLater(-2),
      tags: { lang: 'ru', relevance: 'no' },
    })

    expect(derive([idle, ...DAM.slice(0, 2)]).lang).toBe('en')
    expect(derive([idle]).title).toBe('Запасов муки хватит до весны')
  })

  test('each side has its own title, outlet, link and summary', () => {
    const { summary, sides } = derive(DAM)
    const russian = sides.find(({ lang }) => lang === 'ru')

    expect(summary.every(({ outlet }) => !outlet.startsWith('Сев'))).toBe(true)
    expect(russian?.summary?.map(({ outlet }) => outlet)).toEqual(['Северный Вестник'])
    // The story's own summary is that of its first side.
    expect(sides[0]?.outlet).toBe('Morning Ledger')
    expect(sides[0]?.summary).toBeUndefined()
  })

  test('a story of one family takes every tag that one of its articles has', async () => {
    const [first] = BRIDGE
    const follow = toArticle({
      title: 'Second span of the bridge is closed as well',
      seenAt: hoursLater(2),
      tags: { actors: ['norrland'] },
    })

    const story = derive([first, follow])

    expect(story.families).toEqual(['Morning Ledger'])
    expect(story.actors).toEqual(['norrland'])
    await expect(`${JSON.stringify(story, null, 2)}\n`).toMatchFileSnapshot(
      'golden/one-family.json',
    )
  })

  test('the order of the articles does not matter', () => {
    const whole = derive(DAM)
    fc.assert(
      fc.property(fc.shuffledSubarray([...DAM], { minLength: DAM.length }), (shuffled) => {
        expect(derive(shuffled)).toEqual(whole)
      }),
    )
  })

  test('a family never counts twice, whatever its feeds', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1 }), (families) => {
        const articles = families.map((family, at) =>
          toArticle({ title: `Bridge closed, part ${at}`, outlet: `${family} feed ${at}`, family }),
        )
        expect(derive(articles).families).toEqual([...new Set(families)].sort())
      }),
    )
  })

  test('the title is no question and no shout where another is there', () => {
    expect(derive(DAM).title).toBe('Twelve killed in drone strike on Velmora dam')
  })

  test("title and summary come from the reader's language where the story has it", () => {
    const story = deriveStory(DAM, membershipsOf(DAM), { id: 'S-DAM', camps: CAMPS, lang: 'ru' })

    expect(story.lang).toBe('ru')
    expect(story.summary.map(({ outlet }) => outlet)).toEqual(['Северный Вестник'])
  })

  test('one article that is no backlog makes the story fresh', () => {
    const old = BRIDGE.map((article) => ({ ...article, backlog: true }))

    expect(derive(old).backlog).toBe(true)
    expect(derive([...old, toArticle({ title: 'Bridge is cleared' })]).backlog).toBe(false)
  })
})
