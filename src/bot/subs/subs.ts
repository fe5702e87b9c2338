// Subscriptions of this server as a caller may see and change them.

import { scheduleWords } from '../../card/filter-words.ts'
import { UserError } from '../../lib/errors.ts'
import { foldName } from '../../lib/fuzzy.ts'
import type { Subscription } from '../../types.ts'
import type { Ask, Complete } from '../command.ts'
import { canSee, requireManage, toTarget } from '../permissions.ts'
import { shown } from '../resolve.ts'
import { readSubscriptions } from '../threads.ts'

/** Those in channels that the caller can see. */
export async function visibleSubscriptions(ask: Ask): Promise<readonly Subscription[]> {
  const all = await readSubscriptions(ask)
  return all.filter((one) => canSee(ask, one.channelId) || isOrphan(ask, one))
}

/** Its channel is gone: whoever manages the server must still be able to end or move it. */
const isOrphan = (ask: Ask, one: Subscription): boolean =>
  !ask.guild.channels.cache.has(one.channelId) && ask.member.permissions.has('ManageGuild')

/** The subscription by its id, case aside; throws UserError with what there is. */
export async function toVisible(ask: Ask, text: string): Promise<Subscription> {
  const all = await visibleSubscriptions(ask)
  const wanted = text.trim().toLowerCase()
  const found = all.find(
    (one) => one.id.toLowerCase() === wanted || one.id.toLowerCase() === `ax-${wanted}`,
  )
  if (found !== undefined) return found
  const ids = all.slice(0, 5).map((one) => one.id)
  const hint =
    ids.length > 0 ? `There are ${ids.join(', ')}. See /axis subs list.` : 'There is none here yet.'
  throw new UserError(`I know no subscription “${shown(text)}” here. ${hint}`)
}

/** The same where the caller may also change it: Manage Channels in its channel. */
export async function toManaged(ask: Ask, text: string): Promise<Subscription> {
  const found = await toVisible(ask, text)
  requireManageOf(ask, found)
  return found
}

/** Throws unless the caller has Manage Channels in the subscription's channel, or Manage Server where that is gone. */
export function requireManageOf(ask: Ask, subscription: Subscription): void {
  if (isOrphan(ask, subscription)) return
  requireManage(ask.member, toTarget(ask.guild, subscription.channelId).channel)
}

/** `ax-7KQ2A · digest at 07:00 UTC · #intel`. */
export const completeSubscriptions: Complete = async (text, ask) => {
  const fold = foldName(text)
  const all = await visibleSubscriptions(ask)
  return all
    .map((one) => {
      const channel = ask.guild.channels.cache.get(one.channelId)?.name ?? 'deleted'
      return { name: `${one.id} · ${scheduleWords(one)} · #${channel}`, value: one.id }
    })
    .filter(({ name }) => foldName(name).includes(fold))
    .slice(0, 25)
}
