import type { Ingest } from '../jobs/ingest.ts'
import type { PolledFeed, PollReport } from '../jobs/poll.ts'
import { MINUTE_MS, SECOND_MS, sleep } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import { openIngestRole } from '../worker/open-ingest.ts'
import type { AddVerb } from './index.ts'
import type { CliIo } from './io.ts'
import { withHouse } from './with-house.ts'

const LEASE_WAIT_MS = MINUTE_MS
const LEASE_RETRY_MS = SECOND_MS

type Options = { readonly once?: boolean; readonly dryRun?: boolean }

export const addPoll: AddVerb = (program, io) => {
  program
    .command('poll')
    .argument('[feeds...]', 'ids of feeds; all that are on where none is named')
    .description('poll feeds now, due or not')
    .option('--once', 'poll each feed once and end (the default)')
    .option('--dry-run', 'fetch, read and tag, write nothing')
    .action((feeds: readonly string[], options: Options) =>
      withHouse(io, async (house) => {
        const ingest = await openIngestRole(house.ingestConfig, {
          clock: house.clock,
          log: house.log,
          random: Math.random,
          store: house.store,
          onFeed: (feed, done, total) => showFeed(feed, done, total, io),
        })
        try {
          const report = await pollWhenFree(ingest, feeds, options, io)
          io.stdout.write(`${summaryOf(report, options)}\n`)
          const failed = report.feeds.filter((feed) => feed.reason !== undefined)
          if (report.feeds.length > 0 && failed.length === report.feeds.length) {
            throw new UserError('no feed could be read; the reasons stand above')
          }
        } finally {
          await ingest.close()
        }
      }),
    )
}

/** Waits for the lease for a minute, then says who keeps it. */
async function pollWhenFree(
  ingest: Ingest,
  feeds: readonly string[],
  options: Options,
  io: CliIo,
): Promise<PollReport> {
  const until = io.now() + LEASE_WAIT_MS
  let told = false
  for (;;) {
    const report = await ingest.poll({
      ...(feeds.length > 0 ? { only: feeds } : { all: true }),
      ...(options.dryRun && { dryRun: true }),
      signal: io.signal,
    })
    if (report !== undefined) return report
    if (!told) io.stderr.write('another process is polling this database; waiting for it\n')
    told = true
    if (io.now() > until) {
      throw new UserError(
        'another process has been polling this database for a minute: stop it, or use its log',
      )
    }
    await sleep(LEASE_RETRY_MS, io.signal)
  }
}

function showFeed(feed: PolledFeed, done: number, total: number, io: CliIo): void {
  const result = feed.reason ?? `${feed.items} items, ${feed.fresh} new`
  io.stdout.write(`[${done}/${total}] ${feed.feedId}: ${feed.outcome}, ${result}\n`)
}

function summaryOf(report: PollReport, options: Options): string {
  const failed = report.feeds.filter((feed) => feed.reason !== undefined).length
  const written = options.dryRun ? ' (dry run, nothing written)' : ''
  return `${report.feeds.length} feeds, ${failed} failed, ${report.fresh} new articles${written}`
}
