import { DAY_MS, MINUTE_MS } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Clock, Log, Store } from '../ports.ts'
import type { Instant, Story } from '../types.ts'
import type { NameKind } from './names.ts'

/** What autocomplete answers from: never read from the store while somebody waits. */
export type Memory = {
  /** Stories of the last seven days that carry an actor or theme; undefined before the first reading. */
  readonly weekCount: (kind: NameKind, id: string) => number | undefined
  /** The newest stories that are relevant. */
  readonly stories: () => readonly Story[]
  /** Reads again in the background where what is known is old; resolves when that is done. */
  readonly refresh: () => Promise<void>
}

const OLD_AFTER_MS = MINUTE_MS
const STORIES_KEPT = 300

export function openMemory(deps: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}): Memory {
  const counts = new Map<string, number>()
  let stories: readonly Story[] = []
  let readAt: Instant | undefined
  let reading: Promise<void> | undefined

  async function read(): Promise<void> {
    const now = deps.clock.now()
    try {
      const since = now - 7 * DAY_MS
      const [actors, themes, latest] = await Promise.all([
        deps.store.counts('actor', { since }),
        deps.store.counts('theme', { since }),
        deps.store.latestStories({ since }, { limit: STORIES_KEPT, offset: 0 }),
      ])
      counts.clear()
      for (const one of actors) counts.set(`actor:${one.id}`, one.stories)
      for (const one of themes) counts.set(`theme:${one.id}`, one.stories)
      stories = latest.items
      readAt = now
    } catch (error) {
      deps.log('warn', 'memory.failed', { error: messageOf(error) })
    } finally {
      reading = undefined
    }
  }

  return {
    weekCount: (kind, id) =>
      readAt === undefined ? undefined : (counts.get(`${kind}:${id}`) ?? 0),
    stories: () => stories,
    refresh: () => {
      const now = deps.clock.now()
      const isFresh = readAt !== undefined && Math.abs(now - readAt) < OLD_AFTER_MS
      if (isFresh) return Promise.resolve()
      reading ??= read()
      return reading
    },
  }
}
