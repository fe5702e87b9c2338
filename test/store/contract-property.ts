import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SearchExpr, StoryFilter } from '../../src/ports.ts'
import type { Relevance, Severity, Story, TaggedArticle } from '../../src/types.ts'
import { DAY, HOUR, makeArticle, makeMembership, makePoll, makeStory } from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const RELEVANCES: readonly Relevance[] = ['no', 'related', 'core']
const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical']
const ACTORS = ['iran', 'russia', 'china']
const THEMES = ['nuclear', 'sanctions']
const CAMPS = ['western', 'ukraine']
const LANGS = ['en', 'ru']
const WORDS = ['kalo', 'miru', 'tavo', 'zupa']

const someOf = (values: readonly string[]) => fc.subarray([...values])
const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values)

export function propertyContract(name: string, open: OpenEmpty): void {
  describe(`${name}: any question`, () => {
    test(
      'latest answers every filter as reading all stories one by one would',
      withStore(open, async (store) => {
        const known = new Map<string, Story>()
        const seenAt = new Map<string, readonly number[]>()
        const save = (story: Story, seen: readonly number[]) => {
          known.set(story.id, story)
          seenAt.set(story.id, seen)
          return story
        }
        for (const [hour, change] of fc.sample(anyChange, { numRuns: 160, seed: 11 }).entries()) {
          const { slot, merge, ...facts } = change
          const first = makeArticle(`first-${slot}`)
          const article = makeArticle(`article-${hour}`, { seenAt: DAY + hour * HOUR })
          const before = known.get(makeStory(first).id)
          if (before?.mergedInto !== undefined) continue
          const updatedAt = article.seenAt
          const openedAt = before?.openedAt ?? updatedAt
          const seen = [...(seenAt.get(before?.id ?? '') ?? []), updatedAt]
          const story = makeStory(first, { ...facts, openedAt, updatedAt })
          const older = [...known.values()].find(
            (each) => each.mergedInto === undefined && each.openedAt < openedAt,
          )
          const stories =
            merge && older !== undefined
              ? [
                  save({ ...story, mergedInto: older.id }, []),
                  save({ ...older, updatedAt }, [...(seenAt.get(older.id) ?? []), ...seen]),
                ]
              : [save(story, seen)]
          // The last of them is the one that is left.
          const memberships = [makeMembership(article, stories.at(-1)?.id ?? story.id)]
          await store.commitPoll(makePoll([article], { stories, memberships }))
        }
        expect([...known.values()].filter(({ mergedInto }) => mergedInto).length).toBeGreaterThan(5)
        await fc.assert(
          fc.asyncProperty(anyFilter, async (filter) => {
            const expected = [...known.values()]
              .filter((story) => passes(story, seenAt.get(story.id) ?? [], filter))
              .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1))
              .map(({ id }) => id)
            const page = await store.latestStories(filter, { limit: 1000, offset: 0 })
            expect(page.items.map(({ id }) => id)).toEqual(expected)
            expect(page.total).toBe(expected.length)
            for (const { id, stories } of await store.counts('actor', filter)) {
              const having = page.items.filter(({ actors }) => actors.includes(id))
              expect(stories).toBe(having.length)
            }
          }),
          { numRuns: 150 },
        )
      }),
    )

    test(
      'search answers every query as reading all articles one by one would',
      withStore(open, async (store) => {
        const articles = fc
          .sample(anyText, { numRuns: 60, seed: 5 })
          .map(({ title, summary, relevance, lang, actors }, at) =>
            makeArticle(`article-${at}`, {
              title: title.join(' '),
              summary: summary.join(' '),
              seenAt: DAY + at * HOUR,
              tags: { relevance, lang, actors },
            }),
          )
        for (const article of articles) await store.commitPoll(makePoll([article]))
        await fc.assert(
          fc.asyncProperty(anyExpr(3), fc.boolean(), async (expr, all) => {
            const expected = articles
              .filter((article) => all || article.tags.relevance !== 'no')
              .filter((article) => matches(article, expr, ['title', 'summary']))
              .map(({ id }) => id)
              .reverse()
            const asked = { expr, all, limit: 100, offset: 0 }
            const newest = await store.search({ ...asked, sort: 'newest' })
            expect(newest.items.map(({ article }) => article.id)).toEqual(expected)
            const ranked = await store.search({ ...asked, sort: 'relevance' })
            expect(ranked.items.map(({ article }) => article.id).sort()).toEqual(expected.sort())
          }),
          { numRuns: 300 },
        )
      }),
    )
  })
}

