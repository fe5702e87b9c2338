import type { Ingest } from '../jobs/poll/ingest.ts'
import type { PolledFeed, PollReport } from '../jobs/poll/poll.ts'
import { MINUTE_MS, SECOND_MS, sleep } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import { openIngestRole } from '../worker/open-ingest.ts'
import type { AddVerb, CliIo } from './io.ts'
import { openProgress, type Progress } from './progress.ts'
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
        const view = openView(io)
        const ingest = await openIngestRole(house.ingestConfig, {
          clock: house.clock,
          log: house.log,
          random: Math.random,
          store: house.store,
          onFeed: view.show,
        })
        try {
          const report = await pollWhenFree(ingest, feeds, options, io).finally(view.stop)
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

type View = {
  readonly show: (feed: PolledFeed, done: number, total: number) => void
  readonly stop: () => void
}

/** A bar on a terminal, with a line for each feed that failed; a line for every feed elsewhere. */
function openView(io: CliIo): View {
  const isTerminal = 'isTTY' in io.stderr && io.stderr.isTTY === true
  const lineOf = (feed: PolledFeed): string =>
    `${feed.feedId}: ${feed.outcome}, ${feed.reason ?? `${feed.items} items, ${feed.fresh} new`}`
  if (!isTerminal) {
    return {
      show: (feed, done, total) => io.stdout.write(`[${done}/${total}] ${lineOf(feed)}\n`),
      stop: () => undefined,
    }
  }
  const failed: string[] = []
  let progress: Progress | undefined
  return {
    show: (feed, _done, total) => {
      progress ??= openProgress(io, 'feeds', total)
      if (feed.reason !== undefined) failed.push(lineOf(feed))
      progress.step(feed.outlet)
    },
    stop: () => {
      progress?.stop()
      // Below the bar, or it would be drawn over them.
      for (const line of failed) io.stdout.write(`${line}\n`)
    },
  }
}

function summaryOf(report: PollReport, options: Options): string {
  const failed = report.feeds.filter((feed) => feed.reason !== undefined).length
  const written = options.dryRun ? ' (dry run, nothing written)' : ''
  return `${report.feeds.length} feeds, ${failed} failed, ${report.fresh} new articles${written}`
}
