import { MINUTE_MS } from '../lib/clock.ts'
import { storyId } from '../lib/hash.ts'
import type { Camp, Instant, Membership, Story, TaggedArticle } from '../types.ts'
import { isCopy } from './copy.ts'
import { deriveStory } from './derive.ts'
import { toDocument } from './document.ts'
import { scoreLink, toLink } from './link.ts'
import { openLinker } from './linked.ts'
import { mayJoin } from './loner.ts'
import { mergeStories } from './merge.ts'
import { BACKGROUND, STORY_MODEL, type StoryModel } from './model.ts'
import {
  byAge,
  isClosed,
  type Member,
  type OpenStory,
  representatives,
  STORY_MAX,
} from './open-story.ts'
import { SEVERITY_RULES, type SeverityRules } from './severity.ts'
import { slimArticle } from './slim.ts'
import { toVector } from './vector.ts'
import { type Background, openWeights } from './weights.ts'
import {
  type Candidate,
  keptNeighbours,
  NEIGHBOURS_MAX,
  openWindow,
  toNeighbours,
} from './window.ts'

export type ClusterOptions = {
  readonly camps: readonly Camp[]
  readonly severity?: SeverityRules
  /** What `statistics()` gave before a restart. */
  readonly statistics?: string
  /** Other numbers than the learnt ones. */
  readonly model?: StoryModel
  readonly background?: Background
}

export type ClusterChange = {
  /** Stories that are new or changed, in full; one that another took over carries `mergedInto`. */
  readonly stories: readonly Story[]
  /** Of the new articles, and of those that moved. */
  readonly memberships: readonly Membership[]
}

export type StoredMember = { readonly article: TaggedArticle; readonly membership: Membership }

/** Groups articles into stories, causally: a batch is decided by what came before it and by itself. */
export type Clusterer = {
  /** Takes all articles of one round; their order does not matter. Open articles that come again are left alone. */
  readonly add: (batch: readonly TaggedArticle[], now: Instant) => ClusterChange
  /** Rebuilds the window from what the store kept. */
  readonly restore: (items: readonly StoredMember[], stories: readonly Story[]) => void
  /** Ids of stories that can no longer change; each is named once, and forgotten. */
  readonly closed: (now: Instant) => readonly string[]
  /** What the stream taught, as text to keep. */
  readonly statistics: () => string
  readonly openArticles: () => number
}

