// Where a sentence ends, in the languages read: a stop, a space, and a beginning. Intl.Segmenter ends
// one at "U.S. " and takes ten times as long.

const END = /[.!?؟。…]+["'”»’)\]]*\s+/gu
/** Before a stop that ends nothing: initials, dotted acronyms, titles of people. */
const ABBREVIATION =
  /(?:^|[\s("“«])(?:\p{L}|(?:\p{L}\.)+\p{L}|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Prof|St|No|vs|Jr|Sr|Jan|Feb|Aug|Sept|Oct|Nov|Dec|г|гг|им|ул|т|д)$/u
const BEGINNING = /^["'“«([]?[\p{Lu}\p{Lo}\p{N}]/u

/** The sentences of a text, trimmed, in order. */
export function splitSentences(text: string): readonly string[] {
  const sentences: string[] = []
  let start = 0
  for (const match of text.matchAll(END)) {
    const next = match.index + match[0].length
    const before = text.slice(start, match.index)
    if (match[0].startsWith('.') && ABBREVIATION.test(before)) continue
    if (!BEGINNING.test(text.slice(next, next + 2))) continue
    sentences.push(text.slice(start, next).trim())
    start = next
  }
  const rest = text.slice(start).trim()
  return rest === '' ? sentences : [...sentences, rest]
}
