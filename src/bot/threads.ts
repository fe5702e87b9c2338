// Threads that were archived before the bot connected: Discord names only active ones to it, so it asks for those
// that it needs. Who may see or change a thread's subscription follows from its parent channel, as for any thread.

import { type Client, DiscordAPIError } from 'discord.js'
import { MINUTE_MS } from '../lib/clock.ts'
import type { Instant, Subscription } from '../types.ts'
import type { Ask } from './command.ts'

/** What is deleted or hidden from us is not asked for again so soon. */
const ABSENT_MS = 10 * MINUTE_MS

const absentOf = new WeakMap<Client, Map<string, Instant>>()

/** The subscriptions of the server that asks; their threads are known to discord.js afterwards, where they exist. */
export async function readSubscriptions(
  ask: Pick<Ask, 'guild' | 'guildId' | 'deps'>,
): Promise<readonly Subscription[]> {
  const { guild, guildId, deps } = ask
  const all = await deps.store.subscriptions({ guildId })
  const absent = absentOf.get(guild.client) ?? new Map<string, Instant>()
  absentOf.set(guild.client, absent)
  const now = deps.clock.now()
  const wanted = all.filter(
    ({ channelId, channelKind }) =>
      channelKind === 'thread' &&
      !guild.channels.cache.has(channelId) &&
      Math.abs(now - (absent.get(channelId) ?? -ABSENT_MS)) >= ABSENT_MS,
  )
  await Promise.all(
    wanted.map(async ({ channelId }) => {
      try {
        await guild.channels.fetch(channelId)
      } catch (error) {
        if (error instanceof DiscordAPIError) absent.set(channelId, now)
      }
    }),
  )
  return all
}
