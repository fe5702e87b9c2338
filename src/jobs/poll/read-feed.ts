import type { Fetcher, FetchOutcome } from '../../feed/http/fetch.ts'
import { findPollFailure, type PollOutcome } from '../../feed/manners/schedule.ts'
import { normalise } from '../../feed/normalise.ts'
import type { ParserPool } from '../../feed/parser-pool.ts'
import { DAY_MS } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import type { Clock } from '../../ports.ts'
import type {
  Feed,
  FeedFault,
  FeedState,
  Instant,
  ParsedFeed,
  TaggedArticle,
  Tags,
} from '../../types.ts'

export type ReadDeps = {
  readonly fetcher: Fetcher
  readonly parser: ParserPool
  readonly tag: (article: ArticleText) => Tags
  readonly clock: Clock
}

/** What tagging reads of an article. */
export type ArticleText = {
  readonly title: string
  readonly summary?: string
  readonly content?: string
  readonly languageHint?: string
  readonly outlet?: string
  readonly publishedAt?: number
}

/** One feed after fetch, parse, normalise and tag; nothing is written yet. */
export type ReadResult = {
  readonly feed: Feed
  readonly before: FeedState
  /** `fresh` counts all items here: which of them are new only the store knows. */
  readonly outcome: PollOutcome
  readonly articles: readonly TaggedArticle[]
  /** When it was read, where another process did that and parked it. */
  readonly parkedAt?: Instant
}

/** Fetch → decode → parse → normalise → tag. Writes nothing and never throws: a failure is an outcome. */
export async function readFeed(feed: Feed, before: FeedState, deps: ReadDeps): Promise<ReadResult> {
  try {
    const fetched = await deps.fetcher.fetch({
      url: before.url ?? feed.url,
      validators: before.validators,
    })
    return await readFetched(feed, before, fetched, deps)
  } catch (error) {
    const reason = `bug while reading: ${messageOf(error)}`
    return { feed, before, outcome: { kind: 'broken', reason }, articles: [] }
  }
}

async function readFetched(
  feed: Feed,
  before: FeedState,
  fetched: FetchOutcome,
  deps: ReadDeps,
): Promise<ReadResult> {
  const failure = findPollFailure(fetched)
  if (failure !== undefined) return { feed, before, outcome: failure, articles: [] }
  // findPollFailure answers undefined for these two alone.
  if (fetched.kind !== 'ok' && fetched.kind !== 'unchanged') throw new Error(fetched.kind)
  const seen = {
    validators: fetched.validators,
    ...(fetched.maxAgeMs !== undefined && { maxAgeMs: fetched.maxAgeMs }),
    ...(fetched.permanentUrl !== undefined && { permanentUrl: fetched.permanentUrl }),
  }
  if (fetched.kind === 'unchanged') {
    return { feed, before, outcome: { kind: 'unchanged', ...seen }, articles: [] }
  }
  const parsed = await deps.parser.parse(fetched.bytes, {
    url: fetched.finalUrl,
    ...(fetched.contentType !== undefined && { contentType: fetched.contentType }),
    ...(feed.zone !== undefined && { zone: feed.zone }),
    ...(feed.language !== undefined && { language: feed.language }),
  })
  if (!parsed.ok) {
    return { feed, before, outcome: { kind: parsed.kind, reason: parsed.reason }, articles: [] }
  }
  const at = deps.clock.now()
  const { articles, faults } = normalise(feed, parsed.feed, at, isBacklog(before, at))
  return {
    feed,
    before,
    outcome: { ...toOutcome(parsed.feed, faults), ...seen },
    articles: articles.map((article) => ({ ...article, tags: deps.tag(article) })),
  }
}

/** Law 13: a feed's first successful poll, or one after more than 24 h without any. */
function isBacklog(before: FeedState, at: number): boolean {
  return before.succeededAt === undefined || at - before.succeededAt > DAY_MS
}

function toOutcome(
  feed: ParsedFeed,
  more: readonly FeedFault[],
): Omit<Extract<PollOutcome, { kind: 'read' }>, 'validators'> | { kind: 'empty'; title?: string } {
  const title = feed.title === undefined ? {} : { title: feed.title }
  if (feed.items.length === 0) return { kind: 'empty', ...title }
  return {
    kind: 'read',
    items: feed.items.length,
    fresh: feed.items.length,
    publishedAt: feed.items.flatMap((item) => item.publishedAt ?? []),
    ...title,
    faults: [...feed.faults, ...more].map(({ code }) => code),
    ...(feed.ttlMs !== undefined && { ttlMs: feed.ttlMs }),
    ...(feed.skipHours !== undefined && { skipHours: feed.skipHours }),
    ...(feed.skipDays !== undefined && { skipDays: feed.skipDays }),
  }
}
