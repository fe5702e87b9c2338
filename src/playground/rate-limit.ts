/** Discord's global limit for a bot. */
const GLOBAL_PER_SECOND = 50
/** Of messages in one channel, as seen in Discord's headers. */
const MESSAGES_PER_5_S = 5
const INVALID_WINDOW_MS = 10 * 60 * 1000

export type Verdict = {
  readonly headers: Readonly<Record<string, string>>
  /** Set when the request is refused. */
  readonly retryAfterMs?: number
  readonly isGlobal?: boolean
}

export type RateLimits = {
  /** Counts a request of a route on its major parameter (channel, guild or webhook). */
  readonly take: (method: string, template: string, major: string) => Verdict
  /** Counts an answer of 401, 403 or 429. */
  readonly countInvalid: () => void
  /** 401, 403 and 429 in the last ten minutes; at 10,000 Discord bans the address. */
  readonly invalidCount: () => number
}

/**
 * Buckets and headers. `loose` announces wide buckets and refuses nothing; `real` enforces 50
 * requests a second for the bot and 5 messages (and edits) in 5 s per channel.
 */
export function makeRateLimits(mode: 'loose' | 'real', realMs: () => number): RateLimits {
  const buckets = new Map<string, { count: number; resetMs: number }>()
  let second = { count: 0, resetMs: 0 }
  let invalid: number[] = []

  const countIn = (key: string, limit: number, windowMs: number): number | undefined => {
    const now = realMs()
    const known = buckets.get(key)
    const bucket = known && known.resetMs > now ? known : { count: 0, resetMs: now + windowMs }
    buckets.set(key, bucket)
    if (bucket.count >= limit) return bucket.resetMs - now
    bucket.count += 1
    return undefined
  }

  return {
    take: (method, template, major) => {
      const isMessage = template.startsWith('/channels/{channel_id}/messages') && method !== 'GET'
      const isOpen = template.startsWith('/interactions') || template.startsWith('/webhooks')
      const limit = mode === 'real' && isMessage ? MESSAGES_PER_5_S : GLOBAL_PER_SECOND
      const windowMs = mode === 'real' && isMessage ? 5000 : 1000
      const now = realMs()
      if (mode === 'real' && !isOpen) {
        if (second.resetMs <= now) second = { count: 0, resetMs: now + 1000 }
        if (second.count >= GLOBAL_PER_SECOND) {
          return { headers: {}, retryAfterMs: second.resetMs - now, isGlobal: true }
        }
        second.count += 1
      }
      const key = `${method} ${template} ${major}`
      const retryAfterMs = mode === 'real' ? countIn(key, limit, windowMs) : undefined
      const bucket = buckets.get(key)
      const resetAfterMs = bucket ? bucket.resetMs - now : windowMs
      return {
        headers: {
          'x-ratelimit-limit': String(limit),
          'x-ratelimit-remaining': String(bucket ? limit - bucket.count : limit - 1),
          'x-ratelimit-reset-after': (resetAfterMs / 1000).toFixed(3),
          'x-ratelimit-bucket': toBucket(`${method} ${template}`),
        },
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      }
    },
    countInvalid: () => {
      invalid.push(realMs())
    },
    invalidCount: () => {
      invalid = invalid.filter((at) => realMs() - at < INVALID_WINDOW_MS)
      return invalid.length
    },
  }
}

/** A short stable name for a bucket (FNV-1a). */
function toBucket(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}
