import type { Word } from '../lib/words.ts'
import { type Concept, findConcepts, toConceptKey } from './concepts.ts'
import { hashWord } from './hash-word.ts'
import { toSkeleton } from './skeleton.ts'
import { isStopWord } from './stop-words.ts'
import type { StoryText } from './text.ts'

/** What a text tells in any language: concepts, names as consonant skeletons, numbers of two digits and more. */
export type Senses = {
  /** Sorted. */
  readonly ids: Uint32Array
  /** What each is: IN_TITLE, IS_CONCEPT; in a slab also IS_MUTED. */
  readonly marks: Uint8Array
  /** Of the title. */
  readonly places: readonly number[]
  readonly countries: readonly number[]
  readonly acts: readonly number[]
}

export const IN_TITLE = 1
/** It means the same in every language; a skeleton may be any word. */
export const IS_CONCEPT = 2
/** A name that no other language had written when the article came. */
export const IS_MUTED = 4

export function toSenses(text: StoryText): Senses {
  const found = new Map<number, number>()
  const title = findConcepts(text.titleWords)
  mark(found, title, IN_TITLE)
  mark(found, findConcepts(text.leadWords), 0)
  const ids = Uint32Array.from(found.keys()).sort()
  return {
    ids,
    marks: Uint8Array.from(ids, (id) => found.get(id) ?? 0),
    places: ofKind(title.concepts, 'place'),
    countries: ofKind(title.concepts, 'country'),
    acts: ofKind(title.concepts, 'act'),
  }
}

function mark(
  found: Map<number, number>,
  { concepts, rest }: ReturnType<typeof findConcepts>,
  field: number,
): void {
  for (const { id } of concepts) found.set(id, (found.get(id) ?? 0) | field | IS_CONCEPT)
  for (const word of rest) {
    const key = NUMBER.test(word.norm) ? toKey(word.norm) : toNameKey(word)
    if (key === undefined) continue
    const id = hashWord(key)
    found.set(id, (found.get(id) ?? 0) | field)
  }
}

/** The same as keys of document frequencies; numbers, which any text may hold, left out. */
export function toSenseKeys(text: StoryText): readonly string[] {
  return [text.titleWords, text.leadWords].flatMap((words) => {
    const { concepts, rest } = findConcepts(words)
    const names = rest.map(toNameKey).filter((key) => key !== undefined)
    return [...concepts.map(({ name }) => toConceptKey(name)), ...names]
  })
}

function toNameKey(word: Word): string | undefined {
  if (isStopWord(word.norm)) return undefined
  const skeleton = toSkeleton(word)
  return skeleton && toKey(skeleton)
}

const NUMBER = /^\p{N}{2,}$/u
const toKey = (name: string): string => `name:${name}`

function ofKind(concepts: readonly Concept[], kind: Concept['kind']): readonly number[] {
  const ids = concepts.filter((concept) => concept.kind === kind).map(({ id }) => id)
  return ids.length === 0 ? NONE : [...new Set(ids)]
}

/** Most titles name no town: those share one empty list. */
const NONE: readonly number[] = []
