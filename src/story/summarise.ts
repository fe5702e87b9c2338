import { toLine } from '../lib/text.ts'
import { toWords } from '../lib/words.ts'
import type { Lang, SummarySentence, TaggedArticle } from '../types.ts'
import { splitSentences } from './sentence.ts'
import { isStopWord } from './stop-words.ts'

const SENTENCES_MAX = 2
const SENTENCE_MIN = 40
const SENTENCE_MAX = 320
const LEAD_SENTENCES = 3
/** Weight of being central against being unlike what is already said and shown (MMR). */
const CENTRAL = 0.65

type Sentence = SummarySentence & {
  readonly bag: ReadonlySet<string>
  readonly position: number
}

/**
 * Two sentences from the leads of one side, each with its outlet: central to the story, early in its
 * article, unlike the title and each other. Extractive: a sentence is as its outlet wrote it.
 */
export function summarise(
  articles: readonly TaggedArticle[],
  title: string,
  lang: Lang,
): readonly SummarySentence[] {
  const side = articles.filter((article) => article.tags.lang === lang)
  const sentences = side.flatMap((article) => toSentences(article))
  const shared = new Map<string, number>()
  for (const { bag } of sentences) {
    for (const word of bag) shared.set(word, (shared.get(word) ?? 0) + 1)
  }
  const worthOf = ({ bag, position }: Sentence): number => {
    let sum = 0
    for (const word of bag) sum += (shared.get(word) ?? 0) / sentences.length
    return sum / Math.sqrt(bag.size + 4) - 0.1 * position
  }
  const chosen: Sentence[] = []
  const said: ReadonlySet<string>[] = [toBag(title)]
  while (chosen.length < SENTENCES_MAX) {
    let best: { sentence: Sentence; worth: number } | undefined
    for (const sentence of sentences) {
      const repeat = Math.max(...said.map((bag) => overlap(sentence.bag, bag)))
      if (chosen.includes(sentence) || repeat > 0.6) continue
      const worth = CENTRAL * worthOf(sentence) - (1 - CENTRAL) * repeat
      if (!best || worth > best.worth) best = { sentence, worth }
    }
    if (!best) break
    chosen.push(best.sentence)
    said.push(best.sentence.bag)
  }
  return chosen.map(({ text, outlet, articleId }) => ({ text, outlet, articleId }))
}

function toSentences(article: TaggedArticle): readonly Sentence[] {
  const text = toLine(article.summary ?? '')
  if (text === '') return []
  const sentences: Sentence[] = []
  for (const line of splitSentences(text)) {
    if (sentences.length === LEAD_SENTENCES) break
    // What was cut off ends in dots: half a sentence is no summary.
    if (/(?:…|\.\.\.|\[…\])$/u.test(line)) continue
    if (line.length < SENTENCE_MIN || line.length > SENTENCE_MAX) continue
    sentences.push({
      text: line,
      outlet: article.outlet,
      articleId: article.id,
      bag: toBag(line),
      position: sentences.length,
    })
  }
  return sentences
}

const toBag = (text: string): ReadonlySet<string> =>
  new Set(
    toWords(text)
      .filter((word) => !isStopWord(word.norm))
      .map((word) => word.stem),
  )

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0
  for (const word of a) if (b.has(word)) shared += 1
  return shared === 0 ? 0 : shared / Math.min(a.size, b.size)
}
