// Where a sentence ends, in the languages read: a stop, a space, and a beginning. Intl.Segmenter ends
// one at "U.S. " and takes ten times as long.

const END = /[.!?؟。…]+["'”»’)\]]*\s+/gu
/** Before a stop that ends nothing: initials, dotted acronyms, titles of people, months, what stands before a name. */
const SHORT = [
  'Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Amb|Sen|Rep|Gov|Gen|Brig|Lt|Col|Maj|Capt|Cmdr|Sgt|Cpl|Pvt|Adm|Insp|St|Mt|Ft',
  'No|vs|Jr|Sr|approx|cf|vol|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec',
  'г|гг|им|ул|т|д|ст|обл|пос|пл|просп|проф|акад|ген|полк|кап|тыс|млн|млрд|руб|см|напр',
  'янв|фев|февр|апр|авг|сент|окт|ноя|нояб|дек|вул|буд|січ|лют|квіт|черв|жовт|груд',
].join('|')
const ABBREVIATION = new RegExp(`(?:^|[\\s("“«])(?:\\p{L}|(?:\\p{L}\\.)+\\p{L}|${SHORT})$`, 'u')
/** The number of an item in a list. */
const ITEM = /^\p{N}{1,2}$/u
const BEGINNING = /^["'“«([]?[\p{Lu}\p{Lo}\p{N}]/u

/** Items of a list that lost its lines. */
const BULLET = /\s+[•●▪◾◆►]\s+/u

/** The sentences of a text, trimmed, in order. */
export const splitSentences = (text: string): readonly string[] =>
  text.split(BULLET).flatMap(splitItem)

function splitItem(text: string): readonly string[] {
  const sentences: string[] = []
  let start = 0
  for (const match of text.matchAll(END)) {
    const next = match.index + match[0].length
    const before = text.slice(start, match.index)
    if (match[0].startsWith('.') && (ABBREVIATION.test(before) || ITEM.test(before))) continue
    if (!BEGINNING.test(text.slice(next, next + 2))) continue
    sentences.push(text.slice(start, next).trim())
    start = next
  }
  const rest = text.slice(start).trim()
  return rest === '' ? sentences : [...sentences, rest]
}
