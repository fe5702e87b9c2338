import { toBody, toFooter, toRelative } from '../../card/body.ts'
import { escapeText } from '../../card/escape.ts'
import { PLAIN_COLOUR } from '../../card/word.ts'
import { UserError } from '../../lib/errors.ts'
import { foldName, likeness } from '../../lib/fuzzy.ts'
import type { Feed } from '../../types.ts'
import { requireAdmin } from '../admin.ts'
import type { Ask, Command, Complete, Group, Reply } from '../command.ts'
import { typed } from '../options.ts'
import { shown } from '../resolve.ts'

const CHOICES_MAX = 25
const ALIKE = 0.4
const MINUTES = 60_000

const completeFeeds: Complete = (text, ask) => {
  const fold = foldName(text)
  return ask.deps.answers
    .feeds()
    .filter((feed) => foldName(`${feed.outlet} ${feed.id}`).includes(fold))
    .slice(0, CHOICES_MAX)
    .map((feed) => ({ name: `${feed.outlet} · ${feed.id}`.slice(0, 100), value: feed.id }))
}

const history = {
  name: 'history',
  description: 'State of one feed: since when, why, and when it is tried again',
  options: [typed('feed', 'The outlet or the feed’s id', { required: true })],
  complete: { feed: completeFeeds },
  run: async (ask, given) => {
    requireAdmin(ask)
    return showFeed(ask, toFeed(ask, given.text('feed') ?? ''))
  },
} satisfies Command

export const adminFeeds = {
  name: 'feeds',
  description: 'The feeds that the bot reads',
  commands: [history],
} satisfies Group

function toFeed(ask: Ask, text: string): Feed {
  const feeds = ask.deps.answers.feeds()
  const fold = foldName(text)
  const found = feeds.find((feed) => feed.id === text || foldName(feed.outlet) === fold)
  if (found !== undefined) return found
  const near = feeds
    .map((feed) => ({ feed, score: likeness(foldName(feed.outlet), fold) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ feed }) => feed.outlet)
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'See /axis sources.'
  throw new UserError(`I know no feed “${shown(text)}”. ${hint}`)
}

async function showFeed(ask: Ask, feed: Feed): Promise<Reply> {
  const [states, context] = await Promise.all([ask.deps.store.feedStates(), ask.context()])
  const state = states.find((one) => one.feedId === feed.id)
  const when = (at: number | undefined): string => (at === undefined ? 'never' : toRelative(at))
  const lines = [
    `**Address** ${escapeText(state?.url ?? feed.url, 500)}`,
    `**Camp** ${escapeText(feed.camp, 40)} · **Language** ${escapeText(feed.language ?? 'unknown', 12)} · **Family** ${escapeText(feed.family, 80)}`,
    `**Switched** ${feed.on ? 'on' : 'off'}`,
    ...(state === undefined
      ? ['Not read yet.']
      : [
          `**State** ${state.status} since ${toRelative(state.since)}${state.reason === undefined ? '' : `: ${escapeText(state.reason, 200)}`}`,
          `**Failures in a row** ${state.failures} · **Polled every** ${Math.round(state.intervalMs / MINUTES)} min`,
          `**Last tried** ${when(state.checkedAt)} · **last read** ${when(state.succeededAt)} · **last article** ${when(state.lastArticleAt)} · **next** ${when(state.nextDueAt)}`,
        ]),
  ]
  return {
    body: toBody({
      embeds: [
        {
          title: escapeText(feed.outlet, 200),
          description: lines.join('\n'),
          color: PLAIN_COLOUR,
          footer: toFooter(`feed ${feed.id}`, context),
        },
      ],
    }),
  }
}
