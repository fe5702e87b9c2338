import { statusCard } from '../../card/status.ts'
import type { MessageBody } from '../../types.ts'
import type { Ask, Command } from '../command.ts'
import { canSee } from '../permissions.ts'
import { readSubscriptions } from '../threads.ts'

export const status = {
  name: 'status',
  description: 'Health of the feeds, queue, next digest, versions',
  run: async (ask) => ({ body: await readStatus(ask), shareable: true }),
} satisfies Command

/** The card of the bot's state, with the next digest that the caller can see. */
export async function readStatus(ask: Ask): Promise<MessageBody> {
  const [context, health, nextDigest] = await Promise.all([
    ask.context(),
    ask.deps.store.health(),
    findNextDigest(ask),
  ])
  const pack = ask.deps.answers.packState?.()
  return statusCard({ health, ...(pack && { pack }), ...(nextDigest && { nextDigest }) }, context)
}

/** The earliest digest planned in a channel of this server that the caller can see. */
async function findNextDigest(ask: Ask) {
  const { answers, clock } = ask.deps
  const now = clock.now()
  let next: { readonly at: number; readonly channelId: string } | undefined
  for (const one of await readSubscriptions(ask)) {
    if (!canSee(ask, one.channelId)) continue
    const after = Math.max(now, one.pausedUntil ?? 0)
    const at = answers.nextSlotAt(one, after)
    if (at !== undefined && (next === undefined || at < next.at)) {
      next = { at, channelId: one.channelId }
    }
  }
  return next
}
