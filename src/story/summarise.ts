import { toWords, type Word } from '../lib/words.ts'
import type { Camp, Lang, SummarySentence, TaggedArticle } from '../types.ts'
import { splitSentences } from './sentence.ts'
import { withoutSignature } from './signature.ts'
import { isStopWord } from './stop-words.ts'

const SENTENCES_MAX = 2
const SENTENCE_MIN = 40
const SENTENCE_MAX = 320
const LEAD_SENTENCES = 3
/** Weight of being central against being unlike what is already said and shown (MMR). */
const CENTRAL = 0.65
/** More of its words said already than this, and it says the same again. */
const REPEAT_MAX = 0.6
const LATER_SENTENCE = 0.1
/** Another outlet says more than the same one again. */
const SAME_OUTLET = 0.06
/** A sentence that begins with a pronoun speaks of something that is not shown. */
const HANGING = 0.15
/** A post with signs for headings runs them into its sentences. */
const POSTED = 0.15
const PICTURED = /\p{Extended_Pictographic}/u
/** A state's outlet, and one that nobody knows, stand behind others where they say as much. */
const STATE_OUTLET = 0.04
const UNKNOWN_OUTLET = 0.02

type Sentence = SummarySentence & {
  readonly bag: ReadonlySet<string>
  readonly position: number
  /** What its place, its outlet and its beginning take from it. */
  readonly less: number
}

/**
 * Two sentences from the leads of one side, each with its outlet: said by many publishers, early in its
 * article, from an outlet that is nobody's voice, unlike the title and each other. Extractive: a sentence
 * is as its outlet wrote it.
 */
export function summarise(
  articles: readonly TaggedArticle[],
  title: string,
  lang: Lang,
  camps: readonly Camp[] = [],
): readonly SummarySentence[] {
  const told = articles.filter((article) => article.tags.lang === lang)
  const relevant = told.filter(({ tags }) => tags.relevance !== 'no')
  // What is not relevant says nothing about a story that is.
  const side = relevant.length > 0 ? relevant : told
  const leads = side.map((article) => ({ article, sentences: toSentences(article, camps) }))
  const centroid = toCentroid(leads)
  const sentences = leads.flatMap((lead) => lead.sentences)
  const worthOf = ({ bag, less }: Sentence): number => {
    let sum = 0
    for (const word of bag) sum += centroid.get(word) ?? 0
    return sum / Math.sqrt(bag.size + 4) - less
  }
  const chosen: Sentence[] = []
  const said: ReadonlySet<string>[] = [toBag(toWords(title))]
  while (chosen.length < SENTENCES_MAX) {
    let best: { sentence: Sentence; worth: number } | undefined
    for (const sentence of sentences) {
      const repeat = Math.max(...said.map((bag) => shareSaid(sentence.bag, bag)))
      if (chosen.includes(sentence) || repeat > REPEAT_MAX) continue
      const again = chosen.some(({ outlet }) => outlet === sentence.outlet) ? SAME_OUTLET : 0
      const worth = CENTRAL * worthOf(sentence) - (1 - CENTRAL) * repeat - again
      if (!best || worth > best.worth) best = { sentence, worth }
    }
    if (!best) break
    chosen.push(best.sentence)
    said.push(best.sentence.bag)
  }
  return chosen.map(({ text, outlet, articleId }) => ({ text, outlet, articleId }))
}

type Lead = { readonly article: TaggedArticle; readonly sentences: readonly Sentence[] }

/** Share of the publishers that use a word in title or lead: wire copy in ten papers of one house is one voice. */
function toCentroid(leads: readonly Lead[]): ReadonlyMap<string, number> {
  const users = new Map<string, Set<string>>()
  const all = new Set<string>()
  for (const { article, sentences } of leads) {
    all.add(article.family)
    for (const bag of [toBag(toWords(article.title)), ...sentences.map((one) => one.bag)]) {
      for (const word of bag) {
        const families = users.get(word) ?? new Set()
        users.set(word, families.add(article.family))
      }
    }
  }
  return new Map([...users].map(([word, families]) => [word, families.size / all.size]))
}

function toSentences(article: TaggedArticle, camps: readonly Camp[]): readonly Sentence[] {
  const text = withoutTitle(withoutSignature(article.summary ?? ''), article.title)
  if (text === '') return []
  const outlet = rankOf(article, camps)
  const sentences: Sentence[] = []
  for (const line of splitSentences(text)) {
    if (sentences.length === LEAD_SENTENCES) break
    // What was cut off ends in dots: half a sentence is no summary.
    if (/(?:…|\.\.\.|\[…\])$/u.test(line)) continue
    if (line.length < SENTENCE_MIN || line.length > SENTENCE_MAX || NO_NEWS.test(line)) continue
    const position = sentences.length
    const words = toWords(line)
    const hanging = hangs(words) ? HANGING : 0
    const posted = PICTURED.test(line) ? POSTED : 0
    sentences.push({
      text: line,
      outlet: article.outlet,
      articleId: article.id,
      bag: toBag(words),
      position,
      less: LATER_SENTENCE * position + outlet + hanging + posted,
    })
  }
  return sentences
}

function rankOf({ camp }: TaggedArticle, camps: readonly Camp[]): number {
  const known = camps.find(({ id }) => id === camp)
  if (known === undefined) return camps.length === 0 ? 0 : UNKNOWN_OUTLET
  if (known.state === true) return STATE_OUTLET
  return known.id === 'unknown' ? UNKNOWN_OUTLET : 0
}

/** A lead that begins with its title says it twice. */
function withoutTitle(text: string, title: string): string {
  const head = withoutSignature(title)
  if (head === '' || !text.toLowerCase().startsWith(head.toLowerCase())) return text
  return text.slice(head.length).replace(/^[\s.:…–—|-]+/u, '')
}

/** What publishers put into a lead that tells nothing of the event. */
const NO_NEWS =
  /^(?:read more|click here|subscribe|sign up|follow us|watch (?:the|this|our)|listen to|photo|image|file photo|advertisement|this (?:story|article) (?:was|has been)|get the latest|подпис(?:ывайтесь|аться)|читайте (?:также|ещё|еще|далее)|смотрите (?:также|видео)|фото:|видео:|підпис(?:уйтесь|атися)|читайте також|дивіться|بیشتر بخوانید|بخوانید|عکس:|اقرأ (?:أيضا|المزيد)|شاهد|קראו (?:גם|עוד)|צפו)/iu

// Words that point at what was said before; normalised as lib/words.ts does.
const POINTERS: ReadonlySet<string> = new Set(
  toWords(
    'he she it they this that these those his her its their но он она они это этот эта эти его ее их він вона вони це цей ця ці його її їх او وی آنها این آن هو هي هم هذا هذه ذلك وأضاف واضاف הוא היא הם זה זו',
  ).map(({ norm }) => norm),
)

/** Whether a sentence begins with a word that stands for something said before it. */
const hangs = ([first]: readonly Word[]): boolean => first !== undefined && POINTERS.has(first.norm)

function toBag(words: readonly Word[]): ReadonlySet<string> {
  const bag = new Set<string>()
  for (const { norm, stem } of words) if (!isStopWord(norm)) bag.add(stem)
  return bag
}

/** Share of a sentence's words that are said already; a short title inside a long sentence leaves much to say. */
function shareSaid(bag: ReadonlySet<string>, said: ReadonlySet<string>): number {
  let shared = 0
  for (const word of bag) if (said.has(word)) shared += 1
  return bag.size === 0 ? 1 : shared / bag.size
}
