import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FeedError } from '../../src/feed/feed-error.ts'
import { parseFeed } from '../../src/feed/parse.ts'

const ROOT = join(import.meta.dirname, '..', 'fixtures', 'feeds')
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 3)
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_125)

const documents = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:xml|json)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted()

const PIECES = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '</item>',
  '<item>',
  '</channel>',
  '<entry>',
  '<title>',
  '</title>',
  '<description>',
  '<link href=',
  '&#x',
  '&#999999999;',
  '&amp;amp;',
  '\u0000',
  '\ufffd',
  '{',
  '[',
  '",',
  ' xmlns="x"',
  ' xml:base="//x"',
  '<?xml ',
  '<!DOCTYPE x [',
  '<p>',
  '\u202e',
  'é',
  '<rss>',
  '<feed>',
].map((piece) => Buffer.from(piece))

/** Mulberry32: the same seed, the same mutations. */
function toRandom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

function mutate(bytes: Buffer, random: (below: number) => number): Buffer {
  let out = bytes
  for (let edits = 1 + random(6); edits > 0; edits -= 1) {
    const at = random(out.length + 1)
    const end = Math.min(out.length, at + random(40))
    const piece = PIECES[random(PIECES.length)] ?? Buffer.alloc(0)
    const instead = [piece, Buffer.alloc(0), out.subarray(at, end), Buffer.from([random(256)])][
      random(4)
    ]
    const until = random(2) === 0 ? at : end
    out = Buffer.concat([out.subarray(0, at), instead ?? piece, out.subarray(until)])
    if (random(12) === 0) out = out.subarray(0, random(out.length + 1))
  }
  return out
}

test(`mutated feeds end in a feed or a FeedError (FUZZ_SEED=${SEED} FUZZ_ROUNDS=${ROUNDS})`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, path] of documents.entries()) {
      const seed = SEED + round * 10_000 + index
      const bytes = mutate(readFileSync(path), toRandom(seed))
      const outcome = await parseFeed(bytes, { url: 'https://outlet.example/feed' }).catch(
        (error: unknown) => error,
      )
      const fine =
        outcome instanceof FeedError ||
        (outcome instanceof Error ? false : 'items' in Object(outcome))
      expect(fine, `seed ${seed}, ${path}: ${String(outcome)}`).toBe(true)
      if (!(outcome instanceof Error)) JSON.stringify(outcome)
    }
  }
})
