import type { Clock } from '../ports.ts'
import type { Instant } from '../types.ts'

/** Takes one turn of `key`; returns 0 when it may go on, else the milliseconds until it may. */
export type Cooldown = (key: string) => number

/** When this many keys are known, those without a recent turn are forgotten. */
const SWEEP_AT = 10_000

/** At most `max` turns in any `windowMs`, each key for itself. */
export function toCooldown(max: number, windowMs: number, clock: Clock): Cooldown {
  const turns = new Map<string, readonly Instant[]>()
  return (key) => {
    const now = clock.now()
    // A turn in the future was taken before the clock was set back: it no longer counts.
    const recent = (turns.get(key) ?? []).filter((at) => at > now - windowMs && at <= now)
    const oldest = recent[recent.length - max]
    if (oldest !== undefined) return Math.max(1, oldest + windowMs - now)
    if (turns.size >= SWEEP_AT) sweep(turns, now - windowMs)
    turns.set(key, [...recent, now])
    return 0
  }
}

function sweep(turns: Map<string, readonly Instant[]>, before: Instant): void {
  for (const [key, times] of turns) {
    if ((times.at(-1) ?? 0) <= before) turns.delete(key)
  }
}
