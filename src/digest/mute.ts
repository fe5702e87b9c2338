// What a server does not want to see: sources, words and stories, each until it ends.

import { matchesQuery, storyFacts } from '../lib/query.ts'
import { queryWords } from '../lib/words.ts'
import type { Mute, SearchExpr } from '../ports.ts'
import type { Instant, Story } from '../types.ts'

export const isActive = (mute: Mute, now: Instant): boolean =>
  mute.until === undefined || mute.until > now

/**
 * The mute that keeps a story out, or undefined. A source mutes what it tells alone: a story that others
 * tell as well stays. Words count in titles and sentences of every language, as a phrase.
 */
export function findMute(story: Story, mutes: readonly Mute[], now: Instant): Mute | undefined {
  const active = mutes.filter((mute) => isActive(mute, now))
  if (active.length === 0) return undefined
  const ofStory = active.find((mute) => mute.kind === 'story' && mute.value === story.id)
  if (ofStory !== undefined) return ofStory
  const sources = active.filter((mute) => mute.kind === 'source')
  const isLeft = story.families.some((family) => !sources.some((one) => one.value === family))
  if (!isLeft && story.families.length > 0) {
    return sources.find((mute) => story.families.includes(mute.value))
  }
  const words = active.filter((mute) => mute.kind === 'words')
  if (words.length === 0) return undefined
  const facts = storyFacts(story)
  return words.find((mute) => matchesQuery(phraseOf(mute), facts))
}

const phrases = new WeakMap<Mute, SearchExpr>()

/** Its words once, however many stories it is held against. */
function phraseOf(mute: Mute): SearchExpr {
  const known = phrases.get(mute)
  if (known !== undefined) return known
  const phrase: SearchExpr = { kind: 'phrase', words: queryWords(mute.value) }
  phrases.set(mute, phrase)
  return phrase
}

export const isMuted = (story: Story, mutes: readonly Mute[], now: Instant): boolean =>
  findMute(story, mutes, now) !== undefined

/** For the line under a digest: `2 sources, 3 words muted here`. */
export function mutedCounts(
  mutes: readonly Mute[],
  now: Instant,
): { readonly sources: number; readonly words: number } {
  const active = mutes.filter((mute) => isActive(mute, now))
  return {
    sources: active.filter((mute) => mute.kind === 'source').length,
    words: active.filter((mute) => mute.kind === 'words').length,
  }
}
