import type { Lang } from '../types.ts'

/** Document frequencies of a mixed corpus, terms as 32-bit hashes. */
export type Background = {
  readonly documents: number
  readonly frequencies: ReadonlyMap<number, number>
}

/** One article of the window weighs as five of the background: a war's own words soon say little. */
const WINDOW_WEIGHT = 5
/** What the stream taught is halved at this size, so that it follows the news and stays bounded. */
const LEARNT_MAX = 60_000

/** A term in more than this share of at least so many of an outlet's articles tells no event. */
const BOILERPLATE_SHARE = 0.5
const BOILERPLATE_ARTICLES_MIN = 5

/** Inverse document frequencies that learn from the stream. */
export type Weights = {
  readonly idf: (term: number) => number
  /** Articles of the window that hold the term. */
  readonly count: (term: number) => number
  /** Tells whether most open articles of an outlet hold a term in their title: its signature, a slogan, a channel's name. */
  readonly boilerplateOf: (outlet: string) => (term: number) => boolean
  /** Whether a language other than `lang` has written the term in the window. */
  readonly isShared: (term: number, lang: Lang) => boolean
  /** An article enters the window. */
  readonly add: (
    of: { readonly outlet: string; readonly lang: Lang },
    terms: Terms,
    title: Iterable<number>,
  ) => void
  /** An article leaves the window; what it taught is kept. */
  readonly remove: (outlet: string, terms: Terms, title: Iterable<number>) => void
  /** What must survive a restart, as JSON. */
  readonly toText: () => string
}

/** Lists of terms, none of which holds a term of another. */
export type Terms = readonly Uint32Array[]

/** What is known of a term that the stream has told: one look-up tells all of it. */
type Known = {
  readonly background: number
  learnt: number
  open: number
  /** The language that wrote it first since it was last in no open article, and whether another did. */
  first: Lang
  isShared: boolean
  /** Its idf as of `askedAt`: the same terms are asked for again and again between two batches. */
  idf: number
  askedAt: number
}

/** Opens the weights over a background and, where given, what `toText` kept. */
export function openWeights(background: Background, kept?: string): Weights {
  const terms = new Map<number, Known>()
  const outlets = new Map<string, { articles: number; readonly counts: Map<number, number> }>()
  const { documents, counts } = parseKept(kept)
  for (const [term, count] of counts) know(term).learnt = count
  let learntSize = documents
  let windowSize = 0
  /** Counts changes, from 1. */
  let change = 1

  function know(term: number): Known {
    let known = terms.get(term)
    if (known === undefined) {
      const inBackground = background.frequencies.get(term) ?? 0
      known = {
        background: inBackground,
        learnt: 0,
        open: 0,
        first: '',
        isShared: false,
        idf: 0,
        askedAt: 0,
      }
      terms.set(term, known)
    }
    return known
  }

  function toIdf(seen: number): number {
    const total = background.documents + learntSize + WINDOW_WEIGHT * windowSize
    return Math.max(0, Math.log((total + 1) / (seen + 0.5)))
  }

  function forget(): void {
    learntSize >>= 1
    for (const [term, known] of terms) {
      known.learnt >>= 1
      if (known.learnt === 0 && known.open === 0) terms.delete(term)
    }
  }

  return {
    idf: (term) => {
      const known = terms.get(term)
      if (known === undefined) return toIdf(background.frequencies.get(term) ?? 0)
      if (known.askedAt !== change) {
        known.idf = toIdf(known.background + known.learnt + WINDOW_WEIGHT * known.open)
        known.askedAt = change
      }
      return known.idf
    },
    count: (term) => terms.get(term)?.open ?? 0,
    boilerplateOf: (outlet) => {
      const own = outlets.get(outlet)
      if (!own || own.articles < BOILERPLATE_ARTICLES_MIN) return isNever
      const least = BOILERPLATE_SHARE * own.articles
      return (term) => (own.counts.get(term) ?? 0) > least
    },
    isShared: (term, lang) => {
      const known = terms.get(term)
      return known !== undefined && known.open > 0 && (known.isShared || known.first !== lang)
    },
    add: ({ outlet, lang }, lists, title) => {
      change += 1
      windowSize += 1
      const own = outlets.get(outlet) ?? { articles: 0, counts: new Map() }
      outlets.set(outlet, own)
      own.articles += 1
      for (const list of lists) {
        for (let at = 0; at < list.length; at += 1) {
          const known = know(list[at] ?? 0)
          if (known.open === 0) {
            known.first = lang
            known.isShared = false
          } else if (known.first !== lang) known.isShared = true
          known.open += 1
        }
      }
      for (const term of title) countUp(own.counts, term)
    },
    remove: (outlet, lists, title) => {
      change += 1
      const own = outlets.get(outlet)
      if (own) own.articles -= 1
      if (own?.articles === 0) outlets.delete(outlet)
      windowSize -= 1
      learntSize += 1
      for (const list of lists) {
        for (const term of list) {
          const known = know(term)
          known.open = Math.max(0, known.open - 1)
          known.learnt += 1
        }
      }
      if (own) for (const term of title) countDown(own.counts, term)
      if (learntSize > LEARNT_MAX) forget()
    },
    toText: () => {
      const learnt: (readonly [number, number])[] = []
      for (const [term, known] of terms) if (known.learnt > 0) learnt.push([term, known.learnt])
      return JSON.stringify({ documents: learntSize, counts: learnt })
    },
  }
}

const isNever = (): boolean => false

function countUp(counts: Map<number, number>, term: number): void {
  counts.set(term, (counts.get(term) ?? 0) + 1)
}

function countDown(counts: Map<number, number>, term: number): void {
  const left = (counts.get(term) ?? 0) - 1
  if (left > 0) counts.set(term, left)
  else counts.delete(term)
}

/** Statistics that cannot be read are worth no failure: the window teaches them again. */
function parseKept(text: string | undefined): {
  readonly documents: number
  readonly counts: ReadonlyMap<number, number>
} {
  const counts = new Map<number, number>()
  if (text === undefined) return { documents: 0, counts }
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept === 'object' && kept !== null && 'documents' in kept && 'counts' in kept) {
      if (typeof kept.documents === 'number' && Array.isArray(kept.counts)) {
        for (const [term, count] of kept.counts) counts.set(Number(term), Number(count))
        return { documents: kept.documents, counts }
      }
    }
  } catch {
    // Falls through to empty statistics.
  }
  return { documents: 0, counts }
}
