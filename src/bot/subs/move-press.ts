import { noticeCard } from '../../card/error.ts'
import { UserError } from '../../lib/errors.ts'
import type { Press } from '../command.ts'
import { moveSubscription, toPlace } from './move.ts'
import { toManaged } from './subs.ts'

/** The channel picker under "I cannot post there any more": moves the subscription, and it goes on there. */
export const movePress: Press = {
  kind: 'private',
  run: async (ask, pressed) => {
    const before = await toManaged(ask, pressed.id)
    const channelId = pressed.values[0]
    if (channelId === undefined) throw new UserError('Pick a channel.')
    const { pausedReason, ...rest } = before
    // A pause by hand goes on; that of the old channel's refusal does not.
    const paused =
      before.pausedUntil === undefined || pausedReason === undefined ? {} : { pausedReason }
    const after = { ...rest, ...paused, ...toPlace(ask, channelId) }
    await moveSubscription(ask, before, after)
    const name = ask.guild.channels.cache.get(channelId)?.name ?? channelId
    return { body: noticeCard(`${after.id} goes on in #${name}.`) }
  },
}
