// Purging a server: everything stored about it is gone at once, and can be taken back for seven days.

import { DAY_MS } from '../../lib/clock.ts'
import { UserError } from '../../lib/errors.ts'
import type { GuildSettings, Purge } from '../../ports.ts'
import type { Ask } from '../command.ts'

export const PURGE_DAYS = 7

/** Ends all subscriptions and forgets all settings of the server; returns what can be taken back. */
export async function purgeGuild(ask: Ask): Promise<Purge> {
  const { store, clock, log } = ask.deps
  const settings = await ask.settings()
  if (settings.purge !== undefined) throw new UserError('It is purged already.')
  const at = clock.now()
  const subscriptions = await store.subscriptions({ guildId: ask.guildId })
  const purge: Purge = {
    at,
    by: ask.userId,
    until: at + PURGE_DAYS * DAY_MS,
    settings: JSON.stringify(settings),
    subscriptionIds: subscriptions.map((one) => one.id),
  }
  // The way back is written before anything is taken away.
  await store.saveGuildSettings({ guildId: ask.guildId, mentionRoles: [], sharing: 'on', purge })
  for (const one of subscriptions) await store.saveSubscription({ ...one, deletedAt: at })
  log('warn', 'guild.purged', { guild: ask.guildId, by: ask.userId })
  return purge
}

/** Takes a purge back: settings and subscriptions are as they were. */
export async function restoreGuild(ask: Ask): Promise<number> {
  const { store, log } = ask.deps
  const { purge } = await ask.settings()
  if (purge === undefined) throw new UserError('Nothing of this server can be taken back.')
  let restored = 0
  for (const id of purge.subscriptionIds) {
    const found = await store.findSubscription(id)
    if (found?.deletedAt !== purge.at) continue
    const { deletedAt: _ended, ...one } = found
    await store.saveSubscription(one)
    restored += 1
  }
  // Written by purgeGuild alone.
  await store.saveGuildSettings(JSON.parse(purge.settings) as GuildSettings)
  log('warn', 'guild.restored', { guild: ask.guildId, by: ask.userId })
  return restored
}
