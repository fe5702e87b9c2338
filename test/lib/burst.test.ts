import { describe, expect, test } from 'vitest'
import { burstNote } from '../../src/card/alarm.ts'
import { instantMessage } from '../../src/card/instant.ts'
import { compareStories } from '../../src/digest/select.ts'
import { findBurst } from '../../src/lib/burst.ts'
import type { Alarm } from '../../src/types.ts'
import { CAMPS, context, HOUR, NOW, story, subscription } from '../card/world.ts'

const HOUR_OF_IT = NOW - 3 * HOUR

const alarm = (changes: Partial<Alarm> = {}): Alarm => ({
  kind: 'actor',
  id: 'iran',
  level: 'rising',
  at: HOUR_OF_IT,
  stories: 12,
  expected: 2.94,
  publishers: 5,
  p: 1e-4,
  windowMs: 28 * 24 * HOUR,
  ...changes,
})

describe('findBurst', () => {
  test('a story that began around the hour of an alarm of its actor, pair or theme is part of it', () => {
    const one = story({ actors: ['iran', 'russia'], themes: ['arms-transfers'] })

    expect(findBurst(one, [alarm()])?.id).toBe('iran')
    expect(findBurst(one, [alarm({ kind: 'pair', id: 'iran|russia' })])?.kind).toBe('pair')
    expect(findBurst(one, [alarm({ kind: 'theme', id: 'arms-transfers' })])?.kind).toBe('theme')
    expect(findBurst(one, [alarm({ kind: 'pair', id: 'iran|ukraine' })])).toBeUndefined()
    expect(findBurst(one, [alarm({ kind: 'theme', id: 'sanctions' })])).toBeUndefined()
  })

  test.each([
    [-3, false],
    [-2, true],
    [0, true],
    [5, true],
    [6, false],
  ])('a story that began %i hours after the alarm: %s', (hours, isPart) => {
    const one = story({ openedAt: HOUR_OF_IT + hours * HOUR })
    expect(findBurst(one, [alarm()]) !== undefined).toBe(isPart)
  })

  test('of several alarms the least likely one counts, and none for what a first poll brought', () => {
    const alarms = [alarm(), alarm({ id: 'ukraine', p: 1e-7 }), alarm({ id: 'irgc', p: 1e-5 })]

    expect(findBurst(story(), alarms)?.id).toBe('ukraine')
    expect(findBurst(story({ backlog: true }), alarms)).toBeUndefined()
  })
})

describe('a burst', () => {
  test('adds how much more than normal it is, with n, expected and window', () => {
    const note = burstNote(story(), context({ alarms: [alarm()] }))

    expect(note).toBe(
      'Iran: 4.1 × normal (12 stories in an hour, 2.9 expected, 28 days of history)',
    )
    expect(burstNote(story(), context())).toBeUndefined()
  })

  test('stands in the message of its story', () => {
    const body = instantMessage(story(), subscription(), context({ alarms: [alarm()] }))

    expect(body.embeds?.[0]?.description).toContain('4.1 × normal')
    expect(body.embeds?.[0]?.description?.replaceAll('\\', '')).toContain('12 stories in an hour')
  })

  test('raises the rank among stories as severe, and never above a more severe one', () => {
    const quiet = story({ id: 'S-QUIET234', actors: ['russia'], severity: 'high' })
    const loud = story({ id: 'S-LOUD2345', actors: ['iran'], severity: 'high', families: ['a'] })
    const grave = story({ id: 'S-GRAVE234', actors: ['russia'], severity: 'critical' })
    const sorted = [quiet, loud, grave].toSorted((a, b) => compareStories(a, b, CAMPS, [alarm()]))

    expect(sorted.map(({ id }) => id)).toEqual(['S-GRAVE234', 'S-LOUD2345', 'S-QUIET234'])
  })
})
