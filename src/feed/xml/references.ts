import { decodeHTMLStrict } from 'entities'

/** References whose semicolon is missing. */
export const NO_SEMICOLON =
  /&(?:(?:nbsp|amp|lt|gt|quot|apos|copy|reg|laquo|raquo|hellip|[mn]dash)(?![\w;=])|#\d{1,7}(?![\d;])|#x[\da-f]{1,6}(?![\da-f;]))/gi
const HALVES = /&#(5[56]\d{3}|xd[89ab][\da-f]{2});&#(5[67]\d{3}|xd[c-f][\da-f]{2});/gi
/** Longest of the references that are read here: `#x2019`. */
const MAX_NAME = 6
/** Below it HTML reads windows-1252. */
const FIRST_PLAIN = 0xa0
const [FIRST_SURROGATE, LAST_SURROGATE] = [0xd800, 0xdfff]

/** Entities of XML and HTML decoded once; what is none stays as written. */
export const decodeReferences = (text: string): string =>
  text.includes('&') ? (findUsual(text) ?? decodeHTMLStrict(joinHalves(text))) : text

/** The same, also for references without their semicolon. */
export const decodeLoose = (text: string): string =>
  text.includes('&')
    ? (findUsual(text) ?? decodeHTMLStrict(joinHalves(text).replace(NO_SEMICOLON, '$&;')))
    : text

/** Some programs write a character beyond the basic plane as references to its two surrogates. */
const joinHalves = (text: string): string =>
  text.replace(HALVES, (whole, high: string, low: string) => {
    const [first, second] = [toCode(high), toCode(low)]
    const isPair = first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second <= LAST_SURROGATE
    return isPair ? String.fromCharCode(first, second) : whole
  })

const toCode = (written: string): number =>
  Number(/^x/i.test(written) ? `0${written.toLowerCase()}` : written)

/** The text where it holds only the references that nearly every text has; that is read many times as fast. */
function findUsual(text: string): string | undefined {
  let out = ''
  let pos = 0
  for (;;) {
    const amp = text.indexOf('&', pos)
    if (amp < 0) return out + text.slice(pos)
    const end = text.indexOf(';', amp)
    if (end < 0 || end - amp - 1 > MAX_NAME) return undefined
    const char = findChar(text.slice(amp + 1, end))
    if (char === undefined) return undefined
    out += text.slice(pos, amp) + char
    pos = end + 1
  }
}

function findChar(name: string): string | undefined {
  switch (name) {
    case 'amp':
      return '&'
    case 'lt':
      return '<'
    case 'gt':
      return '>'
    case 'quot':
      return '"'
    case 'apos':
      return "'"
    case 'nbsp':
      return '\u00a0'
    default:
      return /^#(?:\d+|x[\da-f]+)$/i.test(name) ? fromCode(name.slice(1)) : undefined
  }
}

function fromCode(written: string): string | undefined {
  const code = toCode(written)
  const isHalf = code >= FIRST_SURROGATE && code <= LAST_SURROGATE
  return code >= FIRST_PLAIN && code <= 0xffff && !isHalf ? String.fromCharCode(code) : undefined
}
