// What admins ask of feeds while the bot runs: try an address, and write a feed as the lists would.

import { toFeeds } from '../config/feed-list.ts'
import { feedEntrySchema } from '../config/feed-schema.ts'
import { toEntry } from '../config/feed-writer.ts'
import { toProblems } from '../config/problem.ts'
import type { FeedTools } from '../feed/tools.ts'
import { UserError } from '../lib/errors.ts'
import type { Clock, FeedDraft, FeedTest } from '../ports.ts'
import type { Camp, Feed } from '../types.ts'
import type { IngestConfig } from './open-ingest.ts'

export type FeedDesk = {
  readonly test: (url: string) => Promise<FeedTest>
  readonly close: () => Promise<void>
}

/** Loads and opens network and parser with the first question; must be closed. */
export function openFeedDesk(
  config: Pick<IngestConfig, 'settings' | 'version' | 'contact' | 'allowPrivate'>,
  clock: Clock,
): FeedDesk {
  let tools: Promise<FeedTools> | undefined
  return {
    // A bot that nobody asks for a feed needs no second network: the ingest thread has its own.
    test: async (url) => {
      tools ??= import('../feed/tools.ts').then(({ openFeedTools }) => openFeedTools(config, clock))
      const { testFeed } = await import('../feed/test-feed.ts')
      return testFeed(url, await tools)
    },
    close: async () => (await tools)?.close(),
  }
}

/**
 * A new feed with id and family as the lists would give them.
 * @throws UserError for what no list would take, such as an address that is listed already.
 */
export function toNewFeed(draft: FeedDraft, known: readonly Feed[], camps: readonly Camp[]): Feed {
  const problems: string[] = []
  const parsed = feedEntrySchema.safeParse(draft)
  if (!parsed.success) problems.push(...toProblems('feed', parsed.error.issues, draft))
  if (!camps.some((camp) => camp.id === draft.camp)) {
    problems.push(`there is no camp “${draft.camp}”`)
  }
  const listed = known.map((feed) => ({ place: `feed ${feed.id}`, entry: toEntry(feed) }))
  const all = parsed.success
    ? toFeeds([...listed, { place: 'the new feed', entry: parsed.data }], problems)
    : []
  const feed = all.at(-1)
  if (problems.length > 0 || feed === undefined) throw new UserError(problems.join('; '))
  return feed
}
