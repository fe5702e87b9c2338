import { describe, expect, test } from 'vitest'
import { queryWords } from '../../src/lib/words.ts'
import type { Search, SearchExpr, SearchField, Store } from '../../src/ports.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { DAY, HOUR, makeArticle, makePoll } from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const word = (text: string): SearchExpr => ({ kind: 'word', words: queryWords(text) })
const phrase = (text: string): SearchExpr => ({ kind: 'phrase', words: queryWords(text) })
const field = (name: SearchField, value: string): SearchExpr => ({
  kind: 'field',
  field: name,
  value,
})
const not = (expr: SearchExpr): SearchExpr => ({ kind: 'not', expr })
const and = (...exprs: SearchExpr[]): SearchExpr => ({ kind: 'and', exprs })
const or = (...exprs: SearchExpr[]): SearchExpr => ({ kind: 'or', exprs })
const inTitle = (expr: SearchExpr): SearchExpr => ({ kind: 'title', expr })

type Made = Parameters<typeof makeArticle>[1]

/** Adds articles an hour apart, named a, b, c … */
async function add(store: Store, made: readonly Made[]): Promise<readonly TaggedArticle[]> {
  const articles = made.map((article, at) =>
    makeArticle('abcdefghij'.charAt(at), {
      title: 'Nothing',
      summary: 'Nothing',
      seenAt: DAY + at * HOUR,
      ...article,
    }),
  )
  for (const article of articles) await store.commitPoll(makePoll([article]))
  return articles
}

/** The names of what is found, in order. */
async function find(store: Store, expr: SearchExpr, search: Partial<Search> = {}): Promise<string> {
  const page = await store.search({ expr, sort: 'newest', limit: 20, offset: 0, ...search })
  return page.items.map(({ article }) => article.link?.slice(-1)).join('')
}

