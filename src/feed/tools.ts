import type { Clock } from '../ports.ts'
import { type Fetcher, openFetcher } from './http/fetch.ts'
import { openParserPool, type ParserPool } from './parser-pool.ts'

export type FeedTools = {
  readonly fetcher: Fetcher
  readonly parser: ParserPool
  readonly close: () => Promise<void>
}

/** The network and a parser, as the settings `poll` of a file and the environment want them; must be closed. */
export function openFeedTools(
  config: {
    readonly settings: {
      readonly poll: {
        readonly timeoutMs: number
        readonly maxBytes: number
        readonly parseTimeoutMs: number
      }
    }
    readonly version: string
    readonly allowPrivate: boolean
    readonly contact?: string
  },
  clock: Clock,
): FeedTools {
  const { poll } = config.settings
  const fetcher = openFetcher({
    version: config.version,
    allowPrivate: config.allowPrivate,
    timeoutMs: poll.timeoutMs,
    maxBytes: poll.maxBytes,
    clock,
    ...(config.contact !== undefined && { contact: config.contact }),
  })
  const parser = openParserPool({ timeoutMs: poll.parseTimeoutMs, size: 1 })
  return {
    fetcher,
    parser,
    close: async () => {
      await Promise.all([fetcher.close(), parser.close()])
    },
  }
}
