import type { Command } from 'commander'
import { coverage } from '../lib/coverage.ts'
import { UserError } from '../lib/errors.ts'
import type { Feed, FeedState } from '../types.ts'
import { loadStates } from './feed-tools.ts'
import { type CliIo, writeLine } from './io.ts'

type ListOptions = {
  readonly camp?: string
  readonly status?: string
  readonly all?: boolean
  readonly json?: boolean
}

/** `axis feeds list`, or just `axis feeds`: every feed with its state, reason and since when. */
export function addFeedsList(feeds: Command, io: CliIo): void {
  feeds
    .command('list', { isDefault: true })
    .description('the feeds with their state, why, and since when')
    .option('--camp <camp>', 'only this camp')
    .option('--status <status>', 'only this state: healthy, stale, empty, broken, blocked, …')
    .option('--all', 'also feeds that are off')
    .option('--json', 'one JSON line a feed')
    .action(async (options: ListOptions) => {
      const { feeds: listed, camps, states } = await loadStates(io)
      if (options.camp !== undefined && !camps.some((camp) => camp.id === options.camp)) {
        const known = camps.map((camp) => camp.id).join(', ')
        throw new UserError(`no camp ${JSON.stringify(options.camp)}; there are ${known}`)
      }
      const byId = new Map(states.map((state) => [state.feedId, state]))
      const rows = listed
        .filter((feed) => options.all || feed.on)
        .filter((feed) => options.camp === undefined || feed.camp === options.camp)
        .map((feed) => ({
          feed,
          state: byId.get(feed.id),
          status: toStatus(feed, byId.get(feed.id)),
        }))
        .filter(({ status }) => options.status === undefined || status === options.status)
      if (options.json) {
        for (const { feed, state, status } of rows) {
          await writeLine(io.stdout, JSON.stringify({ ...feed, status, state }))
        }
        return
      }
      const width = Math.max(...rows.map(({ feed }) => feed.id.length), 0)
      for (const { feed, state, status } of rows) {
        const head = `${feed.id.padEnd(width)}  ${feed.camp.padEnd(13)} ${(feed.language ?? '–').padEnd(3)} ${status.padEnd(11)}`
        await writeLine(io.stdout, `${head} ${toDetail(feed, state)}`.trimEnd())
      }
      const seen = coverage(states, listed)
      const off = listed.filter((feed) => !feed.on).length
      await writeLine(
        io.stdout,
        `${seen.healthy} of ${seen.feeds} feeds healthy, ${seen.feeds - seen.read} not read yet, ${off} off`,
      )
    })
}

const toStatus = (feed: Feed, state: FeedState | undefined): string =>
  feed.on ? (state?.status ?? 'new') : 'off'

function toDetail(feed: Feed, state: FeedState | undefined): string {
  const parts = [
    state?.reason,
    state !== undefined && state.status !== 'healthy' && state.status !== 'new'
      ? `since ${toMinute(state.since)}`
      : undefined,
    state?.lastArticleAt === undefined
      ? undefined
      : `last article ${toMinute(state.lastArticleAt)}`,
    state?.url === undefined ? undefined : `moved to ${state.url}`,
    state?.faults === undefined ? undefined : `repaired: ${state.faults.join(', ')}`,
    feed.on ? undefined : feed.note,
  ]
  return parts.filter((part) => part !== undefined).join('; ')
}

const toMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`
