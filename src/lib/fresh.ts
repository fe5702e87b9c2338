import type { Clock } from '../ports.ts'
import type { Instant } from '../types.ts'

export type Fresh<T> = {
  readonly get: () => Promise<T>
  /** The next one reads anew. */
  readonly drop: () => void
}

/**
 * What `read` gave less than `forMs` milliseconds ago, or what it gives now; all who ask at once share one
 * reading. A failed reading is nobody's but theirs.
 */
export function toFresh<T>(read: () => Promise<T>, clock: Clock, forMs: number): Fresh<T> {
  let last: { readonly at: Instant; readonly value: Promise<T> } | undefined
  const drop = (): void => {
    last = undefined
  }
  return {
    get: () => {
      const now = clock.now()
      // A clock that was set back makes nothing fresh.
      if (last !== undefined && Math.abs(now - last.at) < forMs) return last.value
      const value = read()
      value.catch(drop)
      last = { at: now, value }
      return value
    },
    drop,
  }
}
