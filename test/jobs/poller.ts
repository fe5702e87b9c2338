// A process that polls without a network: what was read is handed in, the clusterer and the store are real.

import { HOLDER_KEY, rebuild } from '../../src/jobs/poll/ingest.ts'
import { type CommitDeps, finishFeeds, STATISTICS_KEY } from '../../src/jobs/poll/poll.ts'
import type { ReadResult } from '../../src/jobs/poll/read-feed.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { makeDelivery, makeFeedState, makePosted } from '../store/make.ts'
import { hoursLater, NOON } from '../story/article.ts'

const LEASE = { name: 'ingest', holder: 'one' }

/** A process that polls, with a store in memory. */
export async function openPoller(windowHours = 72) {
  const clock = fixedClock(NOON)
  const store = await openStore({ path: ':memory:', clock })
  await store.claimLease(LEASE.name, LEASE.holder, hoursLater(1000), NOON)
  const deps = { store, clock, lease: LEASE, random: () => 1, log: () => {} }
  const openOne = () =>
    rebuild({
      ...deps,
      windowHours,
      openClusterer: (statistics) =>
        openClusterer({ camps: [], ...(statistics !== undefined && { statistics }) }),
    })
  let clusterer = await openOne()

  return {
    store,
    clock,
    window: () => clusterer,
    /** Commits a batch at its hour as one feed's document; by another store where one is given. */
    poll: async (batch: readonly TaggedArticle[], by: Store = store): Promise<void> => {
      clock.set(batch[0]?.seenAt ?? clock.now())
      await finishFeeds([toRead(batch)], { ...deps, store: by, clusterer } satisfies CommitDeps)
    },
    restart: async (): Promise<void> => {
      await store.setMeta(STATISTICS_KEY, clusterer.statistics())
      await store.setMeta(HOLDER_KEY, 'another')
      clusterer = await openOne()
    },
    post: (id: string) => {
      const { at: _at, mode: _mode, ...shown } = makePosted(id)
      return store.addDeliveries([
        makeDelivery(`${id} ${clock.now()}`, { shows: [shown], createdAt: clock.now() }),
      ])
    },
  }
}

const toRead = (batch: readonly TaggedArticle[]): ReadResult => ({
  feed: {
    id: 'wire',
    url: 'https://wire.example/',
    outlet: 'Wire',
    family: 'wire',
    camp: 'unknown',
    kind: 'wire',
    on: true,
  },
  before: makeFeedState('wire', { checkedAt: NOON }),
  outcome: { kind: 'read', validators: {}, fresh: 1, items: 1, publishedAt: [] },
  articles: batch.map((article) => ({ ...article, keys: [article.id] })),
})
