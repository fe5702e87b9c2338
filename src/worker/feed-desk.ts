// What admins ask of feeds while the bot runs: try an address, and write a feed as the lists would.

import { toFeeds } from '../config/feed-list.ts'
import { feedEntrySchema } from '../config/feed-schema.ts'
import { toEntry } from '../config/feed-writer.ts'
import { toProblems } from '../config/problem.ts'
import { openFetcher } from '../feed/fetch.ts'
import { openParserPool } from '../feed/parser-pool.ts'
import { testFeed } from '../feed/test-feed.ts'
import { UserError } from '../lib/errors.ts'
import type { Clock, FeedDraft, FeedTest } from '../ports.ts'
import type { Camp, Feed } from '../types.ts'
import type { IngestConfig } from './open-ingest.ts'

type Tools = {
  readonly fetcher: ReturnType<typeof openFetcher>
  readonly parser: ReturnType<typeof openParserPool>
}

export type FeedDesk = {
  readonly test: (url: string) => Promise<FeedTest>
  readonly close: () => Promise<void>
}

/** Opens network and parser with the first question; must be closed. */
export function openFeedDesk(
  config: Pick<IngestConfig, 'settings' | 'version' | 'contact' | 'allowPrivate'>,
  clock: Clock,
): FeedDesk {
  const { poll } = config.settings
  let tools: Tools | undefined
  return {
    test: (url) => {
      tools ??= {
        fetcher: openFetcher({
          version: config.version,
          allowPrivate: config.allowPrivate,
          timeoutMs: poll.timeoutMs,
          maxBytes: poll.maxBytes,
          clock,
          ...(config.contact !== undefined && { contact: config.contact }),
        }),
        parser: openParserPool({ timeoutMs: poll.parseTimeoutMs, size: 1 }),
      }
      return testFeed(url, tools)
    },
    close: async () => {
      await Promise.all([tools?.fetcher.close(), tools?.parser.close()])
    },
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
