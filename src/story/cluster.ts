import { MINUTE_MS } from '../lib/clock.ts'
import type { KeptArticle } from '../ports.ts'
import type { Camp, Instant, Membership, Story, TaggedArticle } from '../types.ts'
import { CROSS_WITHIN_MS } from './cross.ts'
import { deriveStory } from './derive.ts'
import { toKept } from './kept.ts'
import { openLinker } from './linked.ts'
import { forgetMember, readMembers, recallMembers, type StoredMember } from './members.ts'
import { mergeStories } from './merge.ts'
import { BACKGROUND, STORY_MODEL, type StoryModel } from './model.ts'
import {
  byAge,
  isClosed,
  type Member,
  type OpenStory,
  toMembership,
  toShown,
} from './open-story.ts'
import { findLinked, findPlace } from './place.ts'
import { openStream } from './setting.ts'
import { SEVERITY_RULES, type SeverityRules } from './severity.ts'
import { openSlabs } from './slab.ts'
import { openSame } from './slim.ts'
import { findParts, type Parts, splitStory } from './split.ts'
import { type Background, openWeights } from './weights.ts'
import { openWindow, toNeighbours } from './window.ts'

export type { StoredMember }

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
  /** What `restore` wants back of the new articles. */
  readonly kept: readonly KeptArticle[]
  /** Stories that look like two events by now, and those of them that were split. */
  readonly apart: readonly string[]
  readonly split: readonly string[]
}

/** Groups articles into stories, causally: a batch is decided by what came before it and by itself. */
export type Clusterer = {
  /** Takes all articles of one round; their order does not matter. Open articles that come again are left alone. */
  readonly add: (batch: readonly TaggedArticle[], now: Instant) => ClusterChange
  /**
   * Splits what the last change says looks apart, but for stories that were posted (law 4); the whole change, with
   * what came of that.
   */
  readonly split: (change: ClusterChange, posted?: ReadonlySet<string>) => ClusterChange
  /**
   * Rebuilds the window from what the store kept of stories that may still change, oldest first, in as many calls as
   * it likes. `newest`: when the last article of all came; `split`: stories that were split.
   */
  readonly restore: (
    items: readonly StoredMember[],
    of: { readonly newest: Instant; readonly split: readonly Story[] },
  ) => void
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
  const context = { weights, slabs: openSlabs(), same: openSame() }
  const stream = openStream()
  const window = openWindow()
  const linker = openLinker()
  const members = new Map<string, Member>()
  const stories = new Map<string, OpenStory>()
  /** How stories look apart since the last change. */
  let apart = new Map<OpenStory, Parts>()
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
    members.delete(member.document.id)
    window.remove(member)
    linker.remove(member)
    forgetMember(member, context)
  }

  function enter(member: Member, story: OpenStory, mayLink = true): void {
    members.set(member.document.id, member)
    window.add(member)
    if (mayLink) linker.add(member)
    const last = story.members.at(-1)
    story.members.push(member)
    if (last && byAge(last, member) > 0) story.members.sort(byAge)
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
    member.setting = stream.next(candidates.map(({ cosine }) => cosine))
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
        ...(story.split === undefined ? {} : { split: story.split }),
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
      const added: Member[] = []
      const opened = new Set<string>()
      for (const member of readMembers(ordered, context)) {
        const story = place(member)
        touched.add(story)
        changed.add(member)
        added.push(member)
        if (story.members.length === 1) opened.add(story.id)
      }
      const absorbed: Story[] = []
      const joined = new Set<OpenStory>()
      mergeStories(touched, { model, members, stories }, (younger, elder) => {
        // Before its articles move: a merged story keeps what it showed (law 4).
        if (!opened.has(younger.id)) absorbed.push(derive(younger, elder.id))
        for (const member of younger.members) changed.add(member)
        joined.add(elder)
      })
      apart = new Map()
      for (const story of touched) {
        // What just became one is given an article's time: the store does not know it as one yet.
        const parts = joined.has(story) ? undefined : findParts(story, model)
        if (parts) apart.set(story, parts)
      }
      return {
        stories: [...absorbed, ...[...touched].map((story) => derive(story))],
        memberships: [...changed].map(toMembership),
        kept: added.map((member) => ({ articleId: member.document.id, data: toKept(member) })),
        apart: [...apart.keys()].map(({ id }) => id),
        split: [],
      }
    },
    split: (change, posted = NONE) => {
      const made: OpenStory[] = []
      const split: string[] = []
      for (const [story, parts] of apart) {
        const leaving = posted.has(story.id) ? undefined : splitStory(story, parts, stories)
        if (!leaving) continue
        made.push(story, leaving)
        split.push(story.id)
      }
      apart = new Map()
      const moved = made.flatMap((story) => story.members.map(toMembership))
      return {
        ...change,
        stories: lastOf([...change.stories, ...made.map((story) => derive(story))], ({ id }) => id),
        memberships: lastOf([...change.memberships, ...moved], ({ articleId }) => articleId),
        split,
      }
    },
    restore: (items, { newest, split }) => {
      const splits = new Map(split.map((story) => [story.id, story.split]))
      const fresh = items.filter(({ article }) => !members.has(article.id))
      for (let from = 0; from < fresh.length; from += RESTORED_AT_ONCE) {
        const part = fresh.slice(from, from + RESTORED_AT_ONCE)
        for (const member of recallMembers(part, { stream, members }, context)) {
          const { storyId: id } = member.membership
          const story = stories.get(id) ?? open(id, member.document.at)
          const wasSplit = splits.get(id)
          if (wasSplit) story.split = wasSplit
          // Older ones are no longer compared across languages.
          enter(member, story, member.document.saidAt >= newest - CROSS_WITHIN_MS)
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
const RESTORED_AT_ONCE = 200

/** Of several with one id the last one. */
const lastOf = <T>(items: readonly T[], idOf: (item: T) => string): readonly T[] => [
  ...new Map(items.map((item) => [idOf(item), item])).values(),
]

const NONE: ReadonlySet<string> = new Set()

/** In the order in which they came; a batch is decided the same however it is shuffled. */
const byTime = (a: TaggedArticle, b: TaggedArticle): number =>
  a.seenAt - b.seenAt || (a.id < b.id ? -1 : 1)
