// Stems for search and likeness, by script alone: a query has no language. Tagging uses the exact
// inflections of the pack's own terms instead (tag/inflect.ts), which join less.

/**
 * The stem of a normalised word, never empty for a word that is not.
 * `stemLatin` stems words of ASCII letters (natural's Porter stemmer, handed in by words.ts, its home).
 */
export function stemWord(norm: string, stemLatin: (word: string) => string): string {
  const first = norm.charCodeAt(0)
  if (first < 0x80) return norm.length < 4 || first < 0x3a ? norm : stemLatin(norm)
  if (first >= 0x0400 && first < 0x0530) return stemCyrillic(norm)
  if (first >= 0x0590 && first < 0x0600) return stripLead(norm, HEBREW_CLITICS, 4)
  if (first >= 0x0600 && first < 0x0780) return stemArabic(norm)
  return norm
}

const STEM_MIN = 3

// Longest first. Endings of nouns, adjectives and verbs of Russian and Ukrainian together.
const CYRILLIC_ENDINGS: readonly string[] = (
  'ського ському ськими ского скому скими ських ським ський ській ською ськом илась алась ' +
  'ились ались иями ским ских ская ское ские ский ской скую ском ська ське ' +
  'ські ську ього ьому ують ають яють ился ився ался ами ями ого ому ' +
  'ему его ыми ими іми ией иям иях ією ові еві ешь ете уют ' +
  'ает ует ают яют ать ить ять еть или ила ала али яла яли ' +
  'ия ии ию ие ий ый ой ая яя ое ее ые ых их ' +
  'ым им ом ем ей ою ею ую юю ов ев ів їв ам ' +
  'ям ах ях ія ії ію ій а я о е и ы у ' +
  'ю ь й і ї є'
).split(' ')

// Twice, for surnames: Лаврова → лавров → лавр, like Лавров itself.
function stemCyrillic(norm: string): string {
  return withoutEnding(withoutEnding(norm, CYRILLIC_ENDINGS), CYRILLIC_ENDINGS)
}

function withoutEnding(norm: string, endings: readonly string[]): string {
  for (const ending of endings) {
    if (norm.length - ending.length >= STEM_MIN && norm.endsWith(ending)) {
      return norm.slice(0, norm.length - ending.length)
    }
  }
  return norm
}

const HEBREW_CLITICS = 'והבלמשכ'
const ARABIC_CLITICS = 'وفبلک'

// Stripping every leading clitic letter is confluent: a word with and without its clitics ends the same.
function stripLead(norm: string, clitics: string, min: number): string {
  let at = 0
  while (norm.length - at > min && clitics.includes(norm.charAt(at))) at += 1
  return norm.slice(at)
}

const ARABIC_ENDINGS: readonly string[] = [
  'هایی',
  'های',
  'ها',
  'یون',
  'یین',
  'یان',
  'یه',
  'ات',
  'ان',
  'ون',
  'ین',
  'ی',
  'ه',
]

function stemArabic(norm: string): string {
  let stem = stripLead(norm, ARABIC_CLITICS, 4)
  if (stem.startsWith('ال') && stem.length >= 5) stem = stem.slice(2)
  stem = stripLead(stem, ARABIC_CLITICS, 4)
  return withoutEnding(stem, ARABIC_ENDINGS)
}
