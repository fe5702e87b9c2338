// How much we can see, in words. Empty, broken and blocked are never shown as "no news" (law 6).

import { toDateTime } from './body.ts'
import type { CardContext, Coverage } from './context.ts'
import { escapeText } from './escape.ts'
import { campLabel } from './word.ts'

/** `39 of 41 feeds healthy`; before the first poll is done `43 of 91 feeds read so far`. */
export function coverageWords(coverage: Coverage): string {
  if (coverage.feeds === 0) return 'no feed is switched on'
  if (coverage.read < coverage.feeds) {
    return `${coverage.read} of ${coverage.feeds} feeds read so far`
  }
  return `${coverage.healthy} of ${coverage.feeds} feeds healthy`
}

/** Only what is wrong, by camp, darkest first: `Iran state: 0 of 6 since …`; empty when all is well. */
export function coverageFaults(ctx: CardContext): readonly string[] {
  const { coverage } = ctx
  if (coverage.feeds === 0) return ['No feed is switched on: nothing can be seen.']
  if (coverage.read === 0) return ['No feed has been read yet.']
  if (coverage.healthy === 0) return ['No feed is healthy: this is no data, not "no news".']
  const wrong = coverage.camps.filter((camp) => camp.healthy < camp.feeds)
  return [...wrong]
    .sort((a, b) => a.healthy / a.feeds - b.healthy / b.feeds || b.feeds - a.feeds)
    .map((camp) => {
      const since = camp.since === undefined ? '' : ` since ${toDateTime(camp.since)}`
      const label = escapeText(campLabel(camp.camp, ctx.camps), 48)
      return `${label}: ${camp.healthy} of ${camp.feeds}${since}`
    })
}

/** One line of what is wrong, or undefined when all is well. */
export function coverageLine(ctx: CardContext): string | undefined {
  const faults = coverageFaults(ctx)
  if (faults.length === 0) return undefined
  const shown = faults.slice(0, 6)
  const more = faults.length > 6 ? ` · +${faults.length - 6} more camps` : ''
  return `⚠ Coverage: ${shown.join(' · ')}${more}`
}
