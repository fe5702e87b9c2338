import { isAffix, type Word } from '../lib/words.ts'
import type { Instant, Lang, TaggedArticle } from '../types.ts'
import { hashWord } from './hash-word.ts'
import { type Senses, toSenses } from './senses.ts'
import { isStopWord } from './stop-words.ts'
import { toStoryText } from './text.ts'

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
  /** Concepts that its title names. */
  readonly places: readonly number[]
  readonly countries: readonly number[]
  readonly acts: readonly number[]
  /** Normalised title: equal ones are copies. */
  readonly titleKey: number
  readonly titleTerms: number
}

/** What of the facts is read from its words. */
export type Told = Pick<Facts, 'places' | 'countries' | 'acts' | 'titleKey' | 'titleTerms'>

/** The words of one article, before any weight; too large to keep. */
export type Document = {
  readonly facts: Facts
  /** Title words count 2.5, lead words 1. */
  readonly terms: Counts
  /** The same terms, sorted. */
  readonly termIds: Uint32Array
  readonly titleTerms: ReadonlySet<number>
  readonly senses: Senses
  /** Whether its script writes names with capitals. */
  readonly hasCase: boolean
}

const TITLE_WEIGHT = 2.5

/** Reads an article into the counts that likeness is computed from; pure. */
export function toDocument(article: TaggedArticle): Document {
  const text = toStoryText(article.title, article.summary, article.outlet)
  const terms = new Map<number, number>()
  const titleTerms = new Set<number>()
  const readField = (words: readonly Word[], weight: number, isTitle: boolean): void => {
    for (const word of words) {
      if (isStopWord(word.norm) || isAffix(word.norm)) continue
      const hash = hashWord(word.stem)
      terms.set(hash, (terms.get(hash) ?? 0) + weight)
      if (isTitle) titleTerms.add(hash)
    }
  }
  readField(text.titleWords, TITLE_WEIGHT, true)
  readField(text.leadWords, 1, false)
  const senses = toSenses(text)
  const termIds = Uint32Array.from(terms.keys()).sort()
  const hasCase = text.titleWords.some(({ cased }) => cased !== 'none')
  return {
    facts: toFacts(article, {
      places: senses.places,
      countries: senses.countries,
      acts: senses.acts,
      titleKey: hashWord(text.titleWords.map((word) => word.norm).join(' ')),
      titleTerms: titleTerms.size,
    }),
    terms,
    termIds,
    titleTerms,
    senses,
    hasCase,
  }
}

/** The facts of an article, of which some were read from its words. */
export function toFacts(article: TaggedArticle, told: Told): Facts {
  return {
    id: article.id,
    at: article.seenAt,
    saidAt: Math.min(article.publishedAt ?? article.seenAt, article.seenAt),
    outlet: toHouse(article.outlet),
    lang: article.tags.lang,
    ...told,
  }
}

/** An address with and without `www.` is one outlet. */
const toHouse = (outlet: string): string => (outlet.startsWith('www.') ? outlet.slice(4) : outlet)
