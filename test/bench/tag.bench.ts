// Speed of tagging: `node --expose-gc test/bench/tag.bench.ts`. Prints ratios, since machines differ. Input is
// made from the pack's own tests, five dense headlines an item; and, where they are, from a day of real ones.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArticleLine } from '../../src/config/json-lines.ts'
import { loadPack } from '../../src/config/pack.ts'
import type { Pack } from '../../src/pack.ts'
import { compilePack } from '../../src/tag/compile.ts'
import { type TagInput, tagArticle } from '../../src/tag/tag.ts'

const ITEMS = 20_000
const SLICE = 500
const ROUNDS = 12
const pack = await loadPack(join(import.meta.dirname, '..', '..', 'config', 'packs', 'russia-iran'))

const items = makeItems(pack)
const real = readReal()
const before = heap()
const compiled = time(() => compilePack(pack))
const matcher = compiled.value
const grown = heap() - before
compilePack(pack)
const again = time(() => compilePack(pack))

const tag = (item: TagInput): void => void tagArticle(matcher, item)
const realPerSecond = real.length === 0 ? undefined : speedOf(real, tag)
const oursPerSecond = speedOf(items, tag)
const full = heap() - before

const patterns = toPatterns(pack)
const theirsPerSecond = speedOf(items.slice(0, 300), ({ title, summary = '' }) => {
  for (const pattern of patterns) {
    pattern.test(title)
    pattern.test(summary)
  }
})

const line = (name: string, value: string) => console.log(`${name.padEnd(46)} ${value}`)
line('items of five headlines of the pack', sizeOf(items))
line('tagging', `${Math.round(oursPerSecond)} items/s`)
if (realPerSecond !== undefined) {
  line('real items (title + summary)', sizeOf(real))
  line('tagging', `${Math.round(realPerSecond)} items/s`)
}
line('one alternation RegExp per actor and theme', `${Math.round(theirsPerSecond)} items/s`)
line('ratio', `${(oursPerSecond / theirsPerSecond).toFixed(1)} ×`)
line('pack compiled', `${compiled.ms.toFixed(0)} ms cold, ${again.ms.toFixed(0)} ms warm`)
line('heap of the compiled pack', `${(grown / 1e6).toFixed(1)} MB`)
line('heap with the words of all items', `${(full / 1e6).toFixed(1)} MB`)

/**
 * Items a second. Other work on the machine slows everything for moments: the items go in slices, and of each slice the
 * best of several rounds counts.
 */
function speedOf(some: readonly TagInput[], work: (item: TagInput) => void): number {
  const slices = Array.from({ length: Math.ceil(some.length / SLICE) }, (_, at) =>
    some.slice(at * SLICE, (at + 1) * SLICE),
  )
  const least = slices.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, slice] of slices.entries()) {
      const { ms } = time(() => {
        for (const item of slice) work(item)
      })
      least[at] = Math.min(least[at] ?? ms, ms)
    }
  }
  return (some.length / least.reduce((sum, ms) => sum + ms, 0)) * 1000
}

function sizeOf(some: readonly TagInput[]): string {
  const characters = some.reduce(
    (sum, { title, summary = '' }) => sum + title.length + summary.length,
    0,
  )
  return `${some.length}, ${Math.round(characters / some.length)} characters each`
}

function readReal(): readonly TagInput[] {
  const path = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'stream-dev.jsonl')
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((text) => {
      const { id: _, ...input } = parseArticleLine(text, 1)
      return input
    })
}

function makeItems(from: Pack): readonly TagInput[] {
  const titles = from.tests.map(({ title }) => title)
  return Array.from({ length: ITEMS }, (_, at) => {
    const pick = (step: number) => titles[(at * step + step) % titles.length] ?? ''
    // Every tenth item brings a word that nobody has seen, as real feeds do.
    const rare = at % 10 === 0 ? ` word${at}` : ''
    return {
      title: pick(7) + rare,
      summary: `${pick(11)}. ${pick(13)}. ${pick(17)}. ${pick(19)}.`,
      publishedAt: Date.parse('2026-03-01'),
    }
  })
}

/** What the obvious implementation does: plain alternations with Unicode borders, no inflections. */
function toPatterns(from: Pack): readonly RegExp[] {
  const toSource = (term: string) =>
    term.replace(/[=^*]/g, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const toPattern = (terms: readonly string[]) =>
    new RegExp(`(?<!\\p{L})(?:${terms.map(toSource).join('|')})(?!\\p{L})`, 'iu')
  const actors = from.actors.map((actor) =>
    toPattern(
      [actor.names, actor.demonyms, actor.organisations, actor.places]
        .flatMap((terms) => Object.values(terms ?? {}).flat())
        .concat((actor.people ?? []).flatMap(({ names }) => Object.values(names).flat())),
    ),
  )
  const byId = new Map(from.concepts.map(({ id, terms }) => [id, Object.values(terms).flat()]))
  const themes = from.themes.map(({ rules }) =>
    toPattern([
      ...new Set(
        rules
          .flatMap(({ all }) => all.flat())
          .flatMap((part) => byId.get(part.replace(/^t:/, '')) ?? []),
      ),
    ]),
  )
  return [...actors, ...themes]
}

function time<T>(run: () => T): { readonly value: T; readonly ms: number } {
  // Time of our own on the processor: other work on the machine does not count.
  const start = process.cpuUsage()
  const value = run()
  const { user, system } = process.cpuUsage(start)
  return { value, ms: (user + system) / 1000 }
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
