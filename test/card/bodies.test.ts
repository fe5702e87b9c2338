import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withNotes } from '../../src/bot/report/note.ts'
import { digestMessages } from '../../src/card/digest.ts'
import { entityCard } from '../../src/card/entity.ts'
import { errorCard } from '../../src/card/error.ts'
import { feedTestCard } from '../../src/card/feed-test.ts'
import { instantMessage, lockLine } from '../../src/card/instant.ts'
import { latestCard } from '../../src/card/latest.ts'
import { lensCard } from '../../src/card/lens.ts'
import { checkBody, LOCK_LINE_MAX } from '../../src/card/limits.ts'
import { plainCard } from '../../src/card/plain.ts'
import { reportCard, reportWhatCard, reportWhyCard } from '../../src/card/report.ts'
import { searchCard } from '../../src/card/search.ts'
import { overnightMessage, situationMessage } from '../../src/card/situation.ts'
import { sourcesCard } from '../../src/card/sources.ts'
import { storyArticlesCard, storyCard } from '../../src/card/story.ts'
import { messageText } from '../../src/card/text.ts'
import { timelineCard } from '../../src/card/timeline.ts'
import { whyCard } from '../../src/card/why.ts'
import { type Mark, parseMarkdown } from '../../src/playground/markdown.ts'
import type { Report } from '../../src/ports.ts'
import type { Feed, FeedState, MessageBody } from '../../src/types.ts'
import { anyArticle, anyStories, anyStory, anyText } from './arbitrary.ts'
import { article, context, digest, NOW, PACK, subscription } from './world.ts'

const RUNS = { numRuns: 40 }
const lang = fc.constantFrom('en', 'ru', 'fa')

/** Every text of a body in which Discord reads Markdown. */
function markdownOf(body: MessageBody): readonly string[] {
  const texts = [body.content ?? '']
  for (const embed of body.embeds ?? []) {
    texts.push(embed.title ?? '', embed.description ?? '')
    for (const field of embed.fields ?? []) texts.push(field.name, field.value)
  }
  return texts.filter((text) => text !== '')
}

function flat(marks: readonly Mark[]): readonly Mark[] {
  return marks.flatMap((mark) => ('inner' in mark ? [mark, ...flat(mark.inner)] : [mark]))
}

function expectSendable(body: MessageBody): void {
  expect(checkBody(body)).toEqual([])
  expect(body.allowed_mentions).toEqual({ parse: [] })
  for (const text of markdownOf(body)) {
    for (const mark of flat(parseMarkdown(text))) {
      // What our own cards draw; a spoiler, a heading, a list or a mention came from a stranger.
      expect([
        'text',
        'bold',
        'link',
        'time',
        'subtext',
        'quote',
        'code',
        'break',
        'line',
      ]).toContain(mark.kind)
    }
  }
  expect(messageText(body, { now: NOW })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u)
}