const anyChange = fc.record({
  slot: fc.integer({ min: 0, max: 40 }),
  merge: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  relevance: oneOf(RELEVANCES),
  severity: oneOf(SEVERITIES),
  actors: someOf(ACTORS),
  themes: someOf(THEMES),
  lang: oneOf(LANGS),
  sides: someOf(LANGS).map((langs) => langs.map((lang) => ({ lang, title: lang, articleId: 'x' }))),
  camps: someOf(CAMPS).map((camps) => camps.map((camp) => ({ camp, articles: 1 }))),
})

const anyFilter: fc.Arbitrary<StoryFilter> = fc.record(
  {
    actors: someOf(ACTORS),
    themes: someOf(THEMES),
    relevance: oneOf(RELEVANCES),
    severity: oneOf(SEVERITIES),
    camp: oneOf(CAMPS),
    lang: oneOf(LANGS),
    since: fc.integer({ min: -1, max: 160 }).map((hour) => DAY + hour * HOUR),
    until: fc.integer({ min: 0, max: 161 }).map((hour) => DAY + hour * HOUR),
  },
  { requiredKeys: [] },
)

function passes(story: Story, seen: readonly number[], filter: StoryFilter): boolean {
  const { actors = [], themes = [], relevance = 'related', severity = 'low', camp, lang } = filter
  const { since = 0, until } = filter
  return (
    story.mergedInto === undefined &&
    actors.every((actor) => story.actors.includes(actor)) &&
    themes.every((theme) => story.themes.includes(theme)) &&
    RELEVANCES.indexOf(story.relevance) >= RELEVANCES.indexOf(relevance) &&
    SEVERITIES.indexOf(story.severity) >= SEVERITIES.indexOf(severity) &&
    (camp === undefined || story.camps.some((each) => each.camp === camp)) &&
    (lang === undefined || story.lang === lang || story.sides.some((side) => side.lang === lang)) &&
    story.updatedAt > since &&
    (until === undefined || seen.some((at) => at > since && at <= until))
  )
}

const anyText = fc.record({
  title: fc.array(oneOf(WORDS), { maxLength: 4 }),
  summary: fc.array(oneOf(WORDS), { maxLength: 4 }),
  relevance: oneOf(RELEVANCES),
  lang: oneOf(LANGS),
  actors: someOf(ACTORS),
})

function anyExpr(depth: number): fc.Arbitrary<SearchExpr> {
  const words = fc.array(oneOf(WORDS), { minLength: 1, maxLength: 2 })
  const leaf: fc.Arbitrary<SearchExpr> = fc.oneof(
    words.map((each): SearchExpr => ({ kind: 'word', words: each })),
    words.map((each): SearchExpr => ({ kind: 'phrase', words: each })),
    oneOf(ACTORS).map((value): SearchExpr => ({ kind: 'field', field: 'actor', value })),
    oneOf(LANGS).map((value): SearchExpr => ({ kind: 'field', field: 'lang', value })),
  )
  if (depth === 0) return leaf
  const part = anyExpr(depth - 1)
  const parts = fc.array(part, { minLength: 1, maxLength: 3 })
  return fc.oneof(
    leaf,
    part.map((expr): SearchExpr => ({ kind: 'not', expr })),
    part.map((expr): SearchExpr => ({ kind: 'title', expr })),
    parts.map((exprs): SearchExpr => ({ kind: 'and', exprs })),
    parts.map((exprs): SearchExpr => ({ kind: 'or', exprs })),
  )
}

type TextField = 'title' | 'summary'

/** What a query means, said without an index. The words of these tests are their own stems. */
function matches(article: TaggedArticle, expr: SearchExpr, fields: readonly TextField[]): boolean {
  const has = (words: string) =>
    fields.some((field) => ` ${article[field] ?? ''} `.includes(` ${words} `))
  switch (expr.kind) {
    case 'word':
      return expr.words.some(has)
    case 'phrase':
      return has(expr.words.join(' '))
    case 'field':
      return expr.field === 'lang'
        ? article.tags.lang === expr.value
        : article.tags.actors.includes(expr.value)
    case 'title':
      return matches(article, expr.expr, ['title'])
    case 'not':
      return !matches(article, expr.expr, fields)
    case 'and':
      return expr.exprs.every((each) => matches(article, each, fields))
    case 'or':
      return expr.exprs.some((each) => matches(article, each, fields))
    default:
      return expr satisfies never
  }
}
