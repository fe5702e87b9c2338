// Feeds by what somebody typed.

import { UserError } from '../../lib/errors.ts'
import { foldName, likeness } from '../../lib/fuzzy.ts'
import type { Feed } from '../../types.ts'
import type { Ask, Complete } from '../command.ts'
import { shown } from '../resolve.ts'

const CHOICES_MAX = 25
const ALIKE = 0.4

export const completeFeeds: Complete = (text, ask) => {
  const fold = foldName(text)
  return ask.deps.answers
    .feeds()
    .filter((feed) => foldName(`${feed.outlet} ${feed.id}`).includes(fold))
    .slice(0, CHOICES_MAX)
    .map((feed) => ({ name: `${feed.outlet} · ${feed.id}`.slice(0, 100), value: feed.id }))
}

/** The feed by its id, outlet or address; throws UserError with the most alike. */
export function toFeed(ask: Ask, text: string): Feed {
  const feeds = ask.deps.answers.feeds()
  const fold = foldName(text)
  const found =
    feeds.find((feed) => feed.id === text || feed.url === text) ??
    feeds.find((feed) => foldName(feed.outlet) === fold)
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
