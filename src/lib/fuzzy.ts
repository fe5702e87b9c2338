// "Did you mean …?": likeness of short names in any script.

const MARKS = /\p{M}/gu
const JOINERS = /[\u200b-\u200d\u2060\ufeff\u0640]/gu
const NOT_WORD = /[^\p{L}\p{N}]+/gu
const FOLDED: Readonly<Record<string, string>> = {
  ё: 'е',
  ґ: 'г',
  ي: 'ی',
  ى: 'ی',
  ئ: 'ی',
  ك: 'ک',
  ة: 'ه',
  ۀ: 'ه',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ؤ: 'و',
  ך: 'כ',
  ם: 'מ',
  ן: 'נ',
  ף: 'פ',
  ץ: 'צ',
}

/** A name as it is compared: one spelling of each letter, no marks, words parted by one space. */
export function foldName(name: string): string {
  const bare = name.normalize('NFKC').toLowerCase().replace(JOINERS, '').replace(/./gsu, foldLetter)
  const plain = bare.normalize('NFD').replace(MARKS, '').normalize('NFC')
  return plain.replace(NOT_WORD, ' ').trim()
}

function foldLetter(letter: string): string {
  const digit = toDigit(letter)
  return digit ?? FOLDED[letter] ?? letter
}

function toDigit(letter: string): string | undefined {
  const code = letter.codePointAt(0) ?? 0
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660)
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0)
  return undefined
}

/**
 * How many insertions, deletions, replacements and swaps of neighbours part two texts (optimal string
 * alignment); counting stops at `max + 1`.
 */
export function toDistance(a: string, b: string, max: number = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > max) return max + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      }
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > max) return max + 1
    before = last
    last = row
  }
  return Math.min(last[b.length] ?? 0, max + 1)
}

/**
 * Likeness of two folded names from 0 to 1: the better of edit distance and shared trigrams, so that
 * both a slip of the finger and a part of a long name are found.
 */
export function likeness(a: string, b: string): number {
  if (a === b) return 1
  const longer = Math.max(a.length, b.length)
  if (longer === 0) return 0
  const edits = 1 - toDistance(a, b) / longer
  return Math.max(edits, sharedTrigrams(a, b))
}

/** Positions of the names that are at least `least` alike to a text, with their likeness, best first. */
export type FindAlike = (
  text: string,
  least: number,
) => readonly { readonly at: number; readonly score: number }[]

/**
 * An index of folded names by their trigrams: only names that share one are compared, so that some
 * thousand of them take a millisecond or two. The same likeness as `likeness`.
 */
export function toAlike(names: readonly string[]): FindAlike {
  const places = new Map<string, number[]>()
  const sizes = names.map((name, at) => {
    const grams = trigrams(name)
    for (const gram of grams) {
      const known = places.get(gram)
      if (known === undefined) places.set(gram, [at])
      else known.push(at)
    }
    return grams.size
  })
  return (text, least) => {
    const grams = trigrams(text)
    const shared = new Map<number, number>()
    for (const gram of grams) {
      for (const at of places.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
    }
    const found: { readonly at: number; readonly score: number }[] = []
    for (const [at, count] of shared) {
      const name = names[at] ?? ''
      const longer = Math.max(name.length, text.length)
      const edits = Math.floor(longer * (1 - least))
      const byGrams = (2 * count) / (grams.size + (sizes[at] ?? 0) || 1)
      const apart = toDistance(name, text, edits)
      const byEdits = apart > edits ? 0 : 1 - apart / (longer || 1)
      const score = name === text ? 1 : Math.max(byGrams, byEdits)
      if (score >= least) found.push({ at, score })
    }
    return found.sort((a, b) => b.score - a.score || a.at - b.at)
  }
}

function sharedTrigrams(a: string, b: string): number {
  const of = trigrams(a)
  const other = trigrams(b)
  let shared = 0
  for (const one of of) if (other.has(one)) shared += 1
  return (2 * shared) / (of.size + other.size || 1)
}

function trigrams(text: string): ReadonlySet<string> {
  const padded = `  ${text} `
  const found = new Set<string>()
  for (let at = 0; at + 3 <= padded.length; at += 1) found.add(padded.slice(at, at + 3))
  return found
}
