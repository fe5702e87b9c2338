import type { CardContext } from '../card/context.ts'
import type { Env } from '../config/env.ts'
import type { Settings } from '../config/settings.ts'
import type { PackDesk } from '../jobs/pack/desk.ts'
import type { Metrics } from '../ops/metrics.ts'
import type { Answers, Clock, Log, Store } from '../ports.ts'
import type { Camp, Feed } from '../types.ts'
import type { IngestConfig } from './open-ingest.ts'

/** Everything that roles and verbs share. */
export type House = {
  readonly env: Env
  readonly settings: Settings
  readonly feeds: readonly Feed[]
  readonly camps: readonly Camp[]
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Counts the log's events; there when the environment asks for endpoints. */
  readonly metrics?: Metrics
  /** The pack in use; who runs a role looks whether its files changed. */
  readonly packDesk: PackDesk
  readonly answers: Answers
  readonly context: (lang?: string) => Promise<CardContext>
  readonly ingestConfig: IngestConfig
  readonly close: () => Promise<void>
}
