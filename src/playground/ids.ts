const DISCORD_EPOCH_MS = 1_420_070_400_000n

const MILLISECOND = 1n << 22n

/**
 * Gives out snowflakes: each greater than the last, even when the clock is set back. Those of guilds
 * are a millisecond apart, since the shard of a guild is computed from the time in its id.
 */
export function makeIds(now: () => number): (of?: 'guild') => string {
  let last = 0n
  return (of) => {
    const fresh = (BigInt(Math.floor(now())) - DISCORD_EPOCH_MS) << 22n
    last = fresh > last ? fresh : last + (of === 'guild' ? MILLISECOND : 1n)
    return last.toString()
  }
}

export const isSnowflake = (text: string): boolean => /^\d{15,20}$/.test(text)

/** Orders snowflakes by age. */
export const compareIds = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

/** The shard that a guild belongs to, as Discord computes it. */
export const shardOf = (guildId: string, count: number): number =>
  Number((BigInt(guildId) >> 22n) % BigInt(count))
