// The named points at which the bot can be killed: before and after each write of the store and each HTTP call.

import { DefaultRestOptions, type RESTOptions } from '@discordjs/rest'
import type { Fetcher } from '../../src/feed/http/fetch.ts'
import type { Store } from '../../src/ports.ts'

/** `before saveDeliveries`, `after POST messages`, … */
export type Hit = (point: string) => Promise<void>

/** Every method of the store that writes while news is read and delivered. */
const WRITES = [
  'claimLease',
  'releaseLease',
  'saveFeedStates',
  'commitPoll',
  'setMeta',
  'saveSubscription',
  'saveDigest',
  'addDeliveries',
  'claimDeliveries',
  'saveDeliveries',
] as const satisfies readonly (keyof Store)[]

const CALLS = [
  'GET feed',
  'POST messages',
  'PATCH messages',
  'POST threads',
  'POST crosspost',
  'GET messages',
  'POST typing',
] as const

/** All points that a run passes, in both halves. */
export const POINTS: readonly string[] = [...WRITES, ...CALLS].flatMap((name) => [
  `before ${name}`,
  `after ${name}`,
])

type AnyMethod = (...args: readonly unknown[]) => Promise<unknown>

/** The same store, with each method passing its points; a dead bot's reads never return either. */
export function guardStore(store: Store, hit: Hit): Store {
  const writes: readonly string[] = WRITES
  const guarded: Record<string, AnyMethod> = {}
  for (const [name, method] of Object.entries(store)) {
    // Every method of the port takes plain values and returns a promise.
    const call = method as AnyMethod
    guarded[name] = async (...args) => {
      await hit(writes.includes(name) ? `before ${name}` : 'read')
      const result = await call(...args)
      await hit(writes.includes(name) ? `after ${name}` : 'read')
      return result
    }
  }
  // Border: the same keys with the same types as the store that came in.
  return { ...guarded, close: store.close } as unknown as Store
}

/** How discord.js makes a request, passing its points. */
export function guardRequests(hit: Hit): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const name = `${init.method} ${nameOf(String(url))}`
    await hit(`before ${name}`)
    const response = await DefaultRestOptions.makeRequest(url, init)
    await hit(`after ${name}`)
    return response
  }
}

const nameOf = (url: string): string => {
  const path = new URL(url).pathname.split('/').filter((part) => !/^\d+$/.test(part))
  return path.at(-1) ?? ''
}

export const guardFetcher = (fetcher: Fetcher, hit: Hit): Fetcher => ({
  ...fetcher,
  fetch: async (request) => {
    await hit('before GET feed')
    const outcome = await fetcher.fetch(request)
    await hit('after GET feed')
    return outcome
  },
})

export type KillSwitch = {
  readonly hit: Hit
  /** Kills at the nth time that this point, or any point where absent, is passed from now on. */
  readonly arm: (nth: number, point?: string) => void
  readonly isDead: () => boolean
  readonly point: () => string | undefined
  readonly death: Promise<void>
}

/** Death in one process: from that point on nothing the bot has begun goes on. */
export function openSwitch(die: (point: string) => void = () => undefined): KillSwitch {
  let armed: { readonly point?: string; left: number } | undefined
  let killedAt: string | undefined
  let tell: () => void = () => undefined
  const death = new Promise<void>((resolve) => {
    tell = resolve
  })
  const never = (): Promise<never> => new Promise(() => undefined)
  return {
    hit: async (point) => {
      if (killedAt !== undefined) return never()
      if (armed === undefined || (armed.point !== undefined && armed.point !== point)) return
      armed.left -= 1
      if (armed.left > 0) return
      killedAt = point
      die(point)
      tell()
      return never()
    },
    arm: (nth, point) => {
      armed = { left: nth, ...(point !== undefined && { point }) }
    },
    isDead: () => killedAt !== undefined,
    point: () => killedAt,
    death,
  }
}
