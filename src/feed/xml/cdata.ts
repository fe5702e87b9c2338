// Where CDATA sections end, also those that forgot to.

import type { Faults } from '../faults.ts'

const OPEN = '<![CDATA['
const CLOSE = ']]>'
/** What no text holds before the next section's mark: the end of an item or of one of its elements. */
const FEED_END =
  /<\/(?:[\w-]+:)?(?:item|entry|title|link|description|summary|encoded|category|creator|guid|pubdate)\s*>/i
const DOCUMENT_END = /<\/(?:[\w-]+:)?(?:rss|feed|rdf|channel)\s*>\s*(?:<!--[^>]*-->\s*)?$/i
const TAIL_CHARS = 300

export type CdataEnds = { readonly after: (lt: number) => number }

/**
 * The position after the section whose `<` is at `lt`. A section without an end goes to the document's end where that
 * is cut off as well; otherwise its mark alone is skipped. So is the mark of a section that would swallow an element's
 * end and the next section's mark.
 */
export function openCdataEnds(text: string, faults: Faults): CdataEnds {
  // The last end found is the first after every position since the one it was looked for from.
  let from = 0
  let close = -1
  let isWhole: boolean | undefined

  return {
    after: (lt) => {
      const inside = lt + OPEN.length
      if (lt < from || inside > close) {
        from = lt
        const found = text.indexOf(CLOSE, inside)
        close = found < 0 ? text.length : found
      }
      if (close === text.length) {
        isWhole ??= DOCUMENT_END.test(text.slice(-TAIL_CHARS))
        return isWhole ? unclosed(lt) : close
      }
      return swallows(inside) ? unclosed(lt) : close + CLOSE.length
    },
  }

  function unclosed(lt: number): number {
    faults.note('unclosed-cdata', lt)
    return lt + OPEN.length
  }

  function swallows(inside: number): boolean {
    const next = text.indexOf(OPEN, inside)
    return next >= 0 && next < close && FEED_END.test(text.slice(inside, next))
  }
}
