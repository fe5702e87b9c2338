import { MINUTE_MS } from '../lib/clock.ts'
import { storyId } from '../lib/hash.ts'
import type { Camp, Instant, Membership, Story, TaggedArticle } from '../types.ts'
import { CROSS_WITHIN_MS } from './cross.ts'
import { deriveStory } from './derive.ts'
import { toDocument } from './document.ts'
import { openLinker } from './linked.ts'
import { mergeStories } from './merge.ts'
import { BACKGROUND, STORY_MODEL, type StoryModel } from './model.ts'
import { byAge, isClosed, type Member, type OpenStory } from './open-story.ts'
import { findLinked, findPlace } from './place.ts'
import { openStream, type Setting } from './setting.ts'
import { SEVERITY_RULES, type SeverityRules } from './severity.ts'
import { openSlabs } from './slab.ts'
import { slimArticle } from './slim.ts'
import { sensesOf, termsOf, titleTermsOf, toVector } from './vector.ts'
import { type Background, openWeights } from './weights.ts'
import { keptNeighbours, NEIGHBOURS_MAX, openWindow, toNeighbours } from './window.ts'

export type ClusterOptions = {
  readonly camps: readonly Camp[]
  readonly severity?: SeverityRules
  /** What `statistics()` gave before a restart. */
  readonly statistics?: string
  /** Other numbers than the learnt ones. */
  readonly model?: StoryModel
  readonly background?: Background
  /** Told of each article and what it is compared with before it is placed, for learning the model. */
  readonly onCompare?: (compared: Compared) => void
}

export type Compared = {
  readonly member: Member
  /** Nearest of its language, and what other languages may tell of the same. */
  readonly near: readonly Member[]
  readonly across: readonly Member[]
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
  /** Rebuilds the window from what the store kept, oldest first. */
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
  const slabs = openSlabs()
  const stream = openStream()
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
      for (const member of story.members) leave(member)
      done.push(story.id)
    }
  }

  function leave(member: Member): void {
    const { document, vector } = member
    members.delete(document.id)
    window.remove(member)
    linker.remove(member)
    weights.remove(document.outlet, [termsOf(vector), sensesOf(vector)], titleTermsOf(vector))
  }

  /** Terms of the whole batch are counted before any of its articles is weighed: order must not matter. */
  function toMembers(articles: readonly TaggedArticle[]): readonly Member[] {
    const documents = articles.map((article) => ({ article, document: toDocument(article) }))
    for (const { document } of documents) {
      const { facts, termIds, senses, titleTerms } = document
      weights.add(facts, [termIds, senses.ids], titleTerms)
    }
    return documents.map(({ article, document }) => ({
      article: slimArticle(article),
      document: document.facts,
      vector: toVector(document, { weights, slabs }),
      neighbours: NO_NEIGHBOURS,
      setting: NO_SETTING,
      linked: NOT_LINKED,
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

  function enter(member: Member, story: OpenStory, mayLink = true): void {
    members.set(member.document.id, member)
    window.add(member)
    if (mayLink) linker.add(member)
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
    member.setting = stream.next(
      member.document.at,
      candidates.map(({ cosine }) => cosine),
    )
    const others = linker.near(member)
    options.onCompare?.({ member, near: candidates.map((one) => one.member), across: others })
    const across = findLinked(member, others, stories, model)
    member.linked = across.linked
    const found = findPlace(member, candidates, stories, model) ?? across.place
    const own = member.membership
    member.membership = {
      ...own,
      storyId: found?.story.id ?? own.storyId,
      linkedBy: found?.by ?? 'first',
      likeness: found ? toShown(1 / (1 + Math.exp(-found.score))) : 1,
      neighbours: candidates.slice(0, NEIGHBOURS_MAX).map(({ member: { document }, cosine }) => ({
        articleId: document.id,
        likeness: toShown(cosine),
      })),
    }
    const story = found?.story ?? open(own.storyId, member.document.at)
    enter(member, story)
    return story
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
      const ordered = [...fresh.values()].sort(byTime)
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
      const fresh = stillOpen(items).filter(({ article }) => !members.has(article.id))
      // Older ones are no longer compared across languages.
      const linkedSince = (fresh.at(-1)?.article.seenAt ?? 0) - CROSS_WITHIN_MS
      for (let from = 0; from < fresh.length; from += RESTORED_AT_ONCE) {
        const part = fresh.slice(from, from + RESTORED_AT_ONCE)
        for (const [at, bare] of toMembers(part.map(({ article }) => article)).entries()) {
          const membership = part[at]?.membership ?? bare.membership
          const neighbours = keptNeighbours(membership)
          const cosines = membership.neighbours.map(({ likeness }) => likeness)
          const setting = stream.next(bare.document.at, cosines)
          const member = { ...bare, membership, neighbours, setting }
          const { storyId: id } = membership
          const story = stories.get(id) ?? open(id, member.document.at)
          enter(member, story, member.document.saidAt >= linkedSince)
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

/** Without stories that had ended when the newest article came: what they taught is in the statistics. */
function stillOpen(items: readonly StoredMember[]): readonly StoredMember[] {
  const spans = new Map<string, { openedAt: Instant; updatedAt: Instant }>()
  let newest = Number.NEGATIVE_INFINITY
  for (const { article, membership } of items) {
    const at = article.seenAt
    const span = spans.get(membership.storyId)
    if (!span) spans.set(membership.storyId, { openedAt: at, updatedAt: at })
    else {
      span.openedAt = Math.min(span.openedAt, at)
      span.updatedAt = Math.max(span.updatedAt, at)
    }
    newest = Math.max(newest, at)
  }
  return items.filter(({ membership }) => {
    const span = spans.get(membership.storyId)
    return span !== undefined && !isClosed(span, newest)
  })
}

/** Looking through all stories costs as much as many articles; a closed one takes none. */
const CLOSE_EVERY_MS = MINUTE_MS

/** The words of so many articles are held at once. */
const RESTORED_AT_ONCE = 200

const NO_NEIGHBOURS: ReadonlyMap<string, number> = new Map()
const NO_SETTING: Setting = { density: 0, repeats: 0, pace: 0 }
const NOT_LINKED: readonly string[] = []

/** In the order in which they came; a batch is decided the same however it is shuffled. */
const byTime = (a: TaggedArticle, b: TaggedArticle): number =>
  a.seenAt - b.seenAt || (a.id < b.id ? -1 : 1)

/** Three decimals between 0 and 1. */
const toShown = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000
