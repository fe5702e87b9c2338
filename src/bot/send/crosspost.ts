import type { REST } from '@discordjs/rest'
import { HOUR_MS } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Instant } from '../../types.ts'

/** Discord's own limit for one announcement channel. */
const CROSSPOSTS_PER_HOUR = 10

export type CrosspostDeps = { readonly rest: REST; readonly log: Log; readonly clock: Clock }

/**
 * Publishes messages of announcement channels to their followers, within Discord's ten an hour; what
 * is over stays in its channel, and the log says so. Best effort: the message itself is posted already.
 */
export function toCrossposter(deps: CrosspostDeps): (channelId: string, messageId: string) => void {
  const recent = new Map<string, readonly Instant[]>()
  return (channelId, messageId) => {
    const now = deps.clock.now()
    const past = (recent.get(channelId) ?? []).filter((at) => at > now - HOUR_MS)
    if (past.length >= CROSSPOSTS_PER_HOUR) {
      recent.set(channelId, past)
      deps.log('info', 'crosspost.skipped', { channel: channelId, message: messageId })
      return
    }
    recent.set(channelId, [...past, now])
    deps.rest.post(`/channels/${channelId}/messages/${messageId}/crosspost`).catch((error) => {
      deps.log('warn', 'crosspost.failed', { channel: channelId, error: messageOf(error) })
    })
  }
}
