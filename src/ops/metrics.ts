import type { Log, StoreHealth } from '../ports.ts'
import type { FeedState } from '../types.ts'

type Fields = Readonly<Record<string, unknown>>

export type Metrics = {
  /** Counts an event of the log; what is no metric is left alone. */
  readonly count: (event: string, fields: Fields) => void
  /** Everything in Prometheus' text format, with what the store holds now. */
  readonly text: (now: {
    readonly health: StoreHealth
    readonly feeds: readonly FeedState[]
    /** Age of the oldest delivery that waits, milliseconds. */
    readonly queueAgeMs: number
    readonly gatewayReady?: boolean
  }) => Promise<string>
  readonly contentType: string
}

/** Seconds; Discord gives an answer up after 3. */
const COMMAND_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3]

/**
 * Counters fed by the log's events, so that no room has to know that it is measured. prom-client is loaded only
 * here, by a bot that serves metrics.
 */
export async function openMetrics(version: string): Promise<Metrics> {
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = await import('prom-client')
  const registers = [new Registry()] as const
  const [registry] = registers
  collectDefaultMetrics({ register: registry })
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers: [...registers] })
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [...registers] })

  gauge('axis_info', 'The running version.', ['version']).set({ version }, 1)
  const polls = counter('axis_polls_total', 'Feeds polled, by result.', ['result'])
  const articles = counter('axis_articles_total', 'New articles stored.', [])
  const changes = counter(
    'axis_story_changes_total',
    'Stories that new articles opened or changed.',
    [],
  )
  const matches = counter('axis_matches_total', 'Matches of the pack in new articles.', [])
  const deliveries = counter('axis_deliveries_total', 'Tries to send a message, by outcome.', [
    'outcome',
  ])
  const failures = counter('axis_failures_total', 'Failures of jobs and answers, by event.', [
    'event',
  ])
  const commands = new Histogram({
    name: 'axis_command_seconds',
    help: 'From the arrival of an interaction to its answer.',
    labelNames: ['command'],
    buckets: COMMAND_BUCKETS,
    registers: [...registers],
  })
  const stored = gauge('axis_stored', 'What the store holds.', ['kind'])
  const waiting = gauge('axis_deliveries', 'Deliveries in the store, by state (up to 10,000).', [
    'state',
  ])
  const queueAge = gauge('axis_queue_age_seconds', 'Age of the oldest delivery that waits.', [])
  const feeds = gauge('axis_feeds', 'Feeds, by status.', ['status'])
  const lastPoll = gauge('axis_last_poll_timestamp_seconds', 'When a feed was last polled.', [])
  const gateway = gauge('axis_gateway_ready', '1 while connected to Discord.', [])

  return {
    contentType: registry.contentType,
    count: (event, fields) => {
      if (event === 'feed.polled') {
        polls.inc({ result: String(fields.outcome) })
        articles.inc(toCount(fields.fresh))
        changes.inc(toCount(fields.stories))
        matches.inc(toCount(fields.matches))
      } else if (event === 'interaction.answered') {
        commands.observe({ command: String(fields.what) }, toCount(fields.ms) / 1000)
      } else if (event.startsWith('delivery.')) {
        deliveries.inc({ outcome: event.slice('delivery.'.length) })
      } else if (event.endsWith('.failed') || event.endsWith('-failed')) {
        failures.inc({ event })
      }
    },
    text: (now) => {
      stored.set({ kind: 'articles' }, now.health.articles)
      stored.set({ kind: 'stories' }, now.health.stories)
      stored.set({ kind: 'subscriptions' }, now.health.subscriptions)
      for (const [state, count] of Object.entries(now.health.deliveries)) {
        waiting.set({ state }, count)
      }
      queueAge.set(now.queueAgeMs / 1000)
      feeds.reset()
      for (const state of now.feeds) feeds.inc({ status: state.status })
      if (now.health.lastPollAt !== undefined) lastPoll.set(now.health.lastPollAt / 1000)
      if (now.gatewayReady !== undefined) gateway.set(now.gatewayReady ? 1 : 0)
      return registry.metrics()
    },
  }
}

/** The log, and each of its events counted, whatever level is written. */
export const counted =
  (log: Log, count: Metrics['count']): Log =>
  (level, event, fields = {}) => {
    count(event, fields)
    log(level, event, fields)
  }

const toCount = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0)
