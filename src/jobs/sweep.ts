import { DAY_MS, sleep } from '../lib/clock.ts'
import type { Clock, Log, Store } from '../ports.ts'
import { STORY_WINDOW_MS } from '../story/open-story.ts'

/** Small enough that no answer waits for it. */
const BATCH = 200
const PAUSE_MS = 50
/** Counts of stories outlive the stories by a year: they are small, and what is usual is told from them. */
const COUNTS_LONGER_MS = 365 * DAY_MS

export type SweepDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Days, as `settings.yaml` says. */
  readonly retention: { readonly text: number; readonly titles: number }
  readonly signal: AbortSignal
}

/** Removes what retention no longer keeps, in small batches. */
export async function sweep(deps: SweepDeps): Promise<void> {
  const now = deps.clock.now()
  const cutoffs = {
    texts: now - deps.retention.text * DAY_MS,
    kept: now - STORY_WINDOW_MS,
    articles: now - deps.retention.titles * DAY_MS,
    messages: now - deps.retention.text * DAY_MS,
    counts: now - deps.retention.titles * DAY_MS - COUNTS_LONGER_MS,
  }
  let removed = 0
  while (!deps.signal.aborted) {
    const count = await deps.store.prune(cutoffs, BATCH)
    if (count === 0) break
    removed += count
    await sleep(PAUSE_MS)
  }
  if (removed > 0) deps.log('info', 'sweep.done', { removed })
}
