import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import { storyId } from '../lib/hash.ts'
import type { Camp, Instant, Membership, Story, TaggedArticle } from '../types.ts'
import { deriveStory } from './derive.ts'
import { type Document, toDocument } from './document.ts'
import { BACKGROUND, STORY_MODEL, type StoryModel } from './model.ts'
import { type Member, type OpenStory, representatives, STORY_MAX } from './open-story.ts'
import { toProbability, toScore } from './score.ts'
import { SEVERITY_RULES, type SeverityRules } from './severity.ts'
import { slimArticle } from './slim.ts'
import { toVector } from './vector.ts'
import { type Background, openWeights } from './weights.ts'
import { type Candidate, openWindow, toNeighbours } from './window.ts'

/** A story takes articles for so long after its first … */
export const STORY_WINDOW_MS = 72 * HOUR_MS
/** … and while the last one is no older than this. */
export const STORY_IDLE_MS = DAY_MS

export type ClusterOptions = {
  readonly camps: readonly Camp[]
  readonly severity?: SeverityRules
  /** Ids of stories that were posted: they never split and their id survives (law 4). */
  readonly posted?: ReadonlySet<string>
  /** What `statistics()` gave before a restart. */
  readonly statistics?: string
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
  /** Takes all articles of one round; their order does not matter. Articles that are known are left alone. */
  readonly add: (batch: readonly TaggedArticle[], now: Instant) => ClusterChange
  /** Rebuilds the window from what the store kept. */
  readonly restore: (items: readonly StoredMember[], stories: readonly Story[]) => void
  /** Ids of stories that can no longer change; each is named once and forgotten. */
  readonly closed: (now: Instant) => readonly string[]
  /** What the stream taught, as text to keep. */
  readonly statistics: () => string
  readonly openArticles: () => number
}

export function openClusterer(options: ClusterOptions): Clusterer {
  const model = options.model ?? STORY_MODEL
  const score = toScore(model)
  const weights = openWeights(options.background ?? BACKGROUND, options.statistics)
  const window = openWindow(weights)
  const members = new Map<string, Member>()
  const stories = new Map<string, OpenStory>()
  let done: string[] = []

  function close(now: Instant): void {
    for (const story of stories.values()) {
      if (!isClosed(story, now)) continue
      stories.delete(story.id)
      for (const member of story.members) {
        members.delete(member.document.id)
        window.remove(member)
        weights.remove(member.vector.ids)
      }
      done.push(story.id)
    }
  }

  function toMember(article: TaggedArticle, document: Document): Member {
    return {
      article: slimArticle(article),
      document,
      vector: toVector(document, weights),
      neighbours: new Map(),
      membership: {
        articleId: document.id,
        storyId: storyId(document.id),
        side: document.lang,
        linkedBy: 'first',
        likeness: 1,
        neighbours: [],
      },
    }
  }

  function enter(member: Member, story: OpenStory): void {
    members.set(member.document.id, member)
    window.add(member)
    story.members.push(member)
    story.openedAt = Math.min(story.openedAt, member.document.at)
    story.updatedAt = Math.max(story.updatedAt, member.document.at)
  }

  function open(id: string, at: Instant): OpenStory {
    const story = { id, members: [], openedAt: at, updatedAt: at }
    stories.set(id, story)
    return story
  }

  function place(member: Member): OpenStory {
    const candidates = window.nearest(member)
    member.neighbours = toNeighbours(member, candidates)
    const best = findBest(member, candidates)
    const near = candidates.slice(0, 5).map(({ member: other, cosine }) => ({
      articleId: other.document.id,
      likeness: round(cosine),
    }))
    if (!best) {
      const story = open(member.membership.storyId, member.document.at)
      member.membership = { ...member.membership, neighbours: near }
      enter(member, story)
      return story
    }
    member.membership = {
      articleId: member.document.id,
      storyId: best.story.id,
      side: member.document.lang,
      linkedBy: best.copy ? 'copy' : 'likeness',
      likeness: round(toProbability(best.value)),
      neighbours: near,
    }
    enter(member, best.story)
    return best.story
  }

  type Best = { readonly story: OpenStory; readonly value: number; readonly copy: boolean }

  function findBest(member: Member, candidates: readonly Candidate[]): Best | undefined {
    let best: Best | undefined
    for (const story of storiesOf(candidates)) {
      if (!mayTake(story, member)) continue
      const value = linkOf([member], representatives(story, member.document.lang))
      const copy = isCopy(member, story)
      if (value === undefined || (value < model.join && !copy)) continue
      const isBetter =
        !best || value > best.value || (value === best.value && story.id < best.story.id)
      if (isBetter) best = { story, value, copy }
    }
    return best
  }

  function storiesOf(candidates: readonly Candidate[]): ReadonlySet<OpenStory> {
    const found = new Set<OpenStory>()
    for (const { member } of candidates) {
      const story = stories.get(member.membership.storyId)
      if (story) found.add(story)
    }
    return found
  }

  /** Mean log-odds between two sides, where at least half of the pairs agree. */
  function linkOf(left: readonly Member[], right: readonly Member[]): number | undefined {
    let sum = 0
    let agree = 0
    const count = left.length * right.length
    for (const a of left) {
      for (const b of right) {
        const value = score(a, b)
        sum += value
        if (value > 0) agree += 1
      }
    }
    return count === 0 || agree * 2 < count ? undefined : sum / count
  }

  return {
    add: (batch, now) => {
      close(now)
      const fresh = new Map<string, TaggedArticle>()
      for (const article of batch) {
        if (!members.has(article.id)) fresh.set(article.id, article)
      }
      const ordered = [...fresh.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
      const documents = ordered.map((article) => ({ article, document: toDocument(article) }))
      for (const { document } of documents) weights.add(document.terms.keys())
      const touched = new Set<OpenStory>()
      const placed: Membership[] = []
      for (const { article, document } of documents) {
        const member = toMember(article, document)
        touched.add(place(member))
        placed.push(member.membership)
      }
      return {
        stories: [...touched].map((story) => derive(story)),
        memberships: placed,
      }
    },
    restore: (items) => {
      for (const { article, membership } of items) {
        if (members.has(article.id)) continue
        const document = toDocument(article)
        weights.add(document.terms.keys())
        const member = { ...toMember(article, document), membership }
        member.neighbours = toNeighbours(member, window.nearest(member))
        enter(member, stories.get(membership.storyId) ?? open(membership.storyId, document.at))
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

  function derive(story: OpenStory): Story {
    return deriveStory(
      story.members.map((member) => member.article),
      story.members.map((member) => member.membership),
      { id: story.id, camps: options.camps, severity: options.severity ?? SEVERITY_RULES },
    )
  }
}

const isClosed = (story: OpenStory, now: Instant): boolean =>
  now - story.openedAt > STORY_WINDOW_MS || now - story.updatedAt > STORY_IDLE_MS

const mayTake = (story: OpenStory, member: Member): boolean =>
  story.members.length < STORY_MAX && !isClosed(story, member.document.at)

const isCopy = (member: Member, story: OpenStory): boolean =>
  story.members.some((other) => other.document.titleKey === member.document.titleKey)

const round = (value: number): number => Math.round(value * 1000) / 1000
