import { noticeCard } from '../../card/error.ts'
import { subscriptionCard, subsListCard } from '../../card/subs.ts'
import { HOUR_MS } from '../../lib/clock.ts'
import { UserError } from '../../lib/errors.ts'
import type { Subscription } from '../../types.ts'
import type { Ask, Command, Group, Reply } from '../command.ts'
import { deliveryLogCard } from '../delivery-log.ts'
import { count, typed } from '../options.ts'
import { readSample } from '../sample-card.ts'
import { changeSubscription } from '../settings.ts'
import { completeSubscriptions, toManaged, toVisible, visibleSubscriptions } from '../subs.ts'
import { subsEdit } from '../subs-edit.ts'

const id = typed('id', 'Which subscription', { required: true })
const complete = { id: completeSubscriptions }
const PAUSE_HOURS = 24
const PAUSE_HOURS_MAX = 24 * 90
const LOG_SHOWN = 15

const list = {
  name: 'list',
  description: 'What the channels of this server get',
  run: async (ask) => {
    const subscriptions = await visibleSubscriptions(ask)
    const rows = subscriptions.map((one) => toRow(ask, one))
    return { body: subsListCard(rows, await ask.context()), shareable: true }
  },
} satisfies Command

const show = {
  name: 'show',
  description: 'Every setting of one subscription',
  options: [id],
  complete,
  run: async (ask, given) => showRow(ask, await toVisible(ask, given.text('id') ?? '')),
} satisfies Command

const pause = {
  name: 'pause',
  description: 'Post nothing for a while',
  options: [id, count('hours', `For how many hours (${PAUSE_HOURS})`, 1, PAUSE_HOURS_MAX)],
  complete,
  run: async (ask, given) => {
    const subscription = await toManaged(ask, given.text('id') ?? '')
    const hours = given.number('hours') ?? PAUSE_HOURS
    const paused = {
      ...subscription,
      pausedUntil: ask.deps.clock.now() + hours * HOUR_MS,
      pausedReason: 'paused by hand',
    }
    await changeSubscription(ask, subscription, paused)
    return showRow(ask, paused)
  },
} satisfies Command

const resume = {
  name: 'resume',
  description: 'Go on posting',
  options: [id],
  complete,
  run: async (ask, given) => {
    const subscription = await toManaged(ask, given.text('id') ?? '')
    const { pausedUntil, pausedReason, ...resumed } = subscription
    const wasPaused = pausedUntil !== undefined || pausedReason !== undefined
    if (!wasPaused) throw new UserError(`${subscription.id} is not paused.`)
    await changeSubscription(ask, subscription, resumed)
    return showRow(ask, resumed)
  },
} satisfies Command

const test = {
  name: 'test',
  description: 'What it would post now, for you alone',
  options: [id],
  complete,
  slow: true,
  run: async (ask, given) => {
    const subscription = await toVisible(ask, given.text('id') ?? '')
    const sample = await readSample(ask, subscription)
    return {
      body:
        sample ?? noticeCard(`${subscription.id} would post nothing now: no stored story fits.`),
    }
  },
} satisfies Command

const log = {
  name: 'log',
  description: 'What it posted lately, and what went wrong',
  options: [id],
  complete,
  run: async (ask, given) => {
    const subscription = await toVisible(ask, given.text('id') ?? '')
    const deliveries = await ask.deps.store.deliveries(subscription.id, LOG_SHOWN)
    return { body: deliveryLogCard(subscription, deliveries, await ask.context()) }
  },
} satisfies Command

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
