// EBCDIC code pages (IBM CDRA): each from 0x40 on; letters, digits and most signs of XML stand alike in all of them.

const START = 0x40
const LATIN =
  ' \u00a0âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@\'="Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u00adôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u009f'
const INTERNATIONAL = swap(LATIN, '¢[ |! !] ¬^ ^¢ [¬ ]|')
const GERMAN =
  ' \u00a0â{àáãåçñÄ.<(+!&éêëèíîïì~Ü$*);^-/Â[ÀÁÃÅÇÑö,%_>?øÉÊËÈÍÎÏÌ`:#§\'="Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µßstuvwxyz¡¿ÐÝÞ®¢£¥·©@¶¼½¾¬|‾¨´×äABCDEFGHI\u00adô¦òóõüJKLMNOPQR¹û}ùúÿÖ÷STUVWXYZ²Ô\\ÒÓÕ0123456789³Û]ÙÚ\u009f'
const HEBREW =
  ' אבגדהוזחט¢.<(+|&יךכלםמןנס!$*);¬-/עףפץצקרש¦,%_>?�ת��\u00a0���‗`:#@\'="�abcdefghi«»���±°jklmnopqr���¸�¤µ~stuvwxyz�����®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u00ad�����}JKLMNOPQR¹�����\\÷STUVWXYZ²�����0123456789³����\u009f'
const GREEK =
  ' ΑΒΓΔΕΖΗΘΙ[.<(+!&ΚΛΜΝΞΟΠΡΣ]$*);^-/ΤΥΦΧΨΩΪΫ|,%_>?¨ΆΈΉ\u00a0ΊΌΎΏ`:#@\'="΅abcdefghiαβγδεζ°jklmnopqrηθικλμ´~stuvwxyzνξοπρσ£άέήϊίόύϋώςτυφχψ{ABCDEFGHI\u00adωΐΰ‘―}JKLMNOPQR±½�·’¦\\�STUVWXYZ²§��«¬0123456789³©��»\u009f'
const TURKISH =
  ' \u00a0âäàáãå{ñÇ.<(+!&éêëèíîïìßĞİ*);^-/ÂÄÀÁÃÅ[Ñş,%_>?øÉÊËÈÍÎÏÌı:ÖŞ\'=ÜØabcdefghi«»}`¦±°jklmnopqrªºæ¸Æ¤µöstuvwxyz¡¿]$@®¢£¥·©§¶¼½¾¬|¯¨´×çABCDEFGHI\u00adô~òóõğJKLMNOPQR¹û\\ùúÿü÷STUVWXYZ²Ô#ÒÓÕ0123456789³Û"ÙÚ\u009f'

const PAGES: ReadonlyMap<string, string> = new Map([
  ['cp037', LATIN],
  ['cp1140', swap(LATIN, '¤€')],
  ['cp273', GERMAN],
  ['cp1141', swap(GERMAN, '¤€')],
  ['cp424', HEBREW],
  ['cp500', INTERNATIONAL],
  ['cp1148', swap(INTERNATIONAL, '¤€')],
  ['cp875', GREEK],
  ['cp1026', TURKISH],
])
const CONTROLS: ReadonlyMap<number, string> = new Map([
  [0x05, '\t'],
  [0x0d, '\r'],
  [0x15, '\n'],
  [0x25, '\n'],
])

/** Text of bytes on one of these pages, or `undefined` for every other charset. */
export function findEbcdic(bytes: Uint8Array, label: string): string | undefined {
  const page = PAGES.get(label)
  if (page === undefined) return undefined
  return Array.from(bytes, (byte) =>
    byte < START ? (CONTROLS.get(byte) ?? '') : (page[byte - START] ?? ''),
  ).join('')
}

/** `ab cd`: b instead of a, d instead of c, all at once. */
function swap(page: string, pairs: string): string {
  const instead = new Map(pairs.split(' ').map((pair) => [pair[0] ?? '', pair[1] ?? ''] as const))
  return [...page].map((char) => instead.get(char) ?? char).join('')
}
