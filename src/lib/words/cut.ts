// Borders of words: one pass over UTF-16 units with a table of what each unit is. JavaScript's `\b`
// knows ASCII only, and a split by spaces loses the offsets that an explanation needs.

/** Starts and ends (UTF-16 offsets) of the words of a text; reused from text to text. */
export type Cuts = {
  starts: Int32Array
  ends: Int32Array
  count: number
  /** The text itself, its first `length` units: reading a list is several times as fast as asking a string. */
  units: Uint16Array
  length: number
  /** The same memory, for Node to write a string into. */
  bytes: Buffer
}

const WORDS_GUESS = 256
const UNITS_GUESS = 4096

export const toCuts = (): Cuts => ({
  starts: new Int32Array(WORDS_GUESS),
  ends: new Int32Array(WORDS_GUESS),
  count: 0,
  length: 0,
  ...toUnits(UNITS_GUESS),
})

function toUnits(count: number): { readonly units: Uint16Array; readonly bytes: Buffer } {
  const units = new Uint16Array(count)
  return { units, bytes: Buffer.from(units.buffer) }
}

const BREAK = 0
const LETTER = 1
const DIGIT = 2
/** Combining marks and tatweel: belong to the word before. */
const MARK = 3
/** Apostrophes: inside a word between letters, else a border. */
const APOSTROPHE = 4
/** Quotes: inside a word between Hebrew letters (gershayim), else a border. */
const QUOTE = 5
const DOT = 6
const SURROGATE = 7

const kinds = buildKinds()

/** Fills `cuts` with the words of a text and returns it. */
export function cutWords(text: string, cuts: Cuts): Cuts {
  readUnits(text, cuts)
  const { units, length } = cuts
  const table = kinds
  const tagged = text.includes('#')
  let count = 0
  let at = 0
  while (at < length) {
    const kind = table[units[at] ?? 0]
    if (kind === BREAK) {
      at += 1
      continue
    }
    const start = at
    if (kind === LETTER) {
      // Plain letters up to a border are nearly all there is: no call for them.
      do at += 1
      while (at < length && table[units[at] ?? 0] === LETTER)
      if (at < length && !endsWord(table[units[at] ?? 0], at - start))
        at = endOfLetters(cuts, start)
    } else {
      at = endOfOther(cuts, start)
      if (at === start) {
        at += 1
        continue
      }
    }
    // A hashtag writes a name without spaces: #NewHavenPolice.
    if (tagged && kind === LETTER && inHashtag(start, cuts, count)) at = endOfCamel(text, start, at)
    if (count === cuts.starts.length) growWords(cuts)
    cuts.starts[count] = start
    cuts.ends[count] = at
    count += 1
  }
  cuts.count = count
  return cuts
}

/** A dot is part of an acronym after its first letter only. */
const endsWord = (kind: number | undefined, letters: number): boolean =>
  kind === BREAK || kind === DIGIT || (kind === DOT && letters > 1)

/** End of a word that begins with no plain letter; its start where there is no word. */
function endOfOther(cuts: Cuts, start: number): number {
  const kind = kindAt(cuts, start)
  if (kind === DIGIT) return endOfDigits(cuts, start)
  if (kind === LETTER) return endOfLetters(cuts, start)
  return isFlag(cuts.units, start) ? start + FLAG_UNITS : start
}

function readUnits(text: string, cuts: Cuts): void {
  if (text.length > cuts.units.length) Object.assign(cuts, toUnits(text.length * 2))
  // Node's own copy of a string, lone surrogates as they are.
  cuts.bytes.write(text, 'utf16le')
  cuts.length = text.length
}

function inHashtag(start: number, cuts: Cuts, count: number): boolean {
  let at = start
  // Words of one hashtag touch: walk back over them to its sign.
  for (let word = count - 1; word >= 0 && cuts.ends[word] === at; word -= 1) {
    at = cuts.starts[word] ?? 0
  }
  return at > 0 && cuts.units[at - 1] === HASH
}

const HASH = 0x23

/** Where a capital after a small letter begins the next word. */
function endOfCamel(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const sign = text.charAt(at)
    const before = text.charAt(at - 1)
    if (sign !== sign.toLowerCase() && before !== before.toUpperCase()) return at
  }
  return end
}

/** Two regional indicators are a country's flag, and a word of its own. */
const FLAG_UNITS = 4
const isFlag = (units: Uint16Array, at: number): boolean =>
  isIndicator(units, at) && isIndicator(units, at + 2)

