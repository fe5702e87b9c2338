// Borders of words: one pass over UTF-16 units with a table of what each unit is. JavaScript's `\b`
// knows ASCII only, and a split by spaces loses the offsets that an explanation needs.

/** Starts and ends (UTF-16 offsets) of the words of a text; reused from text to text. */
export type Cuts = { starts: Int32Array; ends: Int32Array; count: number }

export const toCuts = (): Cuts => ({
  starts: new Int32Array(256),
  ends: new Int32Array(256),
  count: 0,
})

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
  const length = text.length
  let count = 0
  let at = 0
  while (at < length) {
    const plain = kinds[text.charCodeAt(at)] ?? BREAK
    if (plain === BREAK) {
      at += 1
      continue
    }
    const kind = plain === SURROGATE ? kindAt(text, at) : plain
    const flag = plain === SURROGATE && isFlag(text, at)
    if (kind !== LETTER && kind !== DIGIT && !flag) {
      at += 1
      continue
    }
    const start = at
    if (flag) at += FLAG_UNITS
    else at = kind === DIGIT ? endOfDigits(text, at) : endOfLetters(text, at)
    // A hashtag writes a name without spaces: #NewHavenPolice.
    if (kind === LETTER && inHashtag(text, start, cuts, count)) at = endOfCamel(text, start, at)
    if (count === cuts.starts.length) grow(cuts)
    cuts.starts[count] = start
    cuts.ends[count] = at
    count += 1
  }
  cuts.count = count
  return cuts
}

function inHashtag(text: string, start: number, cuts: Cuts, count: number): boolean {
  let at = start
  // Words of one hashtag touch: walk back over them to its sign.
  for (let word = count - 1; word >= 0 && cuts.ends[word] === at; word -= 1) {
    at = cuts.starts[word] ?? 0
  }
  return at > 0 && text.charAt(at - 1) === '#'
}

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
const isFlag = (text: string, at: number): boolean =>
  isIndicator(text, at) && isIndicator(text, at + 2)

function isIndicator(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 0xd83c) return false
  const low = text.charCodeAt(at + 1)
  return low >= 0xdde6 && low <= 0xddff
}

function endOfDigits(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && kindAt(text, at) === DIGIT) at += 1
  return at
}

function endOfLetters(text: string, from: number): number {
  let at = from + unitsAt(text, from)
  if (kinds[text.charCodeAt(at)] === DOT) {
    const dotted = endOfDotted(text, from)
    if (dotted > 0) return dotted
  }
  while (at < text.length) {
    // Plain letters are nearly all there is: no call for each.
    while (kinds[text.charCodeAt(at)] === LETTER) at += 1
    const kind = kindAt(text, at)
    if (kind === LETTER) at += unitsAt(text, at)
    else if (kind === MARK) at += 1
    else if (kind === APOSTROPHE && joins(text, at)) at += 1
    else if (kind === QUOTE && isHebrew(text, at - 1) && isHebrew(text, at + 1)) at += 1
    else return at
  }
  return at
}

/** End of `U.S.` or `U.A.E`: single letters with dots between them; 0 where it is none. */
function endOfDotted(text: string, from: number): number {
  let at = from
  let letters = 0
  while (kindAt(text, at) === LETTER && unitsAt(text, at) === 1) {
    letters += 1
    if (kindAt(text, at + 1) !== DOT) {
      const next = kindAt(text, at + 1)
      if (next === LETTER || next === MARK) return 0
      return letters > 1 ? at + 1 : 0
    }
    at += 2
  }
  return letters > 1 ? at : 0
}

/** An apostrophe joins where a letter follows, or a Hebrew letter stands before it (geresh). */
const joins = (text: string, at: number): boolean =>
  (kindAt(text, at + 1) === LETTER && kindAt(text, at - 1) !== BREAK) ||
  (isHebrew(text, at - 1) && text.charCodeAt(at) !== 0x2019 && text.charCodeAt(at) !== 0x2018)

function isHebrew(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0x05d0 && unit <= 0x05ea
}

function kindAt(text: string, at: number): number {
  if (at >= text.length || at < 0) return BREAK
  const kind = kinds[text.charCodeAt(at)] ?? BREAK
  if (kind !== SURROGATE) return kind
  const point = text.codePointAt(at) ?? 0
  if (point < 0x10000) return BREAK
  const sign = String.fromCodePoint(point)
  // Only letters beyond the first plane that fold to plain ones matter (bold, script, full width).
  return /\p{L}/u.test(sign) ? LETTER : BREAK
}

const unitsAt = (text: string, at: number): number =>
  kinds[text.charCodeAt(at)] === SURROGATE ? 2 : 1

function grow(cuts: Cuts): void {
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
