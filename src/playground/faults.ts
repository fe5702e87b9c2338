/** What goes wrong with a request. */
export type Fault =
  /** Too many requests: `user` for the route, `shared` for the resource, `global` for the whole bot. */
  | {
      readonly kind: 'rate-limit'
      readonly retryAfterMs: number
      readonly scope?: 'user' | 'global' | 'shared'
    }
  /** A plain status, before the work or after it is done (the message is stored, the answer lost). */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly when: 'before' | 'after'
      readonly body?: string
    }
  /** The connection is reset (RST: @discordjs/rest tries again) or closed (FIN: it does not). */
  | { readonly kind: 'reset' | 'close'; readonly when: 'before' | 'after' }
  /** No answer at all, before the work or after it, until the client gives up. */
  | { readonly kind: 'hang'; readonly when: 'before' | 'after' }
  /** The answer comes late. */
  | { readonly kind: 'slow'; readonly ms: number }

export type FaultTarget = {
  readonly method?: string
  /** Part of the path below `/api/v10`, or a pattern for it. */
  readonly path?: string | RegExp
  /** How many requests it hits; 1 where absent, `Infinity` for all until it is lifted. */
  readonly times?: number
}

export type Planted = {
  /** How many requests it has hit. */
  readonly hits: () => number
  readonly lift: () => void
}

export type Faults = {
  /** Plants a fault for the next requests that match. */
  readonly next: (target: FaultTarget, fault: Fault) => Planted
  readonly clear: () => void
  /** The fault for a request, used up by one. */
  readonly take: (method: string, path: string) => Fault | undefined
}

export function makeFaults(): Faults {
  type Entry = { readonly target: FaultTarget; readonly fault: Fault; left: number; hits: number }
  let planted: Entry[] = []
  const matches = ({ target, left }: Entry, method: string, path: string): boolean =>
    left > 0 &&
    (target.method === undefined || target.method === method) &&
    (target.path === undefined ||
      (typeof target.path === 'string' ? path.includes(target.path) : target.path.test(path)))
  return {
    next: (target, fault) => {
      const entry: Entry = { target, fault, left: target.times ?? 1, hits: 0 }
      planted.push(entry)
      return {
        hits: () => entry.hits,
        lift: () => {
          planted = planted.filter((other) => other !== entry)
        },
      }
    },
    clear: () => {
      planted = []
    },
    take: (method, path) => {
      const entry = planted.find((candidate) => matches(candidate, method, path))
      if (!entry) return undefined
      entry.left -= 1
      entry.hits += 1
      return entry.fault
    },
  }
}
