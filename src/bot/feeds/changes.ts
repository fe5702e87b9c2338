// Feeds belong to the bot: they change only where its operator sits.

import { UserError } from '../../lib/errors.ts'
import type { FeedChange } from '../../ports.ts'
import type { Ask } from '../command.ts'
import { feedKey } from '../settings/change-words.ts'
import { recordChange } from '../settings/settings.ts'

/** In a server that `AXIS_OPERATOR_GUILDS` names, or while the bot is in one server alone and none is named. */
export function canChangeFeeds(ask: Ask): boolean {
  const { operatorGuilds, shards } = ask.deps
  if (operatorGuilds.length > 0) return operatorGuilds.includes(ask.guildId)
  // A process that holds a part of the shards does not know how many servers there are.
  if (shards !== undefined) return false
  return ask.guild.client.guilds.cache.size === 1
}

/** Throws how to ask, where feeds cannot be changed. */
export function requireOperator(ask: Ask): void {
  if (canChangeFeeds(ask)) return
  throw new UserError(
    `Feeds belong to the bot, which serves several servers: only its operator can change them. Send the operator the address, or have this server's id (${ask.guildId}) added to AXIS_OPERATOR_GUILDS.`,
  )
}

/** Saves the change of a feed, or takes it away where undefined; every process reads it with its next round. */
export async function saveFeedChange(
  ask: Ask,
  feedId: string,
  after: FeedChange | undefined,
): Promise<void> {
  const { store, answers } = ask.deps
  const before = (await store.feedChanges()).find((one) => one.feedId === feedId)
  if (after === undefined) await store.removeFeedChange(feedId)
  else await store.saveFeedChange(after)
  await answers.refreshFeeds?.()
  await recordChange(ask, feedKey(feedId), before, after)
}
