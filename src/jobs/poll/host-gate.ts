import { sleep } from '../../lib/clock.ts'
import { hostOf } from '../../lib/host.ts'
import { toLimit } from '../../lib/limit.ts'
import type { Clock } from '../../ports.ts'
import type { Instant } from '../../types.ts'

export type HostGateOptions = {
  /** Requests to one host at the same time. */
  readonly perHost: number
  /** Pause between the ends and starts of two requests to one host, milliseconds. */
  readonly gapMs: number
  /** Hosts that need no manners: loopback that was allowed. */
  readonly isExempt: (url: string) => boolean
  readonly clock: Clock
  readonly signal?: AbortSignal
}

/** Runs tasks so that no host sees more than `perHost` of them at once, nor two closer than `gapMs`. */
export function openHostGate(
  options: HostGateOptions,
): <T>(url: string, task: () => Promise<T>) => Promise<T> {
  const hosts = new Map<string, { readonly limit: ReturnType<typeof toLimit>; freeAt: Instant }>()
  return async (url, task) => {
    if (options.isExempt(url)) return task()
    const name = hostOf(url)
    let host = hosts.get(name)
    if (host === undefined) {
      host = { limit: toLimit(options.perHost), freeAt: 0 }
      hosts.set(name, host)
    }
    const gate = host
    return gate.limit(async () => {
      const wait = gate.freeAt - options.clock.now()
      if (wait > 0) await sleep(Math.min(wait, options.gapMs), options.signal)
      try {
        return await task()
      } finally {
        gate.freeAt = options.clock.now() + options.gapMs
      }
    })
  }
}
