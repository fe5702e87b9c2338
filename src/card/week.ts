import type { WeekCount, WeekFacts } from '../types.ts'
import type { CardContext } from './context.ts'
import { escapeText } from './escape.ts'
import { labelOf, storiesOf } from './word.ts'

/** The week in two or three lines: how much, and what is well above or below its mean. */
export function weekText(week: WeekFacts, ctx: CardContext): string {
  if (week.weeks === 0) {
    return `**The week:** ${storiesOf(week.stories)}; there is no earlier week to compare with yet.`
  }
  const weeks = week.weeks === 1 ? 'the week before' : `the ${week.weeks} weeks before`
  const lines = [
    `**The week:** ${storiesOf(week.stories)}, mean of ${weeks} ${rounded(week.usual)}.`,
  ]
  const changed = [
    ...week.themes.map((one) => changeOf(one, labelOf(one.id, ctx.pack.themes))),
    ...week.actors.map((one) => changeOf(one, labelOf(one.id, ctx.pack.actors))),
  ]
  lines.push(
    changed.length === 0
      ? '**What changed:** nothing is far from its mean.'
      : `**What changed:** ${changed.join(' · ')}`,
  )
  return lines.join('\n')
}

const changeOf = ({ stories, usual }: WeekCount, label: string): string =>
  `${escapeText(label, 48)} ${stories} (${usual === 0 ? 'new' : `mean ${rounded(usual)}`})`

const rounded = (value: number): string => String(Math.round(value * 10) / 10)
