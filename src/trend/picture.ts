// From answers to charts: what is drawn, in which words, and the same in words for those who cannot see it.

import type { PackEntry, PackInfo } from '../pack.ts'
import type { Camp, Chart, StoryDetail, TrendRow, Trends } from '../types.ts'

/** Stories a day of one key; `parts` by first theme (`''` = none) or the key alone. */
export type ActivityPicture = {
  readonly title: string
  /** `2026-11-25`, oldest first. */
  readonly days: readonly string[]
  readonly parts: readonly { readonly label: string; readonly values: readonly number[] }[]
  readonly usual: readonly (TrendRow['usual'] | undefined)[]
  readonly sample: boolean
}

const PARTS_SHOWN = 5
const ROWS_SHOWN = 9
const ACTORS_SHOWN = 7
const CAMPS_SHOWN = 8
const ALT_MAX = 1000

/** Bars by day; undefined where no day has a story. */
export function activityChart(input: ActivityPicture): Chart | undefined {
  const totals = input.days.map((_, at) =>
    input.parts.reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
  )
  const sum = totals.reduce((all, total) => all + total, 0)
  if (sum === 0) return undefined
  const series = foldParts(input.parts)
  const days = input.days.map(toDayLabel)
  const most = Math.max(...totals)
  const isParted = input.parts.length > 1
  const hasBand = input.usual.some((usual) => usual !== undefined)
  const note = [
    isParted ? 'stories a day by first theme' : 'stories a day, today so far',
    hasBand ? 'dashed: expected' : 'no baseline yet',
  ]
  return {
    kind: 'activity',
    title: input.title,
    note: note.join(' · '),
    alt: clip(
      [
        `Stories a day on ${input.title}, ${days[0]} to ${days.at(-1)}: ${sum} in all, most on ${days[totals.indexOf(most)]} (${most}).`,
        ...(isParted ? [`By first theme: ${series.map(toPartWords).join(', ')}.`] : []),
        ...daysAbove(input, totals),
      ].join(' '),
    ),
    days,
    series,
    usual: input.usual,
    ...(input.sample ? { sample: true } : {}),
  }
}

const toPartWords = ({ label, values }: ActivityPicture['parts'][number]): string =>
  `${label} ${values.reduce((all, value) => all + value, 0)}`

function daysAbove(input: ActivityPicture, totals: readonly number[]): readonly string[] {
  const above = input.usual.flatMap((usual, at) =>
    usual !== undefined && (totals[at] ?? 0) > usual.high
      ? [
          `${toDayLabel(input.days[at] ?? '')} (${totals[at]}, expected ${usual.expected.toFixed(1)})`,
        ]
      : [],
  )
  return above.length === 0 ? [] : [`More than usual: ${above.join(', ')}.`]
}

/** The largest parts, the rest as one. */
function foldParts(parts: ActivityPicture['parts']): ActivityPicture['parts'] {
  const sorted = parts
    .map((part) => ({ part, sum: part.values.reduce((all, value) => all + value, 0) }))
    .sort((a, b) => b.sum - a.sum || (a.part.label < b.part.label ? -1 : 1))
    .map(({ part }) => part)
  if (sorted.length <= PARTS_SHOWN + 1) return sorted
  const rest = sorted.slice(PARTS_SHOWN)
  const length = rest[0]?.values.length ?? 0
  const values = Array.from({ length }, (_, at) =>
    rest.reduce((all, part) => all + (part.values[at] ?? 0), 0),
  )
  return [...sorted.slice(0, PARTS_SHOWN), { label: 'other themes', values }]
}

/** Themes (or actors, where only they are known) against what is usual for them; undefined without any. */
export function againstChart(
  trends: Trends,
  pack: Pick<PackInfo, 'actors' | 'themes'>,
  title: string,
): Chart | undefined {
  const isThemes = trends.themes.length >= trends.actors.length || trends.themes.length > 2
  const rows = (isThemes ? trends.themes : trends.actors).slice(0, ROWS_SHOWN).map((row) => ({
    label: labelOf(row.id, isThemes ? pack.themes : pack.actors),
    row,
  }))
  if (rows.length === 0) return undefined
  const hasUsual = rows.some(({ row }) => row.usual !== undefined)
  return {
    kind: 'against',
    title,
    note: hasUsual
      ? 'whisker: usual range · dot: expected'
      : 'history too short to say what is usual',
    alt: clip(`${title}: ${rows.map(({ label, row }) => `${label} ${rowWords(row)}`).join('; ')}.`),
    rows,
    ...(trends.sample === true ? { sample: true } : {}),
  }
}