export function searchContract(name: string, open: OpenEmpty): void {
  describe(`${name}: search`, () => {
    test(
      'words are found in any of their forms, in titles and summaries, newest first',
      withStore(open, async (store) => {
        await add(store, [
          { title: 'Drones over the city' },
          { summary: 'One drone was seen' },
          { title: 'Quiet day' },
          { title: 'Иранские ракеты' },
          { title: 'حمله پهپادی ایران' },
        ])
        expect(await find(store, word('drone'))).toBe('ba')
        expect(await find(store, inTitle(word('drones')))).toBe('a')
        expect(await find(store, word('ракета'))).toBe('d')
        expect(await find(store, word('ایران'))).toBe('e')
        expect(await find(store, word('absent'))).toBe('')
      }),
    )

    test(
      'any form of an alias finds, also one of several words',
      withStore(open, async (store) => {
        await add(store, [
          { title: 'The Su-35 lands' },
          { title: 'Су-35 летит' },
          { title: 'A 35' },
        ])
        const alias: SearchExpr = {
          kind: 'word',
          words: [queryWords('Su-35').join(' '), queryWords('Су-35').join(' ')],
        }
        expect(await find(store, alias)).toBe('ba')
      }),
    )

    test(
      'a phrase asks for its words side by side and within one field',
      withStore(open, async (store) => {
        await add(store, [
          { title: 'Air defence systems' },
          { title: 'Defence of the air base' },
          { title: 'In the air', summary: 'defence' },
        ])
        expect(await find(store, phrase('air defence'))).toBe('a')
      }),
    )

    test(
      'and, or, not and groups combine',
      withStore(open, async (store) => {
        await add(store, [
          { title: 'alpha beta' },
          { title: 'alpha gamma' },
          { title: 'beta gamma' },
          { title: 'delta' },
        ])
        expect(await find(store, and(word('alpha'), word('beta')))).toBe('a')
        expect(await find(store, or(word('alpha'), word('delta')))).toBe('dba')
        expect(await find(store, and(word('alpha'), not(word('beta'))))).toBe('b')
        expect(await find(store, not(word('alpha')))).toBe('dc')
        expect(await find(store, or(word('delta'), not(word('gamma'))))).toBe('da')
        expect(await find(store, not(not(word('delta'))))).toBe('d')
        expect(
          await find(store, and(or(word('alpha'), word('beta')), not(or(word('gamma'))))),
        ).toBe('a')
        expect(await find(store, and(not(word('alpha')), not(word('beta'))))).toBe('d')
      }),
    )

    test(
      'fields ask for what the article was tagged with and who published it',
      withStore(open, async (store) => {
        await add(store, [
          { outlet: 'North Times', feedId: 'north-times-world', family: 'north-times.example' },
          { tags: { lang: 'ru', actors: ['iran', 'north-korea'], relevance: 'core' } },
          { camp: 'iran-state', tags: { themes: ['arms-transfers'] } },
          { title: 'iran', outlet: 'Times of the South', family: 'south.example' },
        ])
        expect(await find(store, field('source', 'North Times'))).toBe('a')
        expect(await find(store, field('source', 'times'))).toBe('da')
        expect(await find(store, field('source', 'north-times-world'))).toBe('a')
        expect(await find(store, field('source', 'south.example'))).toBe('d')
        expect(await find(store, field('source', '?!'))).toBe('')
        expect(await find(store, field('actor', ''))).toBe('')
        expect(await find(store, field('lang', 'RU'))).toBe('b')
        expect(await find(store, field('actor', 'iran'))).toBe('b')
        expect(await find(store, field('actor', 'north-korea'))).toBe('b')
        expect(await find(store, field('actor', 'north'))).toBe('')
        expect(await find(store, field('theme', 'arms-transfers'))).toBe('c')
        expect(await find(store, field('camp', 'iran-state'))).toBe('c')
        expect(await find(store, field('relevance', 'core'))).toBe('b')
        expect(await find(store, or(field('lang', 'ru'), word('iran')))).toBe('db')
        expect(await find(store, and(field('lang', 'en'), not(field('camp', 'western'))))).toBe('c')
      }),
    )

    test(
      'what is not relevant is found only with all, merged by time',
      withStore(open, async (store) => {
        await add(store, [
          { title: 'football', tags: { relevance: 'no' } },
          { title: 'football' },
          { title: 'football', tags: { relevance: 'no' } },
        ])
        expect(await find(store, word('football'))).toBe('b')
        expect(await find(store, word('football'), { all: true })).toBe('cba')
        expect(await find(store, word('football'), { all: true, limit: 1, offset: 1 })).toBe('b')
        expect(await find(store, field('relevance', 'no'), { all: true })).toBe('ca')
      }),
    )

    test(
      'from and to bound the time when we saw it',
      withStore(open, async (store) => {
        await add(store, [{ title: 'word' }, { title: 'word' }, { title: 'word' }])
        const at = (hour: number) => DAY + hour * HOUR
        expect(await find(store, word('word'), { from: at(1) })).toBe('cb')
        expect(await find(store, word('word'), { to: at(1) })).toBe('ba')
        expect(await find(store, word('word'), { from: at(1), to: at(1) })).toBe('b')
        expect(await find(store, word('word'), { from: at(1), to: at(1), sort: 'relevance' })).toBe(
          'b',
        )
      }),
    )

    test(
      'relevance puts the rarer word and the title first',
      withStore(open, async (store) => {
        await add(store, [
          { title: 'rare common' },
          { title: 'rare', summary: 'other' },
          { title: 'other', summary: 'rare' },
          { title: 'common' },
          { title: 'common' },
          { title: 'common' },
        ])
        const either = or(word('rare'), word('common'))
        expect(await find(store, either, { sort: 'relevance' })).toBe('abfedc')
        expect(await find(store, word('rare'), { sort: 'relevance' })).toBe('bac')
        expect(await find(store, word('absent'), { sort: 'relevance' })).toBe('')
      }),
    )

    test(
      'pages follow each other with the total of all hits',
      withStore(open, async (store) => {
        await add(
          store,
          Array.from({ length: 5 }, () => ({ title: 'word' })),
        )
        for (const sort of ['newest', 'relevance'] as const) {
          const search = { expr: word('word'), sort, limit: 2, offset: 2 }
          const page = await store.search(search)
          expect(page.items.map(({ article }) => article.link?.slice(-1))).toEqual(['c', 'b'])
          expect(page.total).toBe(5)
          expect(page.capped).toBeUndefined()
        }
      }),
    )

    test(
      'a query without words lists the newest',
      withStore(open, async (store) => {
        await add(store, [{}, {}])
        expect(await find(store, and())).toBe('ba')
        expect(await find(store, { kind: 'word', words: [] })).toBe('ba')
        expect(await find(store, { kind: 'phrase', words: ['', ' '] })).toBe('ba')
      }),
    )

    test.each([
      'a" OR "b',
      `'; drop table articles; --`,
      'title : x',
      'NEAR(a b)',
      '^a*',
      '{title} : "a"',
      'a\u0000b',
      '\ud800',
      '))((',
    ])('a word is only ever a word: %j', async (text) => {
      await withStore(open, async (store) => {
        await add(store, [{ title: 'a b x title near' }])
        const odd: SearchExpr = { kind: 'word', words: [text] }
        for (const expr of [odd, inTitle(odd), not(odd), field('actor', text), phrase(text)]) {
          for (const sort of ['newest', 'relevance'] as const) {
            const page = await store.search({ expr, sort, limit: 5, offset: 0 })
            expect(page.items.length).toBe(page.total)
          }
        }
        expect((await store.health()).articles).toBe(1)
      })()
    })

    test(
      'a query nested beyond reason is refused in words',
      withStore(open, async (store) => {
        let expr = word('deep')
        for (let depth = 0; depth < 300; depth += 1) expr = not(expr)
        await expect(find(store, expr)).rejects.toMatchObject({ name: 'UserError' })
      }),
    )

    test(
      'a hit carries the article as stored, its tags and its story',
      withStore(open, async (store) => {
        const [article] = await add(store, [{ title: 'word', content: 'text' }])
        const { items } = await store.search({
          expr: word('word'),
          sort: 'newest',
          limit: 1,
          offset: 0,
        })
        const { tags, ...plain } = article ?? makeArticle('never')
        expect(items[0]?.article).toEqual(plain)
        expect(items[0]?.tags).toEqual(tags)
        expect((await store.findStory(items[0]?.storyId ?? ''))?.articles[0]?.id).toBe(plain.id)
      }),
    )
  })
}
