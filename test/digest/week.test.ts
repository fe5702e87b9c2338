import { describe, expect, test } from 'vitest'
import { compareWeeks, toWeekly, WEEK_MS, WEEKLY_STORIES } from '../../src/digest/week.ts'
import type { Story } from '../../src/types.ts'
import { CAMPS, digest, NOW, story } from '../card/world.ts'

const week = { from: NOW - WEEK_MS, to: NOW }
const DAY = WEEK_MS / 7

/** `count` stories of one theme, opened in the week that ended `ago` weeks ago. */
const told = (count: number, ago: number, changes: Partial<Story> = {}): readonly Story[] =>
  Array.from({ length: count }, (_, n) =>
    story({
      id: `S-${ago}${n}${changes.themes?.join('') ?? ''}`,
      openedAt: NOW - ago * WEEK_MS - (6.5 * DAY * (n + 1)) / (count + 1),
      ...changes,
    }),
  )

describe('a week against the four before it', () => {
  const sanctions = { themes: ['sanctions'], actors: ['iran'] }
  const arms = { themes: ['arms-transfers'], actors: ['iran'] }

  test('names what is well above or below its mean, the furthest first, and nothing else', () => {
    const before = [1, 2, 3, 4].flatMap((ago) => [
      ...told(4, ago, sanctions),
      ...told(6, ago, arms),
    ])
    const facts = compareWeeks([...before, ...told(15, 0, sanctions), ...told(7, 0, arms)], week)
    expect(facts).toMatchObject({ stories: 22, usual: 10, weeks: 4 })
    expect(facts.themes).toEqual([{ id: 'sanctions', stories: 15, usual: 4 }])
    const gone = compareWeeks([...before, ...told(4, 0, sanctions)], week)
    expect(gone.themes).toEqual([{ id: 'arms-transfers', stories: 0, usual: 6 }])
  })

  test('compares with as many weeks as the bot saw, and says so when there is none', () => {
    const two = compareWeeks([...told(4, 1), ...told(6, 2), ...told(5, 0)], week)
    expect(two).toMatchObject({ weeks: 2, usual: 5 })
    expect(compareWeeks(told(5, 0), week)).toEqual({
      stories: 5,
      usual: 0,
      weeks: 0,
      themes: [],
      actors: [],
    })
  })

  test('leaves out what is older than four weeks', () => {
    const facts = compareWeeks([...told(9, 7), ...told(4, 1), ...told(4, 0)], week)
    expect(facts).toMatchObject({ weeks: 1, usual: 4 })
  })
})

describe('the weekly digest', () => {
  const facts = { stories: 0, usual: 0, weeks: 0, themes: [], actors: [] }

  test('shows the five core stories that most publishers and camps tell; the rest is behind its button', () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map((publishers) => ({
      story: story({ id: `S-${publishers}`, independent: publishers, severity: 'low' }),
    }))
    const grave = { story: story({ id: 'S-GRAVE', independent: 1, severity: 'critical' }) }
    const related = { story: story({ id: 'S-REL', independent: 9, relevance: 'related' }) }
    const weekly = toWeekly(digest(), [...all, grave, related], facts, CAMPS)
    expect(weekly.core.map((one) => one.story.id)).toEqual(['S-7', 'S-6', 'S-5', 'S-4', 'S-3'])
    expect(weekly.core).toHaveLength(WEEKLY_STORIES)
    expect(weekly.cut).toEqual(['S-2', 'S-GRAVE', 'S-1'])
    expect(weekly.related).toEqual([])
  })
})
