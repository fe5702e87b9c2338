import type { PackEntry } from '../pack.ts'
import type { ActivityDay, Counted } from '../ports.ts'
import type { MessageBody, Story } from '../types.ts'
import { toBody, toFooter, toStorySelect } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageWords } from './coverage.ts'
import { escapeText } from './escape.ts'
import { DESCRIPTION_MAX } from './limits.ts'
import { fitStories } from './line.ts'
import { countOf, labelOf, PLAIN_COLOUR, storiesOf } from './word.ts'

export type EntityInput = {
  readonly entry: PackEntry
  readonly kind: 'actor' | 'theme' | 'asset'
  readonly days: number
  readonly activity: readonly ActivityDay[]
  readonly topThemes?: readonly Counted[]
  readonly topActors?: readonly Counted[]
  /** The best first; five are shown. */
  readonly stories: readonly Story[]
}

const STORIES_SHOWN = 5
const TOP_SHOWN = 5
const BARS = '▁▂▃▄▅▆▇█'

/** `/axis actor` and `/axis theme`: who it is in one line, activity by day, top themes and actors, top stories. */
export function entityCard(input: EntityInput, ctx: CardContext): MessageBody {
  const { entry } = input
  const head: string[] = []
  if (entry.about) head.push(escapeText(entry.about, 240))
  const parent = entry.parent === undefined ? '' : labelOf(entry.parent, ctx.pack.actors)
  if (parent !== '') head.push(`Part of ${escapeText(parent, 60)}`)
  head.push(activityLine(input.activity, input.stories.length > 0))
  const themes = topLine('Themes', input.topThemes, ctx.pack.themes)
  const actors = topLine(
    'Actors',
    input.topActors?.filter((one) => one.id !== entry.id),
    ctx.pack.actors,
  )
  for (const line of [themes, actors]) if (line !== '') head.push(line)
  const shown = input.stories.slice(0, STORIES_SHOWN)
  const top = head.join('\n')
  const room = DESCRIPTION_MAX - top.length - 2
  const list =
    shown.length === 0
      ? `No story in the last ${countOf(input.days, 'day')}: ${coverageWords(ctx.coverage)}.`
      : fitStories(shown, ctx, room)
  return toBody({
    embeds: [
      {
        title: `${escapeText(entry.label, 100)} · last ${countOf(input.days, 'day')}`,
        description: `${top}\n\n${list}`,
        color: PLAIN_COLOUR,
        footer: toFooter(`${input.kind} ${entry.id} · ${coverageWords(ctx.coverage)}`, ctx),
      },
    ],
    components: [toStorySelect(shown, ctx)],
  })
}

/**
 * `▁▁▃█▂  17 stories, busiest 22 Nov (6)`: one bar a UTC day, oldest first. What a first poll brought is not
 * counted, so stories may be there without any.
 */
export function activityLine(days: readonly ActivityDay[], hasStories = false): string {
  const total = days.reduce((sum, day) => sum + day.stories, 0)
  let busiest = days[0]
  for (const day of days) if (day.stories > (busiest?.stories ?? 0)) busiest = day
  if (total === 0 || busiest === undefined) {
    return hasStories ? 'Nothing new since the feeds were first read.' : 'No activity.'
  }
  const most = busiest.stories
  const bar = days.slice(-60).map((day) => barOf(day.stories, most))
  return `\`${bar.join('')}\` ${storiesOf(total)}, busiest ${dayLabel(busiest.day)} (${busiest.stories})`
}

function barOf(n: number, most: number): string {
  if (n === 0) return '·'
  return BARS[Math.min(BARS.length - 1, Math.ceil((n / most) * BARS.length) - 1)] ?? '▁'
}

/** `22 Nov` of `2026-11-22`. */
function dayLabel(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(at)) return escapeText(day, 12)
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(at)
}

function topLine(
  what: string,
  counted: readonly Counted[] | undefined,
  entries: readonly PackEntry[],
): string {
  if (!counted || counted.length === 0) return ''
  const shown = counted
    .slice(0, TOP_SHOWN)
    .map((one) => `${escapeText(labelOf(one.id, entries), 48)} ${one.stories}`)
  return `**${what}** ${shown.join(' · ')}`
}
