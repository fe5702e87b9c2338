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
  /** Whether most open articles of an outlet hold the term in their title: its signature, a slogan, a channel's name. */
  readonly isBoilerplate: (outlet: string, term: number) => boolean
  /** An article of an outlet enters the window. */
  readonly add: (outlet: string, terms: Iterable<number>, title: Iterable<number>) => void
  /** An article leaves the window; what it taught is kept. */
  readonly remove: (outlet: string, terms: Iterable<number>, title: Iterable<number>) => void
  /** What must survive a restart, as JSON. */
  readonly toText: () => string
}

/** Opens the weights over a background and, where given, what `toText` kept. */
export function openWeights(background: Background, kept?: string): Weights {
  const window = new Map<number, number>()
  const outlets = new Map<string, { articles: number; readonly counts: Map<number, number> }>()
  let windowSize = 0
  const learnt = kept === undefined ? { documents: 0, counts: new Map() } : parseKept(kept)
  return {
    idf: (term) => {
      const total = background.documents + learnt.documents + WINDOW_WEIGHT * windowSize
      const seen =
        (background.frequencies.get(term) ?? 0) +
        (learnt.counts.get(term) ?? 0) +
        WINDOW_WEIGHT * (window.get(term) ?? 0)
      return Math.max(0, Math.log((total + 1) / (seen + 0.5)))
    },
    count: (term) => window.get(term) ?? 0,
    isBoilerplate: (outlet, term) => {
      const own = outlets.get(outlet)
      if (!own || own.articles < BOILERPLATE_ARTICLES_MIN) return false
      return (own.counts.get(term) ?? 0) > BOILERPLATE_SHARE * own.articles
    },
    add: (outlet, terms, title) => {
      windowSize += 1
      const own = outlets.get(outlet) ?? { articles: 0, counts: new Map() }
      outlets.set(outlet, own)
      own.articles += 1
      for (const term of terms) countUp(window, term)
      for (const term of title) countUp(own.counts, term)
    },
    remove: (outlet, terms, title) => {
      const own = outlets.get(outlet)
      if (own) own.articles -= 1
      if (own?.articles === 0) outlets.delete(outlet)
      windowSize -= 1
      learnt.documents += 1
      for (const term of terms) {
        countDown(window, term)
        countUp(learnt.counts, term)
      }
      if (own) for (const term of title) countDown(own.counts, term)
      if (learnt.documents > LEARNT_MAX) halve(learnt)
    },
    toText: () => JSON.stringify({ documents: learnt.documents, counts: [...learnt.counts] }),
  }
}

function countUp(counts: Map<number, number>, term: number): void {
  counts.set(term, (counts.get(term) ?? 0) + 1)
}

function countDown(counts: Map<number, number>, term: number): void {
  const left = (counts.get(term) ?? 0) - 1
  if (left > 0) counts.set(term, left)
  else counts.delete(term)
}

type Learnt = { documents: number; readonly counts: Map<number, number> }

function halve(learnt: Learnt): void {
  learnt.documents >>= 1
  for (const [term, count] of learnt.counts) {
    if (count < 2) learnt.counts.delete(term)
    else learnt.counts.set(term, count >> 1)
  }
}

/** Statistics that cannot be read are worth no failure: the window teaches them again. */
function parseKept(text: string): Learnt {
  const counts = new Map<number, number>()
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
