import { isAffix, type Word } from '../lib/words.ts'
import type { Instant, Lang, TaggedArticle } from '../types.ts'
import { toSkeleton } from './skeleton.ts'
import { isStopWord } from './stop-words.ts'
import { type StoryText, toStoryText } from './text.ts'

/** Term counts of one article, terms as 32-bit hashes. */
export type Counts = ReadonlyMap<number, number>

/** What the clusterer keeps of an article beside its vector. */
export type Facts = {
  readonly id: string
  readonly at: Instant
  /** Publisher's time where it is believable, else `at`: how far apart two articles are. */
  readonly saidAt: Instant
  readonly outlet: string
  readonly lang: Lang
  readonly titleActors: ReadonlySet<string>
  readonly titleNumbers: ReadonlySet<number>
  /** Names as consonant skeletons and numbers of two digits and more, sorted: what languages have in common. */
  readonly names: Uint32Array
  /** It explains rather than reports: held to a higher bar. */
  readonly explainer: boolean
  /** Normalised title: equal ones are copies. */
  readonly titleKey: number
  readonly titleTerms: Uint32Array
}

/** The words of one article, before any weight; too large to keep. */
export type Document = {
  readonly facts: Facts
  /** Title words count 2.5, lead words 1. */
  readonly terms: Counts
  readonly titleTerms: ReadonlySet<number>
  readonly bigrams: Counts
}

const NAMES_FROM_LEAD = 30
const TITLE_WEIGHT = 2.5

/** Reads an article into the counts that likeness is computed from; pure. */
export function toDocument(article: TaggedArticle): Document {
  const text = toStoryText(article.title, article.summary, article.outlet)
  const terms = new Map<number, number>()
  const bigrams = new Map<number, number>()
  const titleTerms = new Set<number>()
  const readField = (words: readonly Word[], weight: number, isTitle: boolean): void => {
    let before: string | undefined
    for (const word of words) {
      if (isStopWord(word.norm) || isAffix(word.norm)) continue
      const hash = hashWord(word.stem)
      terms.set(hash, (terms.get(hash) ?? 0) + weight)
      if (isTitle) titleTerms.add(hash)
      if (before !== undefined) {
        const pair = hashWord(`${before} ${word.stem}`)
        bigrams.set(pair, (bigrams.get(pair) ?? 0) + weight)
      }
      before = word.stem
    }
  }
  readField(text.titleWords, TITLE_WEIGHT, true)
  readField(text.leadWords, 1, false)
  return { facts: toFacts(article, text, Uint32Array.from(titleTerms)), terms, titleTerms, bigrams }
}

function toFacts(article: TaggedArticle, text: StoryText, titleTerms: Uint32Array): Facts {
  return {
    id: article.id,
    at: article.seenAt,
    saidAt: Math.min(article.publishedAt ?? article.seenAt, article.seenAt),
    outlet: article.outlet,
    lang: article.tags.lang,
    titleActors: toSmallSet(
      article.tags.matches
        .filter((match) => match.kind === 'actor' && match.field === 'title')
        .map((match) => match.ref),
    ),
    titleNumbers: toSmallSet(
      text.titleWords.filter(({ norm }) => /^\p{N}/u.test(norm)).map(({ norm }) => hashWord(norm)),
    ),
    names: toNames([...text.titleWords, ...text.leadWords.slice(0, NAMES_FROM_LEAD)]),
    explainer: article.tags.class === 'explainer',
    titleKey: hashWord(text.titleWords.map((word) => word.norm).join(' ')),
    titleTerms,
  }
}

function toNames(words: readonly Word[]): Uint32Array {
  const names = new Set<number>()
  for (const word of words) {
    if (isStopWord(word.norm)) continue
    const name = /^\p{N}{2,}$/u.test(word.norm) ? word.norm : toSkeleton(word)
    if (name !== undefined) names.add(hashWord(name))
  }
  return Uint32Array.from(names).sort()
}

/** Most titles have no number and many no actor: those share one empty set. */
const EMPTY: ReadonlySet<never> = new Set()
const toSmallSet = <T>(values: readonly T[]): ReadonlySet<T> =>
  values.length === 0 ? EMPTY : new Set(values)

/** FNV-1a, 32 bits: a term's number, the same on every machine. */
export function hashWord(word: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < word.length; at += 1) {
    hash ^= word.charCodeAt(at)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}
