// Settings of a subscription from what somebody typed: presets, defaults, and clear refusals. Pure.

import { UserError } from '../../lib/errors.ts'
import { foldName, likeness } from '../../lib/fuzzy.ts'
import { isZone } from '../../lib/zone.ts'
import type { Mode, Severity, Subscription } from '../../types.ts'
import { shown } from '../resolve.ts'

export const SUBSCRIPTIONS_PER_GUILD = 20
/** Followed stories are counted apart. */
export const FOLLOWS_PER_GUILD = 10
export const PRESETS = ['quiet', 'desk', 'weekly'] as const
export type Preset = (typeof PRESETS)[number]

const DIGEST_TIME = '07:00'
const MONDAY = 1
const TIMES_MAX = 12
const MAX_PER_HOUR: Readonly<Record<Mode, number>> = { digest: 6, instant: 6, breaking: 3 }

/** What stands before anybody chooses anything: `mode:digest` alone is enough. */
export type Basics = Pick<
  Subscription,
  'id' | 'guildId' | 'channelId' | 'channelKind' | 'createdBy' | 'createdAt' | 'zone' | 'lang'
>

/** A subscription with the defaults of its mode. */
export function toSubscription(basics: Basics, mode: Mode): Subscription {
  return {
    ...basics,
    mode,
    filters: {
      themes: [],
      actors: [],
      // A digest shows the core first and a little around it; what interrupts people is core alone.
      relevance: mode === 'digest' ? 'related' : 'core',
      camps: [],
      langs: [],
    },
    times: mode === 'digest' ? [DIGEST_TIME] : [],
    days: [],
    notify: mode === 'digest' ? 'silent' : 'normal',
    style: 'standard',
    foreign: 'gloss',
    empty: 'post',
    maxPerHour: MAX_PER_HOUR[mode],
  }
}

/**
 * The subscriptions of a preset, the first of the given mode where it has one. *quiet*: a daily digest of
 * core; *desk*: digests at 07:00 and 19:00 and breaking; *weekly*: core, on Mondays.
 */
export function fromPreset(basics: Basics, preset: Preset): readonly Subscription[] {
  const digest = toSubscription(basics, 'digest')
  const core = { ...digest, preset, filters: { ...digest.filters, relevance: 'core' as const } }
  switch (preset) {
    case 'quiet':
      return [core]
    case 'desk':
      return [
        { ...digest, preset, times: [DIGEST_TIME, '19:00'] },
        { ...toSubscription(basics, 'breaking'), preset },
      ]
    case 'weekly':
      return [{ ...core, days: [MONDAY] }]
    default:
      throw new Error(`unknown preset ${JSON.stringify(preset satisfies never)}`)
  }
}

/** `07:00,19:00` → sorted, each once. Throws UserError naming the part that is no time. */
export function parseTimes(text: string): readonly string[] {
  const parts = text.split(/[\s,;]+/u).filter((part) => part !== '')
  const times = new Set(parts.map(parseTime))
  if (times.size === 0) throw new UserError('times: write at least one, as 07:00,19:00.')
  if (times.size > TIMES_MAX) {
    throw new UserError(`times: at most ${TIMES_MAX} a day; you gave ${times.size}.`)
  }
  return [...times].sort()
}

function parseTime(part: string): string {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?$/u.exec(part)
  const hour = Number(found?.[1])
  const minute = Number(found?.[2] ?? 0)
  if (!found || hour > 23 || minute > 59) {
    throw new UserError(`times: “${shown(part)}” is no time. Write 24 hours, as 07:00,19:00.`)
  }
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** `mon-fri`, `sat,sun`, `1-5`, `daily` → ISO weekdays, empty for every day. Throws UserError. */
export function parseDays(text: string): readonly number[] {
  const days = new Set<number>()
  for (const part of text.toLowerCase().split(/[\s,;]+/u)) {
    if (part === '' || part === 'daily' || part === 'all') continue
    const [from = '', to = from] = part.split('-')
    const first = parseDay(from)
    const last = parseDay(to)
    for (let day = first; ; day = (day % 7) + 1) {
      days.add(day)
      if (day === last) break
    }
  }
  return days.size === 7 ? [] : [...days].sort((a, b) => a - b)
}

function parseDay(text: string): number {
  const named = DAY_NAMES.indexOf(text.slice(0, 3) as (typeof DAY_NAMES)[number])
  if (named >= 0) return named + 1
  if (/^[1-7]$/u.test(text)) return Number(text)
  throw new UserError(`days: “${shown(text)}” is no weekday. Write mon-fri, or sat,sun, or daily.`)
}

/** `23:00-07:00`; `off` gives undefined. Throws UserError. */
export function parseQuiet(
  text: string,
  rule: 'hold' | 'critical-only',
): Subscription['quiet'] | undefined {
  if (text.toLowerCase() === 'off') return undefined
  const [from, to, ...rest] = text.split(/\s*[-–]\s*/u)
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new UserError(`quiet: “${shown(text)}” is no span. Write it as 23:00-07:00, or off.`)
  }
  const span = { from: parseTime(from.trim()), to: parseTime(to.trim()) }
  if (span.from === span.to) throw new UserError('quiet: begin and end are the same time.')
  return { ...span, rule }
}

const zones: readonly string[] = Intl.supportedValuesOf('timeZone')
const folded = zones.map((zone) => ({ zone, fold: foldName(zone), city: cityOf(zone) }))
const ZONE_ALIKE = 0.6

function cityOf(zone: string): string {
  return foldName(zone.slice(zone.lastIndexOf('/') + 1))
}

/** The zone by its name, in any case. Throws UserError with what may be meant. */
export function parseZone(text: string): string {
  const typed = text.trim().replace(/\s+/gu, '_')
  const known = zones.find((zone) => zone.toLowerCase() === typed.toLowerCase())
  if (known !== undefined) return known
  if (isZone(typed)) return typed
  const near = nearZones(text, 3)
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Write it as Europe/Kyiv.'
  throw new UserError(`There is no time zone “${shown(text)}”. ${hint}`)
}

/** Zones by what was typed of them: begin of name or city, then alike. */
export function nearZones(text: string, max: number): readonly string[] {
  const typed = foldName(text)
  if (typed === '') return folded.slice(0, max).map(({ zone }) => zone)
  const last = foldName(text.slice(text.lastIndexOf('/') + 1))
  return folded
    .map(({ zone, fold, city }) => ({ zone, score: zoneScore(typed, last, fold, city) }))
    .filter(({ score }) => score >= ZONE_ALIKE)
    .sort((a, b) => b.score - a.score)
    .slice(0, max)
    .map(({ zone }) => zone)
}

function zoneScore(typed: string, last: string, fold: string, city: string): number {
  if (city.startsWith(typed)) return 2
  if (fold.startsWith(typed) || fold.includes(` ${typed}`)) return 1.5
  return Math.max(likeness(fold, typed), last === '' ? 0 : likeness(city, last))
}

export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical']
