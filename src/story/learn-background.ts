import { isAffix } from '../lib/words.ts'
import { toSenseKeys } from './senses.ts'
import { isStopWord } from './stop-words.ts'
import { toStoryText } from './text.ts'

/** A stem of fewer articles is too rare to be known beforehand, and could give away whose text it was. */
const ARTICLES_MIN = 3
/** A stem of one stream alone is of its events rather than of the language. */
const SOURCES_MIN = 2

export type LearnText = {
  readonly id: string
  readonly title: string
  readonly summary?: string
  readonly outlet: string
  /** The stream that it is from. */
  readonly source: string
}

/** In how many articles each stem, concept and name occurs, most first: config/story/background.json. */
export function learnBackground(texts: readonly LearnText[]): {
  readonly documents: number
  readonly frequencies: Readonly<Record<string, number>>
} {
  const counts = new Map<string, number>()
  const sources = new Map<string, Set<string>>()
  for (const { title, summary, outlet, source } of texts) {
    for (const key of toKeys(title, summary, outlet)) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      const known = sources.get(key)
      if (known) known.add(source)
      else sources.set(key, new Set([source]))
    }
  }
  const known = [...counts].filter(
    ([key, count]) =>
      count >= ARTICLES_MIN && (sources.get(key)?.size ?? 0) >= SOURCES_MIN && !/^\p{N}/u.test(key),
  )
  return {
    documents: texts.length,
    frequencies: Object.fromEntries(known.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))),
  }
}

/** A source that shares more than so much of a stream was taken from the same hours: it knows its events. */
const SHARED_MAX = 0.1

/** Texts as they would be if nobody had seen a stream with these ids: without its articles, and sources that share many. */
export function withoutStream(
  texts: readonly LearnText[],
  ids: { readonly size: number; readonly has: (id: string) => boolean },
): readonly LearnText[] {
  const sources = Map.groupBy(texts, ({ source }) => source)
  return [...sources.values()].flatMap((source) => {
    const others = source.filter(({ id }) => !ids.has(id))
    return source.length - others.length > SHARED_MAX * ids.size ? [] : others
  })
}

/** What an article is counted by, each once, function words left out. */
function toKeys(title: string, summary: string | undefined, outlet: string): ReadonlySet<string> {
  const text = toStoryText(title, summary, outlet)
  const words = [...text.titleWords, ...text.leadWords].filter(
    ({ norm }) => !isStopWord(norm) && !isAffix(norm),
  )
  return new Set([...words.map(({ stem }) => stem), ...toSenseKeys(text)])
}
