import { toBody, toDateTime, toFooter, toRelative } from '../../card/body.ts'
import { escapeText } from '../../card/escape.ts'
import { DESCRIPTION_MAX } from '../../card/limits.ts'
import { fitBlocks } from '../../card/story.ts'
import { countOf, PLAIN_COLOUR } from '../../card/word.ts'
import { logQueue } from '../../lib/log-queue.ts'
import type { Delivery, DeliveryStatus } from '../../types.ts'
import type { Command, Group } from '../command.ts'
import { readStatus } from './status.ts'

const DELIVERIES_READ = 50
/** What nobody can know needs a person first; what waits needs nobody. */
const WORST: readonly DeliveryStatus[] = [
  'unknown',
  'dropped',
  'retry',
  'sending',
  'pending',
  'sent',
]

const summary = {
  name: 'summary',
  description: 'Feeds, queue and store at a glance',
  run: async (ask) => ({ body: await readStatus(ask) }),
} satisfies Command

const deliveries = {
  name: 'deliveries',
  description: 'What is waiting, given up or of unknown outcome in this server',
  run: async (ask) => {
    const { store } = ask.deps
    const open: { readonly of: string; readonly delivery: Delivery }[] = []
    const subscriptions = await store.subscriptions({ guildId: ask.guildId })
    const queues = subscriptions.map(({ id }) => ({ id, of: `\`${id}\`` }))
    for (const { id, of } of [...queues, { id: logQueue(ask.guildId), of: 'log channel' }]) {
      const all = await store.deliveries(id, DELIVERIES_READ)
      for (const delivery of all) if (delivery.status !== 'sent') open.push({ of, delivery })
    }
    const blocks = open
      .toSorted((a, b) => WORST.indexOf(a.delivery.status) - WORST.indexOf(b.delivery.status))
      .map(({ of, delivery }) => {
        const what = delivery.slot ?? delivery.storyId ?? 'message'
        const reason = delivery.reason === undefined ? '' : ` · ${escapeText(delivery.reason, 120)}`
        return `${toRelative(delivery.createdAt)} ${of} ${escapeText(what, 24)} · ${delivery.status}, ${countOf(delivery.tries, 'try', 'tries')}${reason}`
      })
    return {
      body: toBody({
        embeds: [
          {
            title: 'Deliveries that are not sent',
            description:
              blocks.length === 0 ? 'None: all is sent.' : fitBlocks(blocks, DESCRIPTION_MAX),
            color: PLAIN_COLOUR,
            footer: toFooter(countOf(blocks.length, 'delivery', 'deliveries'), await ask.context()),
          },
        ],
      }),
    }
  },
} satisfies Command

const failures = {
  name: 'failures',
  description: 'Feeds that are not healthy, with the reason',
  run: async (ask) => {
    const { store, answers } = ask.deps
    const states = new Map((await store.feedStates()).map((state) => [state.feedId, state]))
    const blocks = answers
      .feeds()
      .filter((feed) => feed.on)
      .flatMap((feed) => {
        const state = states.get(feed.id)
        if (state === undefined || state.status === 'healthy' || state.status === 'new') return []
        const reason = state.reason === undefined ? '' : `: ${escapeText(state.reason, 160)}`
        return [
          `**${escapeText(feed.outlet, 60)}** (\`${feed.id.replace(/`/gu, '')}\`) ${state.status} since ${toDateTime(state.since)}${reason} · ${countOf(state.failures, 'failure')} · next try ${toRelative(state.nextDueAt)}`,
        ]
      })
    return {
      body: toBody({
        embeds: [
          {
            title: 'Feeds that are not healthy',
            description: blocks.length === 0 ? 'None.' : fitBlocks(blocks, DESCRIPTION_MAX),
            color: PLAIN_COLOUR,
            footer: toFooter(countOf(blocks.length, 'feed'), await ask.context()),
          },
        ],
      }),
    }
  },
} satisfies Command

export const adminHealth = {
  name: 'health',
  description: 'What works and what does not',
  commands: [summary, deliveries, failures],
} satisfies Group
