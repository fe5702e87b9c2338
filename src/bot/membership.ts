// Servers that the bot left: what is stored about them is kept for a while, so that coming back restores it.

import { messageOf } from '../lib/errors.ts'
import type { Clock, Log, Store } from '../ports.ts'

type Deps = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** The part of Discord's shards that this process holds; all of them where absent. */
  readonly shards?: { readonly ids: readonly number[]; readonly count: number }
}

/** Keeps when a server was left; the sweep removes it all 30 days later. */
export async function noteLeft(deps: Deps, guildId: string): Promise<void> {
  await guarded(deps, guildId, async () => {
    const settings = await deps.store.guildSettings(guildId)
    if (settings.leftAt !== undefined) return
    await deps.store.saveGuildSettings({ ...settings, leftAt: deps.clock.now() })
    deps.log('info', 'guild.left', { guild: guildId })
  })
}

/** The server is there (again). */
export async function noteJoined(deps: Deps, guildId: string): Promise<void> {
  await guarded(deps, guildId, async () => {
    const { leftAt, ...settings } = await deps.store.guildSettings(guildId)
    if (leftAt === undefined) return
    await deps.store.saveGuildSettings(settings)
    deps.log('info', 'guild.rejoined', { guild: guildId })
  })
}

/** What happened while nobody was connected: `present` are all servers that the bot is in now. */
export async function noteGuilds(deps: Deps, present: ReadonlySet<string>): Promise<void> {
  await guarded(deps, 'all', async () => {
    const [settings, subscriptions] = await Promise.all([
      deps.store.allGuildSettings(),
      deps.store.subscriptions(),
    ])
    const all = new Set([...settings, ...subscriptions].map((one) => one.guildId))
    // Other processes hold the servers of the other shards.
    const known = [...all].filter((guildId) => isOurs(guildId, deps))
    for (const guildId of known) {
      if (present.has(guildId)) await noteJoined(deps, guildId)
      else await noteLeft(deps, guildId)
    }
  })
}

/** Discord's own rule: https://discord.com/developers/docs/events/gateway#sharding */
function isOurs(guildId: string, { shards }: Deps): boolean {
  if (shards === undefined || !/^\d+$/.test(guildId)) return true
  return shards.ids.includes(Number((BigInt(guildId) >> 22n) % BigInt(shards.count)))
}

/** Nobody waits for this, and it is made up for at the next start. */
async function guarded(deps: Deps, guildId: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error) =>
    deps.log('warn', 'guild.failed', { guild: guildId, error: messageOf(error) }),
  )
}
