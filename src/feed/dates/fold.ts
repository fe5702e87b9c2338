/**
 * A date's word as its names are compared: lower case, no accents or points, one form of the Arabic letters that
 * keyboards exchange, no dots or quotes around.
 */
export const foldWord = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{Mn}\u200c-\u200f]/gu, '')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/^["'«]+(?=\D)|[.:"»]+$/g, '')
    .trim()