function isIndicator(units: Uint16Array, at: number): boolean {
  if (units[at] !== 0xd83c) return false
  const low = units[at + 1] ?? 0
  return low >= 0xdde6 && low <= 0xddff
}

function endOfDigits(cuts: Cuts, from: number): number {
  let at = from + 1
  while (at < cuts.length && kindAt(cuts, at) === DIGIT) at += 1
  return at
}

function endOfLetters(cuts: Cuts, from: number): number {
  const { units, length } = cuts
  let at = from + unitsAt(units, from)
  if (at < length && kinds[units[at] ?? 0] === DOT) {
    const dotted = endOfDotted(cuts, from)
    if (dotted > 0) return dotted
  }
  while (at < length) {
    const kind = kinds[units[at] ?? 0]
    // Plain letters are nearly all there is: no call for each.
    if (kind === LETTER) at += 1
    else if (kind === BREAK) return at
    else if (kind === MARK) at += 1
    else if (kind === SURROGATE && kindAt(cuts, at) === LETTER) at += 2
    else if (kind === APOSTROPHE && joins(cuts, at)) at += 1
    else if (kind === QUOTE && isHebrew(units[at - 1]) && isHebrewAt(cuts, at + 1)) at += 1
    else return at
  }
  return length
}

/** End of `U.S.` or `U.A.E`: single letters with dots between them; 0 where it is none. */
function endOfDotted(cuts: Cuts, from: number): number {
  let at = from
  let letters = 0
  while (kindAt(cuts, at) === LETTER && unitsAt(cuts.units, at) === 1) {
    letters += 1
    const next = kindAt(cuts, at + 1)
    if (next !== DOT) {
      if (next === LETTER || next === MARK) return 0
      return letters > 1 ? at + 1 : 0
    }
    at += 2
  }
  return letters > 1 ? at : 0
}

/** An apostrophe joins where a letter follows, or a Hebrew letter stands before it (geresh). */
const joins = (cuts: Cuts, at: number): boolean =>
  (kindAt(cuts, at + 1) === LETTER && kindAt(cuts, at - 1) !== BREAK) ||
  (isHebrew(cuts.units[at - 1]) && cuts.units[at] !== 0x2019 && cuts.units[at] !== 0x2018)

const isHebrewAt = ({ units, length }: Cuts, at: number): boolean =>
  at < length && isHebrew(units[at])

const isHebrew = (unit: number | undefined): boolean =>
  unit !== undefined && unit >= 0x05d0 && unit <= 0x05ea

function kindAt({ units, length }: Cuts, at: number): number {
  if (at >= length || at < 0) return BREAK
  const unit = units[at] ?? 0
  const kind = kinds[unit] ?? BREAK
  if (kind !== SURROGATE) return kind
  const low = at + 1 < length ? (units[at + 1] ?? 0) : 0
  if (low < 0xdc00 || low > 0xdfff) return BREAK
  // Only letters beyond the first plane that fold to plain ones matter (bold, script, full width).
  return /\p{L}/u.test(String.fromCharCode(unit, low)) ? LETTER : BREAK
}

const unitsAt = (units: Uint16Array, at: number): number =>
  kinds[units[at] ?? 0] === SURROGATE ? 2 : 1

function growWords(cuts: Cuts): void {
  const starts = new Int32Array(cuts.starts.length * 2)
  const ends = new Int32Array(cuts.ends.length * 2)
  starts.set(cuts.starts)
  ends.set(cuts.ends)
  cuts.starts = starts
  cuts.ends = ends
}

function buildKinds(): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (let unit = 0; unit < 0xd800; unit += 1) table[unit] = kindOf(String.fromCharCode(unit))
  table.fill(SURROGATE, 0xd800, 0xdc00)
  for (let unit = 0xf900; unit < 0x10000; unit += 1) table[unit] = kindOf(String.fromCharCode(unit))
  for (const sign of "'\u2018\u2019\u02bc\u02bb\u02bf\u02be`\u05f3\uff07") {
    table[sign.charCodeAt(0)] = APOSTROPHE
  }
  for (const sign of '"\u05f4\u201d') table[sign.charCodeAt(0)] = QUOTE
  table['.'.charCodeAt(0)] = DOT
  // Tatweel stretches a word, a soft hyphen or zero-width joiner is not seen at all.
  for (const unit of [0x0640, 0x00ad, 0x200d]) table[unit] = MARK
  return table
}

function kindOf(sign: string): number {
  if (/\p{L}/u.test(sign)) return LETTER
  if (/\p{Nd}/u.test(sign)) return DIGIT
  return /\p{M}/u.test(sign) ? MARK : BREAK
}
