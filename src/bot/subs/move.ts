// Moving a subscription to another channel: it keeps id, slots, the stories followed beside it and the memory
// of what was posted, and leaves one line behind.

import { toBody } from '../../card/body.ts'
import { SUPPRESS_NOTIFICATIONS } from '../../card/digest.ts'
import { messageOf, UserError } from '../../lib/errors.ts'
import type { Subscription } from '../../types.ts'
import type { Ask } from '../command.ts'
import { missingForBot, missingText, requireManage, toTarget } from '../permissions.ts'
import { changeSubscription } from '../settings/settings.ts'
import { isFollow } from './subscribe.ts'

type Place = Pick<Subscription, 'channelId' | 'channelKind'>

/** The new place, where caller and bot may post; throws UserError. */
export function toPlace(ask: Ask, channelId: string): Place {
  const target = toTarget(ask.guild, channelId)
  requireManage(ask.member, target.channel)
  const missing = missingForBot(target)
  if (missing.length > 0) throw new UserError(missingText(target.channel, missing))
  return { channelId, channelKind: target.kind }
}

/** Saves the subscription in its new channel, with all that belongs to it. */
export async function moveSubscription(
  ask: Ask,
  before: Subscription,
  after: Subscription,
): Promise<void> {
  const { store } = ask.deps
  // Memory first: from the moment it is planned there, nothing is told twice.
  await store.copyPosted(before.id, after.channelId)
  await changeSubscription(ask, before, after)
  const here = await store.subscriptions({ guildId: ask.guildId })
  const left = here.filter((one) => one.channelId === before.channelId)
  // Stories followed here stay as long as somebody else posts here.
  const follows = left.every(isFollow) && !isFollow(after) ? left : []
  for (const follow of follows) {
    const { channelId, channelKind } = after
    await store.copyPosted(follow.id, channelId)
    await changeSubscription(ask, follow, { ...follow, channelId, channelKind })
  }
  await leavePointer(ask, before, after)
}

/** One line in the old channel, so that nobody there waits for what no longer comes; best effort. */
async function leavePointer(ask: Ask, before: Subscription, after: Subscription): Promise<void> {
  // A forum takes no line without a post, and a channel that is gone takes none at all.
  if (before.channelKind === 'forum' || !ask.guild.channels.cache.has(before.channelId)) return
  const text = `The ${after.mode} of this channel (${after.id}) moved to <#${after.channelId}>.`
  const body = toBody({ embeds: [{ description: text }] })
  const silent = { ...body, flags: SUPPRESS_NOTIFICATIONS }
  await ask.guild.client.rest
    .post(`/channels/${before.channelId}/messages`, { body: silent })
    .catch((error) => {
      ask.deps.log('info', 'pointer.failed', { id: after.id, error: messageOf(error) })
    })
}
