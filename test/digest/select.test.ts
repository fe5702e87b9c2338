import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { passes } from '../../src/digest/passes.ts'
import {
  RELATED_MAX,
  type SelectInput,
  STORIES_MAX,
  selectDigest,
} from '../../src/digest/select.ts'
import type { Filters, Story } from '../../src/types.ts'
import { anyStories } from '../card/arbitrary.ts'
import {
  CAMPS,
  HOUR,
  NOW,
  PACK,
  PERSIAN,
  posted,
  RELATED,
  RUSSIAN,
  story,
  subscription,
} from '../card/world.ts'

const THEMES = PACK.themes.map((theme) => theme.id)

function select(changes: Partial<SelectInput> = {}) {
  return selectDigest({
    subscription: subscription(),
    slot: '2026-11-25T07:00',
    from: NOW - 12 * HOUR,
    to: NOW,
    late: false,
    stories: [story(), PERSIAN, RUSSIAN, RELATED],
    posted: [],
    themeOrder: THEMES,
    camps: CAMPS,
    pack: PACK,
    ...changes,
  })
}

const ids = (stories: readonly { readonly story: Story }[]): readonly string[] =>
  stories.map((one) => one.story.id)

const many = (n: number, changes: Partial<Story> = {}): readonly Story[] =>
  Array.from({ length: n }, (_, index) =>
    story({ id: `S-${String(index).padStart(8, 'A')}`, ...changes }),
  )

describe('selection', () => {
  test('takes core first, by the pack’s order of themes, graver first within one', () => {
    const digest = select()
    expect(ids(digest.core)).toEqual([story().id, PERSIAN.id, RUSSIAN.id])
    expect(ids(digest.related)).toEqual([RELATED.id])
  })

  test('never lets a related story take the place of a core one', () => {
    const related = many(30, { relevance: 'related', severity: 'critical' }).map((one) => ({
      ...one,
      id: one.id.replace('S-', 'R-'),
    }))
    const digest = select({ stories: [...related, ...many(20, { severity: 'low' })] })
    expect(digest.core).toHaveLength(STORIES_MAX)
    expect(digest.related).toHaveLength(0)
    expect(digest.cut).toHaveLength(35)
    expect(digest.cut.slice(0, 5).every((id) => id.startsWith('S-'))).toBe(true)
  })

  test('shows at most five related ones, and fifteen in all', () => {
    const related = many(9, { relevance: 'related' }).map((one) => ({ ...one, id: `${one.id}R` }))
    expect(select({ stories: related }).related).toHaveLength(RELATED_MAX)
    const mixed = select({ stories: [...related, ...many(12)] })
    expect([mixed.core.length, mixed.related.length]).toEqual([12, 3])
  })

  test('is the same whatever the order of the stories (law 12)', () => {
    fc.assert(
      fc.property(
        anyStories(30).chain((stories) =>
          fc.tuple(
            fc.constant(stories),
            fc.shuffledSubarray([...stories], { minLength: stories.length }),
          ),
        ),
        ([stories, shuffled]) => {
          const span = { from: 0, to: NOW + 1 }
          expect(select({ ...span, stories: shuffled })).toEqual(select({ ...span, stories }))
        },
      ),
      { numRuns: 50 },
    )
  })

  test('loses nothing: every story that passes is shown, cut or continuing, once', () => {
    fc.assert(
      fc.property(anyStories(60), (stories) => {
        const seen = stories.slice(0, 10).map((one) =>
          posted({
            storyId: one.id,
            families: one.families,
            camps: one.camps.map(({ camp }) => camp),
            severity: one.severity,
          }),
        )
        const digest = select({ from: 0, to: NOW + 1, stories, posted: seen })
        const all = [
          ...ids(digest.core),
          ...ids(digest.related),
          ...digest.cut,
          ...digest.continuing,
        ]
        expect([...all].sort()).toEqual(stories.map((one) => one.id).sort())
        expect(digest.continuing).toHaveLength(seen.length)
      }),
      { numRuns: 50 },
    )
  })

  test('leaves out what another story took over, and what is not of the period', () => {
    const stories = [
      story({ id: 'S-MERGED22', mergedInto: 'S-OTHER222' }),
      story({ id: 'S-FUTURE22', openedAt: NOW + 1, updatedAt: NOW + 1 }),
      story({ id: 'S-PAST2222', updatedAt: NOW - 12 * HOUR }),
    ]
    expect(select({ stories }).core).toEqual([])
  })

  test('takes a story that grew again after the slot', () => {
    expect(select({ stories: [story({ updatedAt: NOW + HOUR })] }).core).toHaveLength(1)
  })

  test('counts backlog only where it was published in the period (law 13)', () => {
    const old = story({ backlog: true, first: { outlet: 'a', at: NOW - 48 * HOUR } })
    const fresh = story({ backlog: true, first: { outlet: 'a', at: NOW - HOUR } })
    expect(select({ stories: [old] }).core).toEqual([])
    expect(select({ stories: [fresh] }).core).toHaveLength(1)
  })

  test('shows what is not relevant nowhere', () => {
    const digest = select({ stories: [story({ relevance: 'no' })] })
    expect([...digest.core, ...digest.related, ...digest.cut, ...digest.continuing]).toEqual([])
  })

  test('hides other languages where the subscription says so, but not a story that has a side in its own', () => {
    const of = subscription({ foreign: 'hide', lang: 'en' })
    const digest = select({ subscription: of, stories: [PERSIAN, RUSSIAN] })
    expect(ids(digest.core)).toEqual([RUSSIAN.id])
  })

  test('counts the articles it was made of', () => {
    expect(select({ articleCount: 214 }).articleCount).toBe(214)
    expect(select({ stories: [RUSSIAN, RELATED] }).articleCount).toBe(4)
  })
})

