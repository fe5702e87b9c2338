import { noticeCard } from '../../card/error.ts'
import { subscribedCard, unsubscribeCard, unsubscribedCard } from '../../card/subs.ts'
import { MINUTE_MS } from '../../lib/clock.ts'
import { UserError } from '../../lib/errors.ts'
import type { Command } from '../command.ts'
import { typed } from '../options.ts'
import { changeSubscription } from '../settings/settings.ts'
import { completeSubscriptions, requireManageOf, toManaged } from '../subs/subs.ts'
import { requireRoom } from '../subs/subscribe.ts'

const UNDO_MS = 10 * MINUTE_MS

export const unsubscribe = {
  name: 'unsubscribe',
  description: 'End a subscription; can be undone for ten minutes',
  options: [typed('subscription', 'Which one', { required: true })],
  complete: { subscription: completeSubscriptions },
  run: async (ask, given) => {
    const subscription = await toManaged(ask, given.text('subscription') ?? '')
    return { body: unsubscribeCard(subscription, await ask.context()) }
  },
  presses: {
    'unsub-confirm': {
      kind: 'update',
      run: async (ask, pressed) => {
        const subscription = await toManaged(ask, pressed.id)
        const ended = { ...subscription, deletedAt: ask.deps.clock.now() }
        await changeSubscription(ask, subscription, ended)
        ask.deps.log('info', 'subscription.ended', { id: ended.id, guild: ended.guildId })
        return { body: unsubscribedCard(ended, await ask.context()) }
      },
    },
    'unsub-cancel': {
      kind: 'update',
      run: async () => ({ body: noticeCard('It stays as it was.') }),
    },
    'unsub-undo': {
      kind: 'update',
      run: async (ask, pressed) => {
        const { store, clock, answers } = ask.deps
        const ended = await store.findSubscription(pressed.id)
        if (ended === undefined || ended.guildId !== ask.guildId) {
          throw new UserError(
            'That subscription is no longer stored. Make it again: /axis subscribe.',
          )
        }
        requireManageOf(ask, ended)
        const { deletedAt, ...subscription } = ended
        if (deletedAt !== undefined) {
          if (clock.now() - deletedAt > UNDO_MS) {
            throw new UserError('Ten minutes are over. Make it again: /axis subscribe.')
          }
          await requireRoom(ask, [subscription])
          await changeSubscription(ask, undefined, subscription)
        }
        const nextAt = answers.nextSlotAt(subscription, clock.now())
        const row = { subscription, ...(nextAt === undefined ? {} : { nextAt }) }
        return { body: subscribedCard(row, await ask.context()) }
      },
    },
  },
} satisfies Command
