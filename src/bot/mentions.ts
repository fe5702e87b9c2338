// Only roles that an admin allowed are ever pinged (law 7), whatever a subscription was saved with.

import type { Subscription } from '../types.ts'
import type { Ask } from './command.ts'
import { changeSubscription } from './settings/settings.ts'

/** The subscription as it may be: without a ping that nobody allows. */
export function withAllowedPing(one: Subscription, allowed: readonly string[]): Subscription {
  if (one.mention === undefined || allowed.includes(one.mention)) return one
  const { mention: _gone, ...rest } = one
  return { ...rest, notify: one.notify === 'role' ? 'normal' : one.notify }
}

/** Takes every other role out of the subscriptions of this server; returns out of how many. */
export async function stopForbiddenPings(ask: Ask, allowed: readonly string[]): Promise<number> {
  let stopped = 0
  for (const one of await ask.deps.store.subscriptions({ guildId: ask.guildId })) {
    const after = withAllowedPing(one, allowed)
    if (after === one) continue
    await changeSubscription(ask, one, after)
    stopped += 1
  }
  return stopped
}
