// What is kept of an open article, so that a restart reads no words again and finds the very numbers it had.

import { hash128 } from '../lib/hash.ts'
import type { TaggedArticle } from '../types.ts'
import { type Told, toDocument } from './document.ts'
import { BACKGROUND } from './model.ts'
import type { Member } from './open-story.ts'
import type { Setting } from './setting.ts'
import { openSlabs, type Slabs } from './slab.ts'
import { toVector, type Vector } from './vector.ts'
import { openWeights } from './weights.ts'

/** What the words and the moment of an article told. */
export type Kept = {
  readonly told: Told
  readonly vector: Vector
  readonly setting: Setting
  /** Of the neighbours of its membership, in their order. */
  readonly cosines: readonly number[]
  readonly linked: readonly string[]
}

/** As JSON: most of it is numbers, which stand in one Base64 text as terms' ids, values and marks. */
type Written = {
  readonly mark: string
  readonly told: Told
  readonly setting: Setting
  readonly cosines: readonly number[]
  readonly linked: readonly string[]
  readonly sizes: Pick<Vector, 'terms' | 'senses' | 'sensesLength' | 'sharedLength'>
  readonly numbers: string
}

/** An article of the window as text to keep; it changes no more. */
export const toKept = (member: Member): string =>
  JSON.stringify({ mark: readingMark(), ...toWritten(member) } satisfies Written)

/** Undefined where another version of this code kept it: then its words must be read again. */
export function fromKept(text: string, slabs: Slabs): Kept | undefined {
  // Border: only toKept writes it, and the mark says whether it was this version.
  const { mark, told, sizes, numbers, ...rest } = JSON.parse(text) as Written
  if (mark !== readingMark()) return undefined
  const count = sizes.terms + sizes.senses
  const { slab, from } = slabs.take(count)
  const room = toRoom(count)
  room.bytes.write(numbers, 'base64')
  slab.ids.set(room.ids, from)
  slab.values.set(room.values, from)
  slab.marks.set(room.marks, from)
  return { ...rest, told: withNone(told), vector: { slab, from, ...sizes } }
}

function toWritten(member: Item): Omit<Written, 'mark'> {
  const { document, vector, setting, linked, neighbours } = member
  const { slab, from, ...sizes } = vector
  const { places, countries, acts, titleKey, titleTerms } = document
  const to = from + sizes.terms + sizes.senses
  const room = toRoom(to - from)
  room.ids.set(slab.ids.subarray(from, to))
  room.values.set(slab.values.subarray(from, to))
  room.marks.set(slab.marks.subarray(from, to))
  return {
    told: { places, countries, acts, titleKey, titleTerms },
    setting,
    // The first is the article itself.
    cosines: [...neighbours.values()].slice(1),
    linked,
    sizes,
    numbers: room.bytes.toString('base64', 0, room.size),
  }
}

type Item = Pick<Member, 'document' | 'vector' | 'setting' | 'linked' | 'neighbours'>

const BYTES_EACH = 9
let scratch = new ArrayBuffer(BYTES_EACH * 1024)

/** Room for so many numbers that are on their way; the same for all. */
function toRoom(count: number) {
  const size = BYTES_EACH * count
  if (size > scratch.byteLength) scratch = new ArrayBuffer(2 * size)
  return {
    bytes: Buffer.from(scratch),
    size,
    ids: new Uint32Array(scratch, 0, count),
    values: new Float32Array(scratch, 4 * count, count),
    marks: new Uint8Array(scratch, 8 * count, count),
  }
}

/** Most titles name no town: those share one empty list. */
const NONE: readonly number[] = []
const withNone = (told: Told): Told => ({
  ...told,
  places: told.places.length === 0 ? NONE : told.places,
  countries: told.countries.length === 0 ? NONE : told.countries,
  acts: told.acts.length === 0 ? NONE : told.acts,
})

let mark: string | undefined

/**
 * What this version of the code reads in a few texts, as a hash: where stems, concepts, weights or the form of what
 * is kept change, it does, and nothing that another version kept is believed.
 */
function readingMark(): string {
  mark ??= hash128(JSON.stringify(readProbes())).slice(0, 8)
  return mark
}

function readProbes(): readonly unknown[] {
  const weights = openWeights(BACKGROUND)
  const slabs = openSlabs()
  const documents = PROBES.map(([lang, title, summary]) =>
    toDocument(toProbe(lang, title, summary)),
  )
  for (const { facts, termIds, senses, titleTerms } of documents) {
    weights.add(facts, [termIds, senses.ids], titleTerms)
  }
  return documents.map((document) =>
    toWritten({
      document: document.facts,
      vector: toVector(document, { weights, slabs }),
      setting: { density: 0, repeats: 0 },
      linked: [],
      neighbours: new Map(),
    }),
  )
}

/** Concepts, names, numbers and endings of the languages that are read most. */
const PROBES = [
  [
    'en',
    'Missiles strike Northport airport, killing 12 | Morning Ledger',
    'Rescuers in Westland said children were wounded when drones hit homes near Westhaven on Sunday.',
  ],
  ['ru', 'Беспилотники атаковали Заречье, погибли 12 человек', 'Президент страны обвинил соседей.'],
  ['fa', 'حمله موشکی به فرودگاه شهر', 'رئیس جمهور کشور گفت ۱۲ نفر کشته شدند.'],
  ['ar', 'مقتل 12 شخصا في غارات على المدينة', 'قالت الحكومة إنها استهدفت مواقع في الجبل.'],
] as const

const toProbe = (lang: string, title: string, summary: string): TaggedArticle => ({
  id: title,
  feedId: '',
  outlet: 'Morning Ledger',
  family: '',
  camp: '',
  title,
  summary,
  categories: [],
  seenAt: 0,
  keys: [],
  backlog: false,
  tags: {
    lang,
    relevance: 'no',
    actors: [],
    assets: [],
    themes: [],
    class: 'news',
    matches: [],
    gates: [],
    packHash: '',
  },
})
