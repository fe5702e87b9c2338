// The syntax of a term: words with spaces; `(a|b)` alternatives, an empty one makes it optional;
// `=word`, `^Word` and `word*` as inflect.ts says.

import { cutWords, isAffix, toCuts, toWordForm } from '../lib/words.ts'

/** One plain word of one script, as most terms are: nothing to cut. */
const SIMPLE =
  /^[=^]*(?:[A-Za-z]+|[\u0400-\u045f]+|[\u05d0-\u05ea]+|[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]{5,})\*?$/

const shared = toCuts()

const ALTERNATIVES_MAX = 400

/** The sequences of written words (with their marks) that a term stands for. Throws on a term that has none. */
export function parseTerm(term: string): readonly (readonly string[])[] {
  if (SIMPLE.test(term)) return [[term]]
  const sequences: string[][] = []
  for (const plain of withoutAlternatives(term)) {
    const words = toPieces(plain)
    if (words.length > 0) sequences.push(words)
  }
  if (sequences.length === 0) throw new Error(`the term “${term}” holds no word`)
  return sequences
}

function withoutAlternatives(term: string): readonly string[] {
  if (!term.includes('(')) return [term]
  let open = [term]
  for (;;) {
    const next: string[] = []
    let changed = false
    for (const text of open) {
      const found = /\(([^()]*)\)/.exec(text)
      if (!found) {
        next.push(text)
        continue
      }
      changed = true
      const before = text.slice(0, found.index)
      const after = text.slice(found.index + found[0].length)
      for (const choice of (found[1] ?? '').split('|')) next.push(before + choice + after)
    }
    if (next.length > ALTERNATIVES_MAX)
      throw new Error(`the term “${term}” has too many alternatives`)
    open = next
    if (!changed) return [...new Set(open.map((text) => text.replace(/\s+/g, ' ').trim()))]
  }
}

/** Words as a text would be cut: `Су-35` is two, each with the marks of the whole. */
function toPieces(text: string): string[] {
  const pieces: string[] = []
  for (const chunk of text.split(' ')) {
    if (SIMPLE.test(chunk)) {
      pieces.push(chunk)
      continue
    }
    const marks = /^[=^]*/.exec(chunk)?.[0] ?? ''
    const star = chunk.endsWith('*') ? '*' : ''
    const body = chunk.slice(marks.length, star ? -1 : undefined)
    const cuts = cutWords(body, shared)
    const surfaces: string[] = []
    for (let at = 0; at < cuts.count; at += 1) {
      const surface = body.slice(cuts.starts[at], cuts.ends[at])
      if (!isAffix(toWordForm(surface).norm)) surfaces.push(surface)
    }
    surfaces.forEach((surface, at) => {
      pieces.push(marks + surface + (at === surfaces.length - 1 ? star : ''))
    })
  }
  return pieces
}
