// What becomes of each term when its own words are read: nothing, or the hit of another term.

import type { Pack } from '../pack.ts'
import { compilePack } from './compile.ts'
import type { Lint, Listed } from './listed.ts'
import { findHits } from './match.ts'
import type { Hit } from './scratch.ts'
import { parseTerm } from './term.ts'

/** Terms that never count: a block or a longer name swallows all their forms, or no text can be written so. */
export function lintHits(pack: Pack, terms: readonly Listed[]): readonly Lint[] {
  const matcher = compilePack(pack)
  const blocks = terms.filter(({ owner }) => owner === 'blocks').map(({ term }) => term)
  const found: Lint[] = []
  for (const listed of terms) {
    const { place, owner, term } = listed
    if (owner === 'blocks') continue
    const texts = parseTerm(term).map(toText)
    const hits = texts.map((text) => readText(matcher, text))
    if (hits.some((own) => own.some((hit) => isOf(hit, owner)))) continue
    const other = hits.flat().find(({ meaning }) => meaning.kind !== 'concept')
    const block = blocks.find((one) => texts.some((text) => isInside(one, text)))
    const why =
      other !== undefined
        ? `“${other.term}” of ${other.meaning.ref}`
        : block === undefined
          ? 'a block'
          : `the block “${block}”`
    found.push({ level: 'warning', place, text: `“${term}” never counts: ${why} swallows it` })
  }
  return found
}

const isInside = (block: string, text: string): boolean =>
  text.toLowerCase().includes(block.replace(/[=^*]/g, '').toLowerCase())

/** The words of a term as a text would write them. */
const toText = (words: readonly string[]): string =>
  words.map((word) => word.replace(/[=^*]/g, '')).join(' ')

function readText(matcher: ReturnType<typeof compilePack>, text: string): readonly Hit[] {
  const hits: Hit[] = []
  findHits(matcher, { text, zone: 0, from: 0, to: text.length }, { hits, numbers: [] })
  return hits
}

const KINDS: Readonly<Record<string, string>> = {
  actors: 'actor',
  assets: 'asset',
  concepts: 'concept',
}

function isOf({ meaning }: Hit, owner: string): boolean {
  const [kind = '', id] = owner.split('.')
  return meaning.kind === KINDS[kind] && meaning.ref === id
}
