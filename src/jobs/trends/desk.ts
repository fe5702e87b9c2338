import type { PackInfo } from '../../pack.ts'
import type { Answers, Clock, Log, Store } from '../../ports.ts'
import { openChartThread } from '../../trend/chart-thread.ts'
import type { Camp } from '../../types.ts'
import { readTrends } from './answer.ts'
import { openPictures } from './pictures.ts'

export type TrendDesk = {
  /** What the bot is handed. */
  readonly answers: Required<Pick<Answers, 'trends' | 'pictures'>>
  readonly close: () => Promise<void>
}

/** Opens what answers about trends need; the drawing thread starts with the first picture. Must be closed. */
export function openTrendDesk(deps: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** The pack in use: it may change while we run. */
  readonly pack: () => PackInfo
  readonly camps: readonly Camp[]
}): TrendDesk {
  const thread = openChartThread()
  return {
    answers: {
      trends: (query) => readTrends(deps.store, query, deps.pack(), deps.clock.now()),
      pictures: openPictures({ ...deps, draw: thread.draw }),
    },
    close: thread.close,
  }
}