/** Opens a clusterer with an empty window; it holds only articles of stories that can still change. */
export function openClusterer(options: ClusterOptions): Clusterer {
  const model = options.model ?? STORY_MODEL
  const weights = openWeights(options.background ?? BACKGROUND, options.statistics)
  const window = openWindow()
  const linker = openLinker()
  const members = new Map<string, Member>()
  const stories = new Map<string, OpenStory>()
  let done: string[] = []
  let closedAt = Number.NEGATIVE_INFINITY

  function close(now: Instant): void {
    closedAt = now
    for (const story of stories.values()) {
      if (!isClosed(story, now)) continue
      stories.delete(story.id)
      for (const member of story.members) {
        members.delete(member.document.id)
        window.remove(member)
        linker.remove(member)
        weights.remove(member.document.outlet, member.vector.ids, member.document.titleTerms)
      }
      done.push(story.id)
    }
  }

  /** Terms of the whole batch are counted before any of its articles is weighed: order must not matter. */
  function toMembers(articles: readonly TaggedArticle[]): readonly Member[] {
    const documents = articles.map((article) => ({ article, document: toDocument(article) }))
    for (const { document } of documents) {
      weights.add(document.facts.outlet, document.terms.keys(), document.titleTerms)
    }
    return documents.map(({ article, document }) => ({
      article: slimArticle(article),
      document: document.facts,
      vector: toVector(document, weights),
      neighbours: NO_NEIGHBOURS,
      membership: {
        articleId: article.id,
        storyId: storyId(article.id),
        side: document.facts.lang,
        linkedBy: 'first',
        likeness: 1,
        neighbours: [],
      },
    }))
  }

  function enter(member: Member, story: OpenStory): void {
    members.set(member.document.id, member)
    window.add(member)
    linker.add(member)
    story.members.push(member)
    story.members.sort(byAge)
    story.openedAt = Math.min(story.openedAt, member.document.at)
    story.updatedAt = Math.max(story.updatedAt, member.document.at)
  }

  function open(id: string, at: Instant): OpenStory {
    const story: OpenStory = { id, members: [], openedAt: at, updatedAt: at }
    stories.set(id, story)
    return story
  }

  function place(member: Member): OpenStory {
    const candidates = window.nearest(member)
    member.neighbours = toNeighbours(member, candidates)
    const best = findBest(member, candidates) ?? findLinked(member)
    member.membership = {
      ...member.membership,
      ...(best === undefined ? {} : { storyId: best.story.id, linkedBy: best.by }),
      likeness: best === undefined ? 1 : toShown(best.score),
      neighbours: candidates.slice(0, NEIGHBOURS_MAX).map(({ member: { document }, cosine }) => ({
        articleId: document.id,
        likeness: toShown(cosine),
      })),
    }
    const story = best?.story ?? open(member.membership.storyId, member.document.at)
    enter(member, story)
    return story
  }

  type Best = {
    readonly story: OpenStory
    readonly score: number
    readonly by: 'likeness' | 'copy' | 'linked'
  }

  function findBest(member: Member, candidates: readonly Candidate[]): Best | undefined {
    let best: Best | undefined
    for (const story of storiesOf(candidates.filter(({ cosine }) => cosine >= COSINE_MIN))) {
      if (!canTake(story, member)) continue
      const side = representatives(story, member.document.lang)
      const copied = story.members.some((other) => isCopy(member, other))
      const link = copied ? undefined : toLink([member], side)
      const score = copied ? 1 : link === undefined ? 0 : scoreLink(model, link)
      if (score < model.join) continue
      const isBetter =
        !best || score > best.score || (score === best.score && story.id < best.story.id)
      if (isBetter) best = { story, score, by: copied ? 'copy' : 'likeness' }
    }
    return best
  }

  /** A story that another language tells, when no story of its own language fits. */
  function findLinked(member: Member): Best | undefined {
    const other = linker.find(member)
    const story = other && stories.get(other.membership.storyId)
    if (!story || !canTake(story, member)) return undefined
    const hasSide = story.members.some(({ document }) => document.lang === member.document.lang)
    return hasSide ? undefined : { story, score: model.join, by: 'linked' }
  }

  function storiesOf(candidates: readonly Candidate[]): ReadonlySet<OpenStory> {
    const found = new Set<OpenStory>()
    for (const { member } of candidates) {
      const story = stories.get(member.membership.storyId)
      if (story) found.add(story)
    }
    return found
  }

  function derive(story: OpenStory, mergedInto?: string): Story {
    return deriveStory(
      story.members.map((member) => member.article),
      story.members.map((member) => member.membership),
      {
        id: story.id,
        camps: options.camps,
        severity: options.severity ?? SEVERITY_RULES,
        ...(mergedInto === undefined ? {} : { mergedInto }),
      },
    )
  }

  return {
    add: (batch, now) => {
      if (now - closedAt >= CLOSE_EVERY_MS) close(now)
      const fresh = new Map(batch.map((article) => [article.id, article]))
      for (const id of fresh.keys()) if (members.has(id)) fresh.delete(id)
      const ordered = [...fresh.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
      const touched = new Set<OpenStory>()
      const changed = new Set<Member>()
      const opened = new Set<string>()
      for (const member of toMembers(ordered)) {
        const story = place(member)
        touched.add(story)
        changed.add(member)
        if (story.members.length === 1) opened.add(story.id)
      }
      const absorbed: Story[] = []
      mergeStories(touched, { model, members, stories }, (younger, elder) => {
        // Before its articles move: a merged story keeps what it showed (law 4).
        if (!opened.has(younger.id)) absorbed.push(derive(younger, elder.id))
        for (const member of younger.members) changed.add(member)
      })
      return {
        stories: [...absorbed, ...[...touched].map((story) => derive(story))],
        memberships: [...changed].map((member) => member.membership),
      }
    },
    restore: (items) => {
      const fresh = items.filter(({ article }) => !members.has(article.id))
      for (let from = 0; from < fresh.length; from += RESTORED_AT_ONCE) {
        const part = fresh.slice(from, from + RESTORED_AT_ONCE)
        for (const [at, bare] of toMembers(part.map(({ article }) => article)).entries()) {
          const membership = part[at]?.membership ?? bare.membership
          const member = { ...bare, membership, neighbours: keptNeighbours(membership) }
          const { storyId: id } = membership
          enter(member, stories.get(id) ?? open(id, member.document.at))
        }
      }
    },
    closed: (now) => {
      close(now)
      const ids = done
      done = []
      return ids
    },
    statistics: () => weights.toText(),
    openArticles: () => members.size,
  }
}

/** Looking through all stories costs as much as many articles; a closed one takes none. */
const CLOSE_EVERY_MS = MINUTE_MS

/** The words of so many articles are held at once. */
const RESTORED_AT_ONCE = 500

const NO_NEIGHBOURS: ReadonlyMap<string, number> = new Map()

const canTake = (story: OpenStory, member: Member): boolean =>
  story.members.length < STORY_MAX && !isClosed(story, member.document.at) && mayJoin(member, story)

/** A story none of whose articles is this near is not looked at. */
const COSINE_MIN = 0.08

/** Three decimals between 0 and 1. */
const toShown = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000
