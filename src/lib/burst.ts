import type { Alarm, Story } from '../types.ts'
import { HOUR_MS } from './clock.ts'

/** A story belongs to a burst when it began in the alarm's hour or the two before it … */
const BEFORE_MS = 2 * HOUR_MS
/** … or before the key may raise an alarm again. */
const AFTER_MS = 6 * HOUR_MS

/**
 * The burst that a story is part of: of all alarms of its actors, pairs and themes around its beginning the
 * least likely one. It may raise the story's rank and add a note to it, nothing else (commands.md).
 */
export function findBurst(
  story: Pick<Story, 'openedAt' | 'actors' | 'themes' | 'backlog'>,
  alarms: readonly Alarm[] = [],
): Alarm | undefined {
  if (story.backlog) return undefined
  let best: Alarm | undefined
  for (const alarm of alarms) {
    const off = story.openedAt - alarm.at
    if (off < -BEFORE_MS || off >= AFTER_MS || !isAbout(story, alarm)) continue
    if (best === undefined || alarm.p < best.p) best = alarm
  }
  return best
}

function isAbout(story: Pick<Story, 'actors' | 'themes'>, { kind, id }: Alarm): boolean {
  switch (kind) {
    case 'actor':
      return story.actors.includes(id)
    case 'theme':
      return story.themes.includes(id)
    case 'pair':
      return id.split('|').every((actor) => story.actors.includes(actor))
    default:
      return kind satisfies never
  }
}
