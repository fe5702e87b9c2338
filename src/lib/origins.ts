// Where a story really comes from: breaking and cards count origins, not articles.

import type { Camp, Instant } from '../types.ts'
import { HOUR_MS } from './clock.ts'

/** Breaking needs its origins within this time. */
export const BREAKING_WINDOW_MS = 2 * HOUR_MS

/** One article as breaking sees it. */
export type OriginArticle = {
  readonly family: string
  readonly camp: string
  readonly seenAt: Instant
  readonly backlog?: boolean
  /** The same text as another article of the story: wire copy. */
  readonly copy?: boolean
  /** Whom it names as its source, where it names somebody. */
  readonly origins: readonly string[]
  /** The name under which other articles of the story cite its outlet. */
  readonly cited?: string
}

/**
 * Independent origins within the best window: whoever is named as the source, else the publisher
 * itself, families of one state camp as one. A report, those who took it from there and those who took
 * it from them are one origin; wire copies and backlog corroborate nothing.
 */
export function originsWithin(
  articles: readonly OriginArticle[],
  camps: readonly Camp[],
  windowMs: number = BREAKING_WINDOW_MS,
): number {
  const toOrigins = openOrigins(articles, camps)
  const counted = articles
    .filter((one) => !one.backlog && !one.copy)
    .map((article) => ({ seenAt: article.seenAt, origins: toOrigins(article) }))
    .sort((a, b) => a.seenAt - b.seenAt)
  let best = 0
  for (const [index, start] of counted.entries()) {
    const origins = new Set<string>()
    for (const one of counted.slice(index)) {
      if (one.seenAt - start.seenAt > windowMs) break
      for (const origin of one.origins) origins.add(origin)
    }
    best = Math.max(best, origins.size)
  }
  return best
}

/** Independent origins of all articles, at whatever time; backlog counts. */
export function countOrigins(articles: readonly OriginArticle[], camps: readonly Camp[]): number {
  const toOrigins = openOrigins(articles, camps)
  return new Set(articles.filter((one) => !one.copy).flatMap(toOrigins)).size
}

/** Follows a name to the family that tells the story under it, and on to whom that one names. */
function openOrigins(
  articles: readonly OriginArticle[],
  camps: readonly Camp[],
): (article: OriginArticle) => readonly string[] {
  const state = new Set(camps.filter((camp) => camp.state).map((camp) => camp.id))
  const tellers = new Map(
    articles.flatMap(({ cited, family }) =>
      cited === undefined ? [] : [[cited, family] as const],
    ),
  )
  const byFamily = Map.groupBy(articles, ({ family }) => family)
  return (article) => {
    const found = new Set<string>()
    const passed = new Set<string>()
    const follow = (family: string, own: readonly OriginArticle[]): void => {
      passed.add(family)
      const named = own.flatMap(({ origins }) => origins)
      for (const name of named) {
        const teller = tellers.get(name)
        if (teller === undefined) found.add(`named ${name}`)
        else if (!passed.has(teller)) follow(teller, byFamily.get(teller) ?? [])
      }
      if (named.length > 0) return
      const camp = own.find((one) => state.has(one.camp))?.camp
      found.add(camp === undefined ? `family ${family}` : `camp ${camp}`)
    }
    follow(article.family, [article])
    // Those who name each other and nobody else are one origin.
    return found.size > 0 ? [...found] : [`circle ${[...passed].sort()[0]}`]
  }
}
