import { type GuildView, toGuildView } from '../../digest/guild-view.ts'
import type { Store } from '../../ports.ts'

/** What a server muted and corrected, read now. */
export async function readGuildView(
  store: Pick<Store, 'guildSettings' | 'reports'>,
  guildId: string,
): Promise<GuildView> {
  const [settings, reports] = await Promise.all([
    store.guildSettings(guildId),
    store.reports({ guildId }),
  ])
  return toGuildView(settings, reports)
}
