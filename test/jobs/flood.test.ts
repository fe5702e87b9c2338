import { expect, test } from 'vitest'
import { planDigests } from '../../src/jobs/plan/digests.ts'
import { planInstant } from '../../src/jobs/plan/instant.ts'
import { DAY_MS, fixedClock, HOUR_MS } from '../../src/lib/clock.ts'
import { storyId } from '../../src/lib/hash.ts'
import { openStore } from '../../src/store/open.ts'
import { context } from '../card/world.ts'
import {
  makeArticle,
  makeMembership,
  makePoll,
  makeStory,
  makeSubscription,
} from '../store/make.ts'

const NOW = Date.UTC(2026, 10, 25, 7)

test('law 13: a first poll of 189 feeds with 30 old items each floods nobody', async () => {
  const clock = fixedClock(NOW)
  const store = await openStore({ path: ':memory:', clock })
  for (const mode of ['digest', 'instant', 'breaking'] as const) {
    const times = mode === 'digest' ? ['07:00'] : []
    await store.saveSubscription(
      makeSubscription(mode, { mode, times, createdAt: NOW - DAY_MS, channelId: mode }),
    )
  }
  for (let feed = 0; feed < 189; feed += 1) {
    const articles = Array.from({ length: 30 }, (_, item) =>
      makeArticle(`${feed}-${item}`, {
        feedId: `feed-${feed}`,
        family: `family-${feed}`,
        seenAt: NOW - HOUR_MS,
        publishedAt: NOW - (3 + item) * DAY_MS,
        backlog: true,
        tags: { relevance: 'core', actors: ['iran', 'russia'], themes: ['arms-transfers'] },
      }),
    )
    await store.commitPoll(
      makePoll(articles, {
        stories: articles.map((article) =>
          makeStory(article, {
            severity: 'critical',
            backlog: true,
            first: { outlet: article.outlet, at: article.publishedAt ?? 0 },
          }),
        ),
        memberships: articles.map((article) => makeMembership(article, storyId(article.id))),
      }),
    )
  }
  const deps = {
    store,
    clock,
    log: () => {},
    context: async (lang: string) => context({ lang, now: clock.now() }),
  }
  await planDigests(deps)
  await planInstant(deps)

  expect((await store.health()).articles).toBe(189 * 30)
  for (const mode of ['instant', 'breaking']) {
    expect(await store.deliveries(makeSubscription(mode).id, 10)).toEqual([])
  }
  const digest = await store.deliveries(makeSubscription('digest').id, 10)
  expect(digest).toHaveLength(1)
  expect(JSON.stringify(digest[0]?.body)).toContain('0 stories')
  await store.close()
})
