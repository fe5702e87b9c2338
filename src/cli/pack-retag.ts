// `axis pack retag`: a changed pack applied to what is stored.

import { randomUUID } from 'node:crypto'
import { type RetagReport, retag } from '../jobs/pack/retag.ts'
import { DAY_MS } from '../lib/clock.ts'
import { toSeverityRules } from '../story/severity.ts'
import { tagArticle } from '../tag/tag.ts'
import { type CliIo, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'
import { openProgress } from './progress.ts'
import { withHouse } from './with-house.ts'

/** Tags stored articles anew and derives their stories; `since` milliseconds back, as far as texts are kept at most. */
export async function retagStore(
  io: CliIo,
  path: string | undefined,
  since: number | undefined,
): Promise<void> {
  const matcher = await openMatcher(io, path)
  const { pack } = matcher
  await withHouse(io, async ({ store, clock, log, camps, settings }) => {
    const { stories: total } = await store.health()
    const progress = openProgress(io, 'stories', total)
    const kept = settings.retention.text * DAY_MS
    let told = 0
    const report = await retag(
      {
        store,
        clock,
        log,
        camps,
        holder: randomUUID(),
        pack: { hash: pack.hash, severity: toSeverityRules(pack.severity) },
        tag: (article) => tagArticle(matcher, article),
        windowHours: settings.story.windowHours,
        signal: io.signal,
      },
      {
        since: clock.now() - Math.min(since ?? kept, kept),
        onPart: ({ stories }) => {
          for (; told < stories; told += 1) progress.step()
        },
      },
    ).finally(progress.stop)
    await writeLine(io.stdout, toLine(report, pack.hash))
  })
}

function toLine(report: RetagReport, hash: string): string {
  const { stories, articles, changedArticles, changedStories, gained, lost } = report
  const head = report.done ? `pack ${hash.slice(0, 8)}` : 'stopped; the same command goes on'
  const tail = report.resumed ? ' (went on where it was stopped)' : ''
  return `${head}: ${articles} articles of ${stories} stories read${tail}, ${changedArticles} articles and ${changedStories} stories changed; +${gained} stories, −${lost}`
}
