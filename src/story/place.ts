import { isCopy } from './copy.ts'
import { scoreSides } from './cross.ts'
import { scoreLink } from './link.ts'
import { mayJoin } from './loner.ts'
import type { StoryModel } from './model.ts'
import { isClosed, type Member, type OpenStory, representatives, STORY_MAX } from './open-story.ts'
import type { Candidate } from './window.ts'

export type Place = {
  readonly story: OpenStory
  /** Log odds. */
  readonly score: number
  readonly by: 'likeness' | 'copy' | 'linked'
}

export type OpenStories = ReadonlyMap<string, OpenStory>

/** A story none of whose articles is this near, or among so many nearest, is not looked at. */
const COSINE_MIN = 0.03
const NEAREST_MAX = 16

/** The open story of its own language that an article fits best, if well enough. */
export function findPlace(
  member: Member,
  candidates: readonly Candidate[],
  stories: OpenStories,
  model: StoryModel,
): Place | undefined {
  let best: Place | undefined
  const near = candidates.slice(0, NEAREST_MAX).filter(({ cosine }) => cosine >= COSINE_MIN)
  for (const story of storiesOf(
    near.map((candidate) => candidate.member),
    stories,
  )) {
    if (!canTake(story, member)) continue
    const isCopied = story.members.some((other) => isCopy(member, other))
    const side = representatives(story, member.document.lang)
    const score = isCopied ? COPY_SCORE : scoreLink(model, [member], side)
    if (score === undefined || score < model.join) continue
    const place: Place = { story, score, by: isCopied ? 'copy' : 'likeness' }
    if (!best || isBetter(place, best)) best = place
  }
  return best
}

/**
 * Stories that other languages surely tell the same in, by one article of each; and the best of them
 * that may take the article, where it has no side of the article's own language.
 */
export function findLinked(
  member: Member,
  near: readonly Member[],
  stories: OpenStories,
  { linked }: StoryModel,
): { readonly place: Place | undefined; readonly linked: readonly string[] } {
  let best: Place | undefined
  const found: string[] = []
  for (const story of storiesOf(near, stories)) {
    const score = scoreSides(linked, [member], story.members)
    const first = story.members[0]
    if (score === undefined || score < linked.join || !first) continue
    found.push(first.document.id)
    if (!canTake(story, member) || hasSide(story, member)) continue
    const place: Place = { story, score, by: 'linked' }
    if (!best || isBetter(place, best)) best = place
  }
  return { place: best, linked: found }
}

/** As sure as can be: the text is the same. */
const COPY_SCORE = 10

const isBetter = (a: Place, b: Place): boolean =>
  a.score > b.score || (a.score === b.score && a.story.id < b.story.id)

const canTake = (story: OpenStory, member: Member): boolean =>
  story.members.length < STORY_MAX && !isClosed(story, member.document.at) && mayJoin(member, story)

const hasSide = (story: OpenStory, member: Member): boolean =>
  story.members.some(({ document }) => document.lang === member.document.lang)

function storiesOf(near: readonly Member[], stories: OpenStories): ReadonlySet<OpenStory> {
  const found = new Set<OpenStory>()
  for (const { membership } of near) {
    const story = stories.get(membership.storyId)
    if (story) found.add(story)
  }
  return found
}
