import { Client, type ClientConfig } from 'pg'
import { SECOND_MS, sleep } from '../../lib/clock.ts'
import type { News, Store } from '../../ports.ts'
import { type Db, toSession } from './connection.ts'

const CHANNELS: Readonly<Record<News, string>> = {
  parked: 'axis_parked',
  owed: 'axis_owed',
}

/** The server was away: nobody is told anything meanwhile, and everybody looks by the clock. */
const LISTEN_AGAIN_MS = 5 * SECOND_MS

/** Tells other processes at the end of this transaction, at most once. */
export async function tell(db: Db, news: News): Promise<void> {
  await db.script(`notify ${CHANNELS[news]}`)
}

/** Listens on a connection of its own, opened at the first listener; must be closed. */
export function openNews(config: ClientConfig): {
  readonly onNews: NonNullable<Store['onNews']>
  readonly close: () => Promise<void>
} {
  const listeners = new Map<string, Set<() => void>>()
  const stop = new AbortController()
  let client: Client | undefined
  let listening: Promise<void> | undefined

  async function listenOnce(): Promise<void> {
    const made = new Client(toSession({ ...config, query_timeout: 0 }))
    client = made
    const ended = new Promise<void>((resolve) => made.once('end', () => resolve()))
    made.on('error', () => undefined)
    made.on('notification', ({ channel }) => {
      for (const listener of listeners.get(channel) ?? []) listener()
    })
    try {
      await made.connect()
      await made.query(
        Object.values(CHANNELS)
          .map((channel) => `listen ${channel}`)
          .join('; '),
      )
      await ended
    } finally {
      await made.end().catch(() => undefined)
    }
  }

  async function listen(): Promise<void> {
    while (!stop.signal.aborted) {
      await listenOnce().catch(() => undefined)
      await sleep(LISTEN_AGAIN_MS, stop.signal).catch(() => undefined)
    }
  }

  return {
    onNews: (news, listener) => {
      const channel = CHANNELS[news]
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
      listening ??= listen()
      return () => void known.delete(listener)
    },
    close: async () => {
      stop.abort()
      await client?.end().catch(() => undefined)
      await listening
    },
  }
}
