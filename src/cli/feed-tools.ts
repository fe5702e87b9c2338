// What the verbs about feeds share: settings, a fetcher, a reader of documents.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Env, loadEnv } from '../config/env.ts'
import { type FeedList, loadFeeds } from '../config/feeds.ts'
import { loadSettings } from '../config/settings.ts'
import type { Fetcher } from '../feed/http/fetch.ts'
import type { FetchOutcome } from '../feed/http/outcome.ts'
import type { ParserPool } from '../feed/parser-pool.ts'
import { openFeedTools } from '../feed/tools.ts'
import { mergeFeeds } from '../lib/feed-changes.ts'
import { openStore } from '../store/open.ts'
import type { FeedState } from '../types.ts'
import type { CliIo } from './io.ts'

// Not from main.ts: these verbs need no Discord and start in a fraction of its time.
const ROOT = join(import.meta.dirname, '..', '..')

export type FeedTools = {
  readonly env: Env
  readonly fetcher: Fetcher
  readonly parser: ParserPool
}

export const feedEnv = (io: CliIo): Env => loadEnv(io.env, ROOT)

/** Opens the network and a parser for one verb and closes them, whatever happens. */
export async function withFeedTools<T>(
  io: CliIo,
  task: (tools: FeedTools) => Promise<T>,
): Promise<T> {
  const env = feedEnv(io)
  const tools = openFeedTools(
    {
      settings: await loadSettings(env.settings),
      version: readVersion(),
      allowPrivate: env.allowPrivateFeeds,
      ...(env.contact !== undefined && { contact: env.contact }),
    },
    { now: io.now },
  )
  try {
    return await task({ env, fetcher: tools.fetcher, parser: tools.parser })
  } finally {
    await tools.close()
  }
}

/** The configured feeds with their stored states; no database is made where there is none. */
export async function loadStates(
  io: CliIo,
): Promise<FeedList & { readonly states: readonly FeedState[] }> {
  const env = feedEnv(io)
  const list = await loadFeeds(env.feeds)
  const path = join(env.data, 'axis.db')
  if (!existsSync(path)) return { ...list, states: [] }
  const store = await openStore({ path, clock: { now: io.now } })
  try {
    const feeds = mergeFeeds(list.feeds, await store.feedChanges())
    return { ...list, feeds, states: await store.feedStates() }
  } finally {
    await store.close()
  }
}

/** How a fetch ended, in words: `HTTP 200`, `HTTP 410: gone`, `no such host`. */
export function outcomeWords(outcome: FetchOutcome): string {
  switch (outcome.kind) {
    case 'ok':
    case 'unchanged':
      return `HTTP ${outcome.status}`
    case 'gone':
      return 'HTTP 410: gone for good'
    case 'refused':
      return outcome.reason
    case 'retry-later': {
      const wait =
        outcome.afterMs === undefined ? '' : `, to be asked again in ${outcome.afterMs / 1000} s`
      return `${outcome.reason}${wait}`
    }
    case 'unreachable':
      return `unreachable: ${outcome.reason}`
    default:
      return outcome satisfies never
  }
}

function readVersion(): string {
  const data: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  return String(Reflect.get(Object(data), 'version'))
}