describe('every card keeps Discord’s limits and lets no stranger out of place', () => {
  test('latest', () => {
    fc.assert(
      fc.property(anyStories(10), anyText, lang, (items, what, of) => {
        const input = { page: { items, total: 200 }, offset: 10, what, hours: 24, pager: 'a=1' }
        expectSendable(latestCard(input, context({ lang: of })))
      }),
      RUNS,
    )
  })

  test('story, its articles, lens and why', () => {
    fc.assert(
      fc.property(
        anyStory,
        fc.array(anyArticle, { maxLength: 20 }),
        lang,
        (of, articles, reader) => {
          const detail = { story: of, articles }
          const ctx = context({ lang: reader })
          expectSendable(storyCard(detail, ctx, { buttons: ['articles', 'lens', 'why', 'follow'] }))
          expectSendable(storyArticlesCard(detail, ctx))
          expectSendable(lensCard(detail, ctx))
          expectSendable(whyCard(detail, ctx))
        },
      ),
      RUNS,
    )
  })

  test('instant and breaking, with a lock-screen line of 150 characters', () => {
    fc.assert(
      fc.property(anyStory, lang, anyText, (of, reader, change) => {
        const body = instantMessage(of, subscription({ lang: reader }), context(), change)
        expectSendable(body)
        expect(body.content?.length).toBeLessThanOrEqual(LOCK_LINE_MAX)
        expect(lockLine(of, context({ lang: reader })).length).toBeLessThanOrEqual(LOCK_LINE_MAX)
      }),
      RUNS,
    )
  })

  test('digests of 0 to 200 stories in every style', () => {
    fc.assert(
      fc.property(
        anyStories(40),
        fc.constantFrom('compact' as const, 'standard' as const, 'rich' as const),
        lang,
        fc.constantFrom(1, 1, 5),
        (stories, style, reader, times) => {
          const many = Array(times)
            .fill(stories)
            .flat()
            .map((one, n) => ({ ...one, id: `S-${String(n).padStart(8, 'A')}` }))
          const half = Math.ceil(many.length / 2)
          const owed = digest({
            core: many.slice(0, half).map((one) => ({ story: one, change: one.title })),
            related: many.slice(half).map((one) => ({ story: one })),
          })
          const messages = digestMessages(owed, subscription({ style, lang: reader }), context())
          for (const body of messages) expectSendable(body)
          const opened = messages.flatMap((body) =>
            (body.components ?? []).flatMap((row) =>
              row.components.flatMap((part) =>
                part.type === 3 ? part.options.map((option) => option.value) : [],
              ),
            ),
          )
          expect(opened).toEqual(many.map((one) => one.id))
        },
      ),
      { numRuns: 25 },
    )
  })

  test('search', () => {
    fc.assert(
      fc.property(fc.array(anyArticle, { maxLength: 10 }), anyText, (articles, query) => {
        const items = articles.map((one, n) => ({
          article: one,
          tags: one.tags,
          storyId: `S-${String(n).padStart(8, 'A')}`,
        }))
        const input = {
          query,
          also: [query, query],
          page: { items, total: 999 },
          offset: 0,
          sort: 'newest',
          pager: 'q',
        } as const
        expectSendable(searchCard(input, context()))
      }),
      RUNS,
    )
  })

  test('entity, timeline and situation', () => {
    fc.assert(
      fc.property(anyStories(200), anyText, (stories, text) => {
        const entry = { id: 'x', label: text || 'x', about: text, names: [] }
        const activity = [{ day: '2026-11-25', stories: stories.length }]
        const page = { items: stories, total: stories.length }
        expectSendable(entityCard({ entry, kind: 'actor', days: 7, activity, stories }, context()))
        expectSendable(
          timelineCard({ topic: text, page, offset: 0, coveredSince: NOW, pager: 't' }, context()),
        )
        expectSendable(
          situationMessage({ stories, articleCount: 900, since: NOW }, subscription(), context()),
        )
        expectSendable(
          overnightMessage({ stories, articleCount: 9, since: NOW }, subscription(), context()),
        )
      }),
      RUNS,
    )
  })

  test('sources and errors', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 40 }), anyText, (outlets, reason) => {
        const feeds: readonly Feed[] = outlets.map((outlet, n) => ({
          id: `f${n}`,
          url: 'https://a.example/feed',
          outlet,
          family: outlet,
          camp: 'western',
          kind: 'wire',
          on: true,
        }))
        const states: readonly FeedState[] = feeds.map((feed) => ({
          feedId: feed.id,
          status: 'blocked',
          reason,
          since: NOW,
          validators: {},
          nextDueAt: NOW,
          intervalMs: 1,
          failures: 1,
        }))
        expectSendable(sourcesCard({ feeds, states, page: 0, what: reason, pager: 's' }, context()))
        expectSendable(errorCard(reason))
      }),
      RUNS,
    )
  })

  test('reports, their notes, corrected stories and feeds that are tried', () => {
    fc.assert(
      fc.property(anyStory, anyText, fc.array(anyText, { maxLength: 30 }), (one, text, titles) => {
        const report: Report = {
          id: 'R',
          guildId: '1',
          storyId: one.id,
          reason: 'wrong-theme',
          ref: text,
          // Our own mention in an embed, which pings nobody, is no stranger's text.
          by: 'nobody',
          at: NOW,
          status: 'applied',
          article: { title: text, lang: 'en', at: NOW, relevance: 'core', actors: [], themes: [] },
          channelId: '1',
          messageId: '2',
        }
        const corrected = { ...one, corrected: titles }
        const embeds = withNotes(
          storyCard({ story: one, articles: [] }, context()).embeds ?? [],
          [report],
          PACK,
        )
        if (embeds !== undefined) expectSendable({ embeds, allowed_mentions: { parse: [] } })
        for (const body of [
          reportWhyCard(one, 'x', context()),
          reportWhatCard(one, 'wrong-theme', 'x', context()),
          reportCard(report, context(), { text: 'said', buttons: ['undo', 'apply'] }),
          storyCard({ story: corrected, articles: [] }, context()),
          latestCard(
            { page: { items: [corrected], total: 1 }, offset: 0, what: '', hours: 1, pager: '' },
            context(),
          ),
          feedTestCard(
            text,
            {
              kind: 'none',
              reason: text,
              found: titles.map((title) => ({ url: text, title, items: 1 })),
            },
            context(),
          ),
          plainCard({ title: text, blocks: [], footer: text }, context()),
        ]) {
          expectSendable(body)
        }
      }),
      RUNS,
    )
  })
})

test('an actor’s own card names the entry of the pack', () => {
  const entry = PACK.actors[2] ?? { id: '', label: '', names: [] }
  const titleOf = (days: number) =>
    entityCard({ entry, kind: 'actor', days, activity: [], stories: [] }, context()).embeds?.[0]
      ?.title
  expect(titleOf(7)).toBe('IRGC · last 7 days')
  expect(titleOf(1)).toBe('IRGC · last 1 day')
  expect(article().outlet).toBe('Harbour Post')
})
