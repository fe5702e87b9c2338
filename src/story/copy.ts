import { isVetoed, toCosine } from './likeness.ts'
import type { Member } from './open-story.ts'

const COPY_TITLE_TERMS = 4
const COPY_COSINE = 0.9

/** The same text under another roof: equal titles that say something, or almost every weighty word. */
export function isCopy(a: Member, b: Member): boolean {
  if (a.document.lang !== b.document.lang || isVetoed(a, b)) return false
  const isSameTitle =
    a.document.titleKey === b.document.titleKey && a.document.titleTerms >= COPY_TITLE_TERMS
  const cosine = toCosine(a.vector, b.vector)
  return isSameTitle ? cosine > COPY_COSINE / 3 : cosine > COPY_COSINE
}
