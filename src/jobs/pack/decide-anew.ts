// What a stored story and its articles are with another pack: the decision alone, nothing is written.

import type { StoryDecision } from '../../ports.ts'
import { deriveStory } from '../../story/derive.ts'
import type { SeverityRules } from '../../story/severity.ts'
import type { Camp, Membership, Story, TaggedArticle, Tags } from '../../types.ts'

export type AnewDeps = {
  readonly pack: { readonly hash: string; readonly severity: SeverityRules }
  readonly tag: (article: TaggedArticle) => Tags
  readonly camps: readonly Camp[]
}

export type Outcome = {
  readonly before: Story
  readonly after: Story
  readonly count: number
  /** Articles of another pack's decisions. */
  readonly articles: readonly TaggedArticle[]
  readonly otherwise: number
  /** The story where it shows something else. */
  readonly changed: Story | undefined
}

/** What a story and its articles are with the pack. */
export function decideAnew(deps: AnewDeps, { story, articles }: StoryDecision): Outcome {
  const { pack } = deps
  const stale = articles.filter(({ article }) => article.tags.packHash !== pack.hash)
  const nothing = { before: story, after: story, count: articles.length }
  if (stale.length === 0) return { ...nothing, articles: [], otherwise: 0, changed: undefined }
  const tagged = articles.map(({ article }) =>
    article.tags.packHash === pack.hash ? article : { ...article, tags: deps.tag(article) },
  )
  const after = derive(
    deps,
    story,
    tagged,
    articles.map(({ membership }) => membership),
  )
  const before = new Map(articles.map(({ article }) => [article.id, article.tags]))
  return {
    before: story,
    after,
    count: articles.length,
    articles: tagged.filter(({ id }) => before.get(id)?.packHash !== pack.hash),
    otherwise: tagged.filter(({ id, tags }) => isOtherwise(before.get(id), tags)).length,
    changed: JSON.stringify(after) === JSON.stringify(story) ? undefined : after,
  }
}

/** The story with everything that follows from tags; what follows from texts and times stays. */
function derive(
  { camps, pack }: AnewDeps,
  story: Story,
  articles: readonly TaggedArticle[],
  memberships: readonly Membership[],
): Story {
  const anew = deriveStory(articles, memberships, { id: story.id, camps, severity: pack.severity })
  return {
    ...story,
    actors: anew.actors,
    assets: anew.assets,
    themes: anew.themes,
    relevance: anew.relevance,
    class: anew.class,
    severity: anew.severity,
    severityPoints: anew.severityPoints,
  }
}

function isOtherwise(before: Tags | undefined, after: Tags): boolean {
  const shown = ({ relevance, actors, assets, themes, class: kind }: Tags): string =>
    JSON.stringify([relevance, actors, assets, themes, kind])
  return before === undefined || shown(before) !== shown(after)
}

/** A story that is not relevant is stored, and shown to nobody who does not ask for all. */
export const isShown = ({ relevance }: Story): boolean => relevance !== 'no'
