import { noticeCard } from '../../card/error.ts'
import { subscriptionCard, subsListCard } from '../../card/subs.ts'
import { HOUR_MS } from '../../lib/clock.ts'
import { UserError } from '../../lib/errors.ts'
import type { Subscription } from '../../types.ts'
import type { Ask, Command, Given, Group, Reply } from '../command.ts'
import { count, typed } from '../options.ts'
import { changeSubscription } from '../settings/settings.ts'
import { deliveryLogCard } from '../subs/delivery-log.ts'
import { subsEdit } from '../subs/edit.ts'
import { readSample } from '../subs/sample-card.ts'
import { completeSubscriptions, toManaged, toVisible, visibleSubscriptions } from '../subs/subs.ts'

const PAUSE_HOURS = 24
const PAUSE_HOURS_MAX = 24 * 90
const LOG_SHOWN = 15

type Find = (ask: Ask, text: string) => Promise<Subscription>

/** A command about one subscription: any that the caller may see, or only those that they may change. */
function about(
  find: Find,
  command: Pick<Command, 'name' | 'description' | 'options' | 'slow'> & {
    readonly work: (ask: Ask, one: Subscription, given: Given) => Promise<Reply>
  },
): Command {
  const { work, options = [], ...rest } = command
  return {
    ...rest,
    options: [typed('id', 'Which subscription', { required: true }), ...options],
    complete: { id: completeSubscriptions },
    run: async (ask, given) => work(ask, await find(ask, given.text('id') ?? ''), given),
  }
}

const list = {
  name: 'list',
  description: 'What the channels of this server get',
  run: async (ask) => {
    const subscriptions = await visibleSubscriptions(ask)
    const rows = subscriptions.map((one) => toRow(ask, one))
    return { body: subsListCard(rows, await ask.context()), shareable: true }
  },
} satisfies Command

const show = about(toVisible, {
  name: 'show',
  description: 'Every setting of one subscription',
  work: showRow,
})

const pause = about(toManaged, {
  name: 'pause',
  description: 'Post nothing for a while',
  options: [count('hours', `For how many hours (${PAUSE_HOURS})`, 1, PAUSE_HOURS_MAX)],
  work: async (ask, one, given) => {
    const hours = given.number('hours') ?? PAUSE_HOURS
    const pausedUntil = ask.deps.clock.now() + hours * HOUR_MS
    const paused = { ...one, pausedUntil, pausedReason: 'paused by hand' }
    await changeSubscription(ask, one, paused)
    return showRow(ask, paused)
  },
})

const resume = about(toManaged, {
  name: 'resume',
  description: 'Go on posting',
  work: async (ask, one) => {
    const { pausedUntil, pausedReason, ...resumed } = one
    const wasPaused = pausedUntil !== undefined || pausedReason !== undefined
    if (!wasPaused) throw new UserError(`${one.id} is not paused.`)
    await changeSubscription(ask, one, resumed)
    return showRow(ask, resumed)
  },
})

const test = about(toVisible, {
  name: 'test',
  description: 'What it would post now, for you alone',
  slow: true,
  work: async (ask, one) => {
    const sample = await readSample(ask, one)
    const none = `${one.id} would post nothing now: no stored story fits.`
    return { body: sample ?? noticeCard(none) }
  },
})

const log = about(toVisible, {
  name: 'log',
  description: 'What it posted lately, and what went wrong',
  work: async (ask, one) => {
    const deliveries = await ask.deps.store.deliveries(one.id, LOG_SHOWN)
    return { body: deliveryLogCard(one, deliveries, await ask.context()) }
  },
})

export const subs = {
  name: 'subs',
  description: 'Subscriptions of this server',
  commands: [list, show, subsEdit, pause, resume, test, log],
} satisfies Group

async function showRow(ask: Ask, subscription: Subscription): Promise<Reply> {
  return { body: subscriptionCard(toRow(ask, subscription), await ask.context()) }
}

function toRow(ask: Ask, subscription: Subscription) {
  const now = ask.deps.clock.now()
  const nextAt = ask.deps.answers.nextSlotAt(
    subscription,
    Math.max(now, subscription.pausedUntil ?? 0),
  )
  return { subscription, ...(nextAt === undefined ? {} : { nextAt }) }
}
