// What bytes look like that nothing describes: Cyrillic, Arabic and Hebrew writing leave whole words of high bytes.

import { isDefault } from '../charset.ts'

const SAMPLE_BYTES = 65_536
/** Letters of Latin writing stand alone among ASCII; other scripts leave runs at least this long. */
const MIN_WORD_BYTES = 4
const MIN_SHARE = 0.5
const MIN_SCORE = 0.6
const SINGLE_BYTE = /^(?:windows|koi8|ibm)/
/** Text in a charset that it is not in has hardly any of its frequent letters. */
const MAX_UNLIKELY = 0.3

/** A likely charset of bytes that are no UTF-8 and carry no label, or `undefined` where nothing stands out. */
export const guessCharset = (bytes: Uint8Array): string | undefined => guess(findWords(bytes))

/**
 * A charset that is much likelier than the one named: Latin letters stand alone among ASCII, never in whole words, and
 * another script's text has its frequent letters.
 */
export function findLikelier(bytes: Uint8Array, named: string): string | undefined {
  // Charsets of two bytes a character do not decode just anything.
  const isLenient = SINGLE_BYTE.test(named) && COMMON[named] !== undefined
  if (!isDefault(named) && !isLenient) return undefined
  const words = findWords(bytes)
  const best = guess(words)
  if (best === undefined || best === named) return undefined
  return isDefault(named) || score(words, named) < MAX_UNLIKELY ? best : undefined
}

/** Runs of high bytes that are long enough for a word, where they are half of all of them. */
function findWords(bytes: Uint8Array): readonly Uint8Array[] {
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  const words = highWords(sample).filter(({ length }) => length >= MIN_WORD_BYTES)
  const inWords = words.reduce((sum, word) => sum + countHigh(word), 0)
  return inWords < countHigh(sample) * MIN_SHARE ? [] : words
}

function guess(words: readonly Uint8Array[]): string | undefined {
  if (words.length === 0) return undefined
  const best = CANDIDATES.map((charset) => ({ charset, score: score(words, charset) })).toSorted(
    (a, b) => b.score - a.score,
  )[0]
  return best !== undefined && best.score > MIN_SCORE ? best.charset : undefined
}

function countHigh(bytes: Iterable<number>): number {
  let count = 0
  for (const byte of bytes) if (byte >= 0x80) count += 1
  return count
}

const CANDIDATES: readonly string[] = [
  'windows-1251',
  'koi8-r',
  'ibm866',
  'windows-1255',
  'windows-1256',
  'windows-1253',
  'windows-874',
  'gb18030',
  'big5',
  'euc-jp',
  'shift_jis',
  'euc-kr',
]

/** The most frequent letters and signs of each script's running text. */
const COMMON: Readonly<Record<string, RegExp>> = {
  'windows-1251': /[оеаинтсрвл]/g,
  'koi8-r': /[оеаинтсрвл]/g,
  ibm866: /[оеаинтсрвл]/g,
  'windows-1255': /[יוהלאמרתבש]/g,
  'windows-1256': /[ايلمنورتبه]/g,
  'windows-1253': /[αοιετσνηυρ]/g,
  'windows-874': /[านรอกเงมยลวดทสต่้ี]/g,
  gb18030:
    /[的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏宝]/g,
  big5: /[的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長]/g,
  'euc-jp': /[\u3041-\u3096\u30a1-\u30fa]/g,
  shift_jis: /[\u3041-\u3096\u30a1-\u30fa]/g,
  'euc-kr':
    /[이다는에의가을를하고은지로사기도어아서한나인시자그대해전리스일정수부보주원제들조장상]/g,
}

/** Share of frequent letters, scaled so that running text of the right script comes near 1 or above. */
function score(words: readonly Uint8Array[], charset: string): number {
  let common = 0
  let all = 0
  const decoder = new TextDecoder(charset)
  const pattern = COMMON[charset]
  if (pattern === undefined) return 0
  for (const word of words) {
    const text = decoder.decode(word)
    all += [...text].length + (text.match(/\ufffd|[\u0080-\u009f]/g)?.length ?? 0) * 5
    common += text.match(pattern)?.length ?? 0
  }
  const expected = /^(?:gb|big|euc|shift)/.test(charset) ? 0.45 : 0.65
  return all === 0 ? 0 : common / all / expected
}

/** Runs of two or more high bytes, with the low bytes that double-byte charsets put between them. */
function highWords(bytes: Uint8Array): readonly Uint8Array[] {
  const words: Uint8Array[] = []
  let start = -1
  for (let i = 0; i <= bytes.length; i += 1) {
    const high = (bytes[i] ?? 0) >= 0x80
    const inside = start >= 0 && (bytes[i] ?? 0) >= 0x40 && (bytes[i - 1] ?? 0) >= 0x80
    if (high || inside) {
      if (start < 0) start = i
      continue
    }
    if (start >= 0 && i - start >= 2) words.push(bytes.subarray(start, i))
    start = -1
  }
  return words
}
