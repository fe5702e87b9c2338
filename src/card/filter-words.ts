// A subscription in words, the same wherever it is shown.

import type { Filters, Mode, Subscription } from '../types.ts'
import type { CardContext } from './context.ts'
import { campLabel, labelOf } from './word.ts'

/** What the filters let through: `core, Arms transfers, Iran, high and above`. Not escaped. */
export function filterWords(
  { mode, filters }: Pick<Subscription, 'mode' | 'filters'>,
  ctx: CardContext,
): string {
  if (filters.story !== undefined) return `the story ${filters.story} alone`
  const parts: string[] = [relevanceWords(filters, mode, ctx)]
  if (filters.themes.length > 0) {
    parts.push(filters.themes.map((id) => labelOf(id, ctx.pack.themes)).join(' or '))
  }
  if (filters.actors.length > 0) {
    parts.push(filters.actors.map((id) => labelOf(id, ctx.pack.actors)).join(' or '))
  }
  if (filters.query) parts.push(`“${filters.query}”`)
  if (filters.severity && filters.severity !== 'low') parts.push(`${filters.severity} and above`)
  if (filters.publishersMin && filters.publishersMin > 1) {
    parts.push(`${filters.publishersMin} publishers or more`)
  }
  if (filters.campsMin && filters.campsMin > 1) parts.push(`${filters.campsMin} camps or more`)
  if (filters.camps.length > 0) {
    parts.push(filters.camps.map((id) => campLabel(id, ctx.camps)).join(' or '))
  }
  if (filters.langs.length > 0) parts.push(`in ${filters.langs.join(', ')}`)
  return parts.join(', ')
}

function relevanceWords(filters: Filters, mode: Mode, ctx: CardContext): string {
  const { coreLabel } = ctx.pack
  // What is critical breaks where core is wanted, too.
  if (filters.relevance === 'core' && mode === 'breaking')
    return `${coreLabel}, and what is critical around it`
  if (filters.relevance === 'core') return `${coreLabel} only`
  if (filters.relevance === 'related') return `${coreLabel} and around`
  return 'everything of the named sources'
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** When it posts: `digest at 07:00 and 19:00 Europe/Kyiv, Mon, Fri`. Not escaped. */
export function scheduleWords(subscription: Subscription): string {
  const { mode, times, days, zone } = subscription
  const quiet = subscription.quiet
    ? `, quiet ${subscription.quiet.from}–${subscription.quiet.to}${subscription.quiet.rule === 'critical-only' ? ' but for critical' : ''}`
    : ''
  if (subscription.filters.story !== undefined)
    return `follows ${subscription.filters.story}${quiet}`
  if (mode !== 'digest') return `${mode}, at most ${subscription.maxPerHour} an hour${quiet}`
  const on =
    days.length === 0 || days.length === 7
      ? ''
      : `, ${days.map((day) => DAYS[day - 1] ?? '').join(', ')}`
  return `digest at ${times.join(' and ')} ${zone}${on}${quiet}`
}
