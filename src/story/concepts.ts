import concepts from '../../config/story/concepts.json' with { type: 'json' }
import { toWords, type Word } from '../lib/words.ts'
import { hashWord } from './hash-word.ts'

export type ConceptKind = 'country' | 'place' | 'act' | 'thing'

/** What words of several languages mean alike: `airport`, `аэропорт`, `فرودگاه`. */
export type Concept = { readonly name: string; readonly id: number; readonly kind: ConceptKind }

type Phrase = { readonly concept: Concept; readonly stems: readonly string[] }

/** The concepts that words tell, longest phrase first, and the words that tell none; in order. */
export function findConcepts(words: readonly Word[]): {
  readonly concepts: readonly Concept[]
  readonly rest: readonly Word[]
} {
  const found: Concept[] = []
  const rest: Word[] = []
  for (let at = 0; at < words.length; ) {
    const phrase = phraseAt(words, at)
    const word = words[at]
    if (phrase) found.push(phrase.concept)
    else if (word) rest.push(word)
    at += phrase?.stems.length ?? 1
  }
  return { concepts: found, rest }
}

function phraseAt(words: readonly Word[], at: number): Phrase | undefined {
  const phrases = PHRASES.get(words[at]?.stem ?? '')
  if (!phrases) return undefined
  for (const phrase of phrases) {
    if (phrase.stems.every((stem, step) => words[at + step]?.stem === stem)) return phrase
  }
  return undefined
}

/** By first stem, longest first. */
const PHRASES: ReadonlyMap<string, readonly Phrase[]> = toPhrases([
  ['country', concepts.countries],
  ['place', concepts.places],
  ['act', concepts.acts],
  ['thing', concepts.things],
])

function toPhrases(
  kinds: readonly (readonly [ConceptKind, Readonly<Record<string, string>>])[],
): ReadonlyMap<string, readonly Phrase[]> {
  const phrases = new Map<string, Phrase[]>()
  for (const [kind, rows] of kinds) {
    for (const [name, terms] of Object.entries(rows)) {
      const concept: Concept = { name, kind, id: hashWord(toConceptKey(name)) }
      for (const term of terms.split(' ')) {
        const stems = toWords(term.replaceAll('_', ' ')).map((word) => word.stem)
        const first = stems[0]
        if (first === undefined) throw new Error(`config/story/concepts.json: ${name} is empty`)
        const list = phrases.get(first) ?? []
        phrases.set(first, list)
        list.push({ concept, stems })
      }
    }
  }
  for (const list of phrases.values()) list.sort((a, b) => b.stems.length - a.stems.length)
  return phrases
}

/** How a concept is written where document frequencies are kept; no stem has a colon. */
export function toConceptKey(name: string): string {
  return `concept:${name}`
}
