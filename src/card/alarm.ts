// A burst in words: how much more than normal, and all that a reader needs to doubt it.

import { findBurst } from '../lib/burst.ts'
import { DAY_MS } from '../lib/clock.ts'
import type { PackInfo } from '../pack.ts'
import type { Alarm, Story } from '../types.ts'
import type { CardContext } from './context.ts'
import { labelOf } from './word.ts'

/** `Iran and Russia`, plain text. */
export function alarmLabel({ kind, id }: Alarm, pack: PackInfo): string {
  if (kind === 'theme') return labelOf(id, pack.themes)
  return id
    .split('|')
    .map((actor) => labelOf(actor, pack.actors))
    .join(' and ')
}

/** `4 × normal (12 stories in an hour, 2.9 expected, 28 days of history)`. */
export function burstWords({ stories, expected, windowMs }: Alarm): string {
  const days = Math.floor(windowMs / DAY_MS)
  const history = `${days} days of history`
  // A multiple of next to nothing says nothing.
  if (expected < EXPECTED_MIN) {
    return `far above normal (${stories} stories in an hour, under ${EXPECTED_MIN} expected, ${history})`
  }
  const times = stories / expected
  const ratio = times < 10 ? times.toFixed(1).replace(/\.0$/u, '') : Math.round(times).toString()
  return `${ratio} × normal (${stories} stories in an hour, ${expected.toFixed(1)} expected, ${history})`
}

const EXPECTED_MIN = 0.1

/** The note of a story's message: `Iran and Russia: 4 × normal (…)`; undefined where no burst is on. */
export function burstNote(story: Story, ctx: CardContext): string | undefined {
  const alarm = findBurst(story, ctx.alarms)
  return alarm === undefined ? undefined : `${alarmLabel(alarm, ctx.pack)}: ${burstWords(alarm)}`
}
