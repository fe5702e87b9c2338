// Four weeks that never were: generated counts, so that charts and alarms can be seen before four weeks have
// passed. They are saved as a sample, and every answer that rests on them says so.

import type { SampleWorld } from '../config/sample.ts'
import { toCountOrder } from '../jobs/trends/trends.ts'
import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import type { Answers, DayCount, Store } from '../ports.ts'
import { type Counted, countDay, toDays, toUtcDay } from '../trend/count.ts'
import type { Instant } from '../types.ts'

type History = NonNullable<SampleWorld['history']>

/** How much busier the busiest hour of the day is than the mean one. */
const RHYTHM = 0.7
const BUSIEST_HOUR = 12

/** Saves the counts of the world's `history` for the whole hours before `start`; nothing where it has none. */
export async function saveSampleHistory(
  house: { readonly store: Store; readonly answers: Pick<Answers, 'pack'> },
  world: SampleWorld,
  start: Instant,
): Promise<void> {
  const { history } = world
  if (history === undefined) return
  const order = toCountOrder(house.answers.pack())
  const until = Math.floor(start / HOUR_MS) * HOUR_MS
  const since = until - history.days * DAY_MS
  const stories = toHistory(history, Object.keys(world.outlets), since, until)
  for (const day of toDays(since, until)) {
    const counts = [...countDay(stories, day, order), toWatched(day, since, until)]
    const marked = counts.map((count) => ({ ...count, sample: true }))
    await house.store.saveDayCounts(day, true, marked)
  }
}

/** Invented stories of [since, until), the same for the same world and hours. */
export function toHistory(
  history: History,
  outlets: readonly string[],
  since: Instant,
  until: Instant,
): readonly Counted[] {
  const chance = openChance(history.seed)
  const stories: Counted[] = []
  for (let hour = since; hour < until; hour += HOUR_MS) {
    for (const stream of history.streams) {
      const told = chance.poisson((stream.perDay / 24) * rhythmAt(hour))
      for (let n = 0; n < told; n += 1) {
        stories.push(toStory(stream, hour, chance.some(outlets, 1 + chance.below(3))))
      }
    }
  }
  for (const burst of history.bursts) {
    const hour = until - burst.hoursAgo * HOUR_MS
    for (let n = 0; n < burst.stories; n += 1) {
      stories.push(toStory(burst, hour, chance.some(outlets, 2 + chance.below(3))))
    }
  }
  return stories
}

const toStory = (
  of: { readonly actors: readonly string[]; readonly themes: readonly string[] },
  openedAt: Instant,
  families: readonly string[],
): Counted => ({
  openedAt,
  actors: of.actors,
  themes: of.themes,
  families,
  relevance: 'related',
  backlog: false,
})

const rhythmAt = (hour: Instant): number => {
  const hourOfDay = (hour / HOUR_MS) % 24
  return 1 + RHYTHM * Math.cos(((hourOfDay - BUSIEST_HOUR) / 24) * 2 * Math.PI)
}

function toWatched(day: string, since: Instant, until: Instant): DayCount {
  const hours: (readonly [number, number, number])[] = []
  for (let hour = since; hour < until; hour += HOUR_MS) {
    if (toUtcDay(hour) === day) hours.push([(hour / HOUR_MS) % 24, 0, 0])
  }
  return { day, kind: 'watched', id: '', hours }
}

/** Chance from a seed: the demo shows the same four weeks to everybody. */
function openChance(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    poisson: (mean: number): number => {
      const limit = Math.exp(-mean)
      let count = -1
      for (let product = 1; product > limit; product *= next()) count += 1
      return count
    },
    /** So many different ones. */
    some: (from: readonly string[], many: number): readonly string[] => {
      const first = below(from.length)
      const step = 1 + below(2)
      const chosen = Array.from(
        { length: many },
        (_, at) => from[(first + at * step) % from.length],
      )
      return [...new Set(chosen.filter((one) => one !== undefined))]
    },
  }
}