function rowWords({ stories, usual }: TrendRow): string {
  if (usual === undefined) return String(stories)
  const how = stories > usual.high ? 'more than' : stories < usual.low ? 'less than' : 'as'
  return `${stories} (expected ${usual.expected.toFixed(1)}, ${how} usual)`
}

/** Who is named together, the busiest actors first; undefined with fewer than three actors. */
export function pairsChart(
  trends: Trends,
  pack: Pick<PackInfo, 'actors'>,
  title: string,
): Chart | undefined {
  const busy = new Map<string, number>()
  for (const { id, stories } of trends.pairs) {
    for (const actor of id.split('|')) busy.set(actor, (busy.get(actor) ?? 0) + stories)
  }
  const ids = [...busy]
    .filter(([, stories]) => stories > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, ACTORS_SHOWN)
    .map(([id]) => id)
  if (ids.length < 3) return undefined
  const counts = new Map(trends.pairs.map(({ id, stories }) => [id, stories]))
  const countOf = (a: string, b: string): number =>
    counts.get(a < b ? `${a}|${b}` : `${b}|${a}`) ?? 0
  const top = [...trends.pairs].sort((a, b) => b.stories - a.stories).slice(0, 6)
  const labels = ids.map((id) => labelOf(id, pack.actors))
  const pairWords = top.map(
    ({ id, stories }) =>
      `${id
        .split('|')
        .map((actor) => labelOf(actor, pack.actors))
        .join(' and ')} ${stories}`,
  )
  return {
    kind: 'pairs',
    title,
    note: 'stories that name both',
    alt: clip(`${title}, stories that name both: ${pairWords.join('; ')}.`),
    labels,
    cells: ids.map((a) => ids.map((b) => (a === b ? 0 : countOf(a, b)))),
    ...(trends.sample === true ? { sample: true } : {}),
  }
}

/** When each camp told a story; undefined for a story of one article. */
export function campsChart(detail: StoryDetail, camps: readonly Camp[]): Chart | undefined {
  const { story, articles } = detail
  if (articles.length < 2) return undefined
  const times = Map.groupBy(articles, ({ camp }) => camp)
  const rows = [...times]
    .map(([camp, told]) => ({
      label: camps.find(({ id }) => id === camp)?.label ?? camp,
      at: told.map((article) => article.publishedAt ?? article.seenAt).sort((a, b) => a - b),
    }))
    .sort((a, b) => (a.at[0] ?? 0) - (b.at[0] ?? 0) || (a.label < b.label ? -1 : 1))
  const shown = rows.slice(0, CAMPS_SHOWN)
  const all = shown.flatMap(({ at }) => at)
  const from = Math.min(...all)
  const to = Math.max(...all)
  const words = shown.map(
    ({ label, at }) => `${label} ${at.length} from ${timeWords(at[0] ?? from)}`,
  )
  return {
    kind: 'camps',
    title: 'Who told it when',
    note: `one dot an article · UTC, from ${timeWords(from)}`,
    alt: clip(`When each camp told this story: ${words.join('; ')}; the last at ${timeWords(to)}.`),
    from,
    to,
    camps: shown,
    ...(story.sample === true ? { sample: true } : {}),
  }
}

const timeWords = (at: number): string =>
  `${toDayLabel(new Date(at).toISOString().slice(0, 10))} ${new Date(at).toISOString().slice(11, 16)}`

const labelOf = (id: string, entries: readonly PackEntry[]): string =>
  entries.find((entry) => entry.id === id)?.label ?? id

/** `25 Nov` of `2026-11-25`. */
function toDayLabel(day: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  return format.format(Date.parse(`${day}T00:00:00Z`))
}

const clip = (text: string): string => {
  const signs = [...text]
  return signs.length <= ALT_MAX ? text : `${signs.slice(0, ALT_MAX - 1).join('')}…`
}