describe('a story that was in the channel before', () => {
  test('is one of those that continue while nothing material changed', () => {
    const same = posted({
      families: story().families,
      camps: ['western', 'ukraine', 'iran-state'],
    })
    const digest = select({ stories: [story()], posted: [same] })
    expect(digest.core).toEqual([])
    expect(digest.continuing).toEqual([story().id])
  })

  test('returns after a material change, with what changed', () => {
    const digest = select({
      stories: [story()],
      posted: [posted({ severity: 'medium', camps: ['western', 'ukraine', 'iran-state'] })],
    })
    expect(digest.core[0]?.change).toBe('+3 publishers; severity up to high')
  })

  test('is compared with the last time it was told', () => {
    const digest = select({
      stories: [story()],
      posted: [
        posted({ at: NOW - 20 * HOUR, severity: 'low' }),
        posted({
          at: NOW - 10 * HOUR,
          families: story().families,
          camps: ['western', 'ukraine', 'iran-state'],
        }),
      ],
    })
    expect(digest.continuing).toEqual([story().id])
  })

  test('as breaking carries a link to that message', () => {
    const digest = select({
      stories: [story()],
      posted: [posted({ mode: 'breaking', messageId: '900000000000000009' })],
    })
    expect(digest.core[0]?.postedUrl).toBe(
      'https://discord.com/channels/100000000000000001/200000000000000002/900000000000000009',
    )
    expect(digest.core[0]?.change).toBeUndefined()
  })
})

describe('filters ask for positive evidence (law 8)', () => {
  const none: Filters = { themes: [], actors: [], relevance: 'related', camps: [], langs: [] }
  const stageOf = (filters: Partial<Filters>, of: Story = story()): string => {
    const passed = passes({ ...none, ...filters }, of, CAMPS)
    return passed.passed ? 'passed' : passed.stage
  }
  const bare = story({ actors: [], assets: [], themes: [], camps: [], families: [], sides: [] })

  test.each([
    [{ relevance: 'core' as const }, 'passed', 'passed'],
    [{ severity: 'high' as const }, 'passed', 'passed'],
    [{ severity: 'critical' as const }, 'severity', 'severity'],
    [{ themes: ['arms-transfers'] }, 'passed', 'theme'],
    [{ themes: ['sanctions', 'drones-missiles'] }, 'passed', 'theme'],
    [{ themes: ['sanctions'] }, 'theme', 'theme'],
    [{ actors: ['iran'] }, 'passed', 'actor'],
    [{ actors: ['shahed-136'] }, 'passed', 'actor'],
    [{ actors: ['north-korea'] }, 'actor', 'actor'],
    [{ camps: ['iran-state'] }, 'passed', 'camp'],
    [{ camps: ['russia-state'] }, 'camp', 'camp'],
    [{ langs: ['fa'] }, 'language', 'language'],
    [{ publishersMin: 4 }, 'passed', 'publishers-min'],
    [{ publishersMin: 5 }, 'publishers-min', 'publishers-min'],
    [{ campsMin: 3 }, 'passed', 'camps-min'],
    [{ campsMin: 4 }, 'camps-min', 'camps-min'],
    [{ query: 'shahed -rumour' }, 'passed', 'passed'],
    [{ query: 'title:caspian' }, 'query', 'query'],
    [{ query: '(broken' }, 'query', 'query'],
  ])('%j: a tagged story %s, an untagged one %s', (filters, tagged, untagged) => {
    expect(stageOf(filters)).toBe(tagged)
    expect(stageOf(filters, bare)).toBe(untagged)
  })

  test('families of one state camp count as one publisher', () => {
    const claim = story({
      families: ['a', 'b', 'c'],
      camps: [{ camp: 'iran-state', articles: 3 }],
    })
    expect(stageOf({ publishersMin: 2 }, claim)).toBe('publishers-min')
    expect(stageOf({ publishersMin: 2 }, { ...claim, independent: 2 })).toBe('passed')
  })

  test('what is not relevant passes only with everything wanted and the source named', () => {
    const no = story({ relevance: 'no' })
    expect(stageOf({ relevance: 'no' }, no)).toBe('relevance')
    expect(stageOf({ relevance: 'no', query: 'shahed' }, no)).toBe('relevance')
    expect(stageOf({ relevance: 'no', query: 'source:harbour OR shahed' }, no)).toBe('relevance')
    expect(stageOf({ relevance: 'no', query: 'source:"Harbour Post" shahed' }, no)).toBe('passed')
  })

  test('a filter that stops says what it saw and what it wanted', () => {
    expect(passes({ ...none, themes: ['sanctions'] }, RUSSIAN, CAMPS)).toEqual({
      passed: false,
      stage: 'theme',
      text: 'it has diplomacy, wanted sanctions',
    })
  })
})
