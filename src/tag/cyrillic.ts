// Case endings of Russian and Ukrainian words by the ending of the form that the pack lists
// (nominative). natural's Snowball stemmer parts Иран from Ирану; these rules do not.

import type { Cased } from '../lib/words.ts'

const set = (text: string): ReadonlySet<string> => new Set(['', ...text.split(' ')])
const only = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const ADJECTIVE = only(
  'ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ей ых их ыми ими ою ею ' +
    'ій а я е є і ього ьому їм ої у ю іх іми',
)
const MASCULINE = set('а у ом ем е ы и ов ев ам ами ах ей ым им ім ой ові еві і ів ою ях ям ями їв')
const FEMININE = set('а ы и е у ой ою ей ею ам ами ах і ом ов')
/** A name has no plural: Газа never becomes газ. */
const FEMININE_NAME = only('а ы и е у ой ою ей ею і ом ов')
const SOFT_FEMININE = set('я и е ю ей ею ь й ям ями ях і єю ї ї')
const IA = only('ия ии ию ией ий иям иями иях ие ием иі ія ії ію ією ій іям іями іях')
const SOFT_SIGN = only('ь и ю ью я ем е ей ям ями ях і ів ї єм еві єві')
const SHORT_I = only('й я ю ем е и ев ям ями ях єм ї їв ї єві')
const NEUTER_O = set('о а у ом е ам ами ах і ів ові')
const NEUTER_E = set('е я ю ем и й ям ями ях єм ї є ь')
const PLURAL = set('ы и і ї ов ев ів їв ей ам ами ах ям ями ях ь й а у е я ю ом ем')
const ACRONYM = set('а у ом е ы ов')
/** Plural names of Ukrainian: Штати, Емірати. */
const PLURAL_NAME = only('и ів ам ами ах')
/** Північна is an adjective, Палестина is none; both are names, and nothing else is written like either. */
const FEMININE_ADJECTIVE: ReadonlySet<string> = new Set([...FEMININE, ...ADJECTIVE])
const FEMININE_ADJECTIVE_NAME: ReadonlySet<string> = new Set([...FEMININE_NAME, ...ADJECTIVE])

/** The unchanging part of a word and the endings that may follow it. */
export function cyrillicPattern(
  norm: string,
  cased: Cased,
): { readonly stem: string; readonly endings: ReadonlySet<string> } {
  const cut = (count: number) => norm.slice(0, norm.length - count)
  if (cased === 'upper' || norm.length < 3) {
    return { stem: norm, endings: /[аеиоуыэюяії]$/.test(norm) ? NOTHING : ACRONYM }
  }
  if (norm.length > 4 && /(ый|ий|ій|ая|ое|ее|ые)$/.test(norm))
    return { stem: cut(2), endings: ADJECTIVE }
  if (norm.length > 4 && /[кгхшжц]ие$/.test(norm)) return { stem: cut(2), endings: ADJECTIVE }
  if (norm.length > 5 && /[кнтв]ой$/.test(norm)) return { stem: cut(2), endings: ADJECTIVE }
  if (norm.length > 4 && /(ьк|ськ)[аеі]$/.test(norm)) return { stem: cut(1), endings: ADJECTIVE }
  if (norm.length > 6 && /[еа]ні$/.test(norm)) return { stem: cut(1), endings: ADJECTIVE }
  if (norm.length > 6 && /[бвгджзклмнпрстфхцчшщ]на$/.test(norm)) {
    const endings = cased === 'lower' ? FEMININE_ADJECTIVE : FEMININE_ADJECTIVE_NAME
    return { stem: cut(1), endings }
  }
  if (/[иі]я$/.test(norm)) return { stem: cut(2), endings: IA }
  if (/[иі][иї]$/.test(norm) && cased === 'lower') return { stem: cut(1), endings: PLURAL }
  if (norm.endsWith('а')) {
    return { stem: cut(1), endings: cased === 'lower' ? FEMININE : FEMININE_NAME }
  }
  if (norm.endsWith('я')) return { stem: cut(1), endings: SOFT_FEMININE }
  if (norm.endsWith('ь')) {
    // Ukrainian doubles the last consonant: Білорусь, Білоруссю.
    return { stem: cut(1), endings: new Set([...SOFT_SIGN, `${norm.at(-2)}ю`]) }
  }
  if (norm.endsWith('й')) return { stem: cut(1), endings: SHORT_I }
  if (/[ыиії]$/.test(norm) && (cased === 'lower' || norm.endsWith('ы'))) {
    return { stem: cut(1), endings: PLURAL }
  }
  if (norm.length > 4 && /[тд]и$/.test(norm)) return { stem: cut(1), endings: PLURAL_NAME }
  if (norm.endsWith('о') && cased === 'lower') return { stem: cut(1), endings: NEUTER_O }
  if (/[еє]$/.test(norm) && cased === 'lower') return { stem: cut(1), endings: NEUTER_E }
  // Capitalised words that end in another vowel are foreign names: they do not change.
  if (/[аеиоуыэюяіїє]$/.test(norm)) return { stem: norm, endings: NOTHING }
  return { stem: norm, endings: MASCULINE }
}

const NOTHING: ReadonlySet<string> = new Set([''])
