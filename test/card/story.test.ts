import { describe, expect, test } from 'vitest'
import { coverageLine } from '../../src/card/coverage.ts'
import { activityLine } from '../../src/card/entity.ts'
import { instantMessage, lockLine } from '../../src/card/instant.ts'
import { latestCard } from '../../src/card/latest.ts'
import { sourcesOf, storyLines } from '../../src/card/line.ts'
import { statusOf, storyCard } from '../../src/card/story.ts'
import { messageText } from '../../src/card/text.ts'
import { glossOf, shownTitle } from '../../src/card/title.ts'
import { finestActors, lowerFirst, rangeOf, storiesOf } from '../../src/card/word.ts'
import type { Story } from '../../src/types.ts'
import {
  article,
  context,
  detail,
  HOUR,
  NOW,
  PACK,
  PERSIAN,
  RUSSIAN,
  story,
  subscription,
} from './world.ts'

const read = (body: ReturnType<typeof storyCard>): string => messageText(body, { now: NOW })

describe('a story card', () => {
  test('looks as the specification draws it', () => {
    const body = storyCard(detail(), context(), { buttons: ['lens', 'why', 'follow'] })
    expect(read(body)).toBe(
      [
        '🟠 HIGH · Arms transfers · Russia–Iran · developing',
        'Iran denies new Shahed shipment after Kyiv claim',
        'Harbour Post (harbour-post.example) · 2 hours ago',
        'Kyiv says 120 airframes arrived via the Caspian. (Dnipro News)',
        'Tehran denies it. (Caspian Wire)',
        '',
        '6 articles, 4 publishers, 2 origins (Meridian Wire, Ministry of Defence) · Western 3 · Ukraine 2 · Iran state 1',
        'First: Dnipro News, 2026-11-25 06:00 UTC',
        'IRGC, Ukraine, Shahed-136 · arms transfers, drones & missiles',
        'id S-7KQ2ABCD',
        '',
        '[Open article] [Lens] [Why] [Follow]',
      ].join('\n'),
    )
  })

  test('has only the buttons that somebody answers', () => {
    const { components } = storyCard(detail(), context(), { buttons: ['why'] })
    const ids = components?.[0]?.components.map((part) => part.custom_id)
    expect(ids).toEqual([undefined, 'ax1:why:S-7KQ2ABCD:0'])
  })

  test('links nothing that is no web address', () => {
    const of = story({ link: 'javascript:alert(1)' })
    const body = storyCard({ story: of, articles: [] }, context(), { buttons: [] })
    expect(body.embeds?.[0]?.url).toBeUndefined()
    expect(body.components).toBeUndefined()
  })

  test('says that one camp alone claims it', () => {
    expect(read(storyCard({ story: PERSIAN, articles: [] }, context()))).toContain(
      'Iran state only: Alborz News and 1 more say so; no other camp reports it yet.',
    )
    expect(read(storyCard({ story: RUSSIAN, articles: [] }, context()))).not.toContain('only:')
  })

  test('takes outlets that nobody has placed for no camp of their own', () => {
    const unplaced = { camp: 'unknown', camps: [{ camp: 'unknown', articles: 2 }] }
    const two = story({ ...unplaced, families: ['a.example', 'b.example'] })
    const one = story({ ...unplaced, families: ['a.example'] })
    expect(read(storyCard({ story: two, articles: [] }, context()))).not.toContain('only:')
    const alone = read(storyCard({ story: one, articles: [] }, context()))
    expect(alone).toContain('says so; nobody else reports it yet.')
    expect(alone).not.toContain('only:')
    expect(storyLines(one, context())).toContain('says: ')
    expect(lockLine(one, context())).not.toContain('only:')
    expect(glossOf({ ...PERSIAN, camp: 'unknown' }, context())).not.toContain('Unknown')
  })

  test('counts those who name nobody among the origins', () => {
    const of = (changes: Partial<Story>) => sourcesOf(story(changes))
    const families = ['a', 'b', 'c', 'd']
    const [Wire, Other] = ['Meridian Wire', 'Harbour Wire']
    expect(of({ families, origins: [Wire], originCount: 1 })).toContain('1 origin (Meridian Wire)')
    expect(of({ families, origins: [Wire], originCount: 3 })).toContain(
      '4 publishers, 3 origins (Meridian Wire and 2 more)',
    )
    expect(of({ families, origins: [Wire, Other, 'Port Wire'] })).toContain(
      '3 origins (Meridian Wire, Harbour Wire and 1 more)',
    )
    expect(of({ families, origins: [], originCount: 2 })).toContain('4 publishers, 2 origins')
    expect(of({ families, origins: [], originCount: 4 })).not.toContain('origin')
    expect(of({ families, origins: [Wire], originCount: 4 })).not.toContain('origin')
    expect(of({ families: ['a'], origins: [Wire], originCount: 1 })).toContain(
      '1 publisher, 1 origin (Meridian Wire)',
    )
  })

  test('glosses a foreign title with the original and a translation link to the article', () => {
    const body = storyCard({ story: PERSIAN, articles: [] }, context())
    expect(body.embeds?.[0]?.title).toBe(
      '\\[fa\\] Alborz News, Iran state\\: Iran – Russia · arms transfers · Su\\-35',
    )
    expect(body.embeds?.[0]?.description).toContain(
      'https://translate.google.com/translate?sl=auto&tl=en&u=https%3A%2F%2Falborz.example%2Ffa%2Fnews%2F71',
    )
  })
})

describe('the status of a story', () => {
  test('is new for two hours, developing while somebody joins, then quiet', () => {
    const opened = (hours: number) => ({
      ...detail(),
      story: story({ openedAt: NOW - hours * HOUR }),
    })
    expect(statusOf(opened(1), NOW)).toBe('new')
    expect(statusOf(opened(3), NOW)).toBe('developing')
    expect(statusOf(opened(3), NOW + 12 * HOUR)).toBe('quiet')
    const alone = { story: story(), articles: [article(), article({ seenAt: NOW - HOUR })] }
    expect(statusOf(alone, NOW)).toBe('quiet')
  })
})

describe('which title is shown', () => {
  test('is the reader’s side with its own address and outlet', () => {
    expect(shownTitle(RUSSIAN, context())).toEqual({
      title: 'Moscow and Tehran agree schedule for spare parts',
      outlet: 'Harbour Post',
      link: 'https://harbour-post.example/world/parts',
    })
  })

  test('is the original where the subscription prefers it or its language is unknown', () => {
    expect(shownTitle(PERSIAN, context({ foreign: 'original' })).title).toBe(PERSIAN.title)
    const unknown = story({ lang: 'und', sides: [] })
    expect(shownTitle(unknown, context()).title).toBe(unknown.title)
  })
})

describe('a line', () => {
  test('names the finest actors, not those they roll up to', () => {
    expect(finestActors(['iran', 'irgc', 'russia'], PACK)).toEqual(['irgc', 'russia'])
    expect(storyLines(story(), context())).toContain('IRGC, Ukraine, Shahed\\-136')
  })

  test('writes labels small inside a sentence, names and acronyms as they are', () => {
    const labels = ['Arms transfers', 'War in Ukraine', 'IAEA reports', '']
    expect(labels.map(lowerFirst)).toEqual(['arms transfers', 'war in Ukraine', 'IAEA reports', ''])
  })

  test('in compact style is one line', () => {
    expect(storyLines(PERSIAN, context(), { style: 'compact' }).split('\n')).toHaveLength(1)
  })

  test('links a posted message only at an address of a message', () => {
    const line = storyLines(story(), context(), { postedUrl: 'https://evil.example/' })
    expect(line).not.toContain('evil')
  })
})

describe('the line for a lock screen', () => {
  test('leads with severity, outlet and headline, and ends with the publishers', () => {
    expect(lockLine(story(), context())).toBe(
      '🟠 HIGH · Harbour Post\\: Iran denies new Shahed shipment after Kyiv claim · 4 publishers',
    )
  })

  test('leads with the camp while one camp claims it', () => {
    expect(lockLine(PERSIAN, context({ lang: 'fa' }))).toMatch(
      /^🟡 MEDIUM · Iran state only\\: Alborz/u,
    )
  })

  test('keeps within 150 characters with a role in front', () => {
    const long = story({ title: 'word '.repeat(100) })
    const of = subscription({ mode: 'breaking', notify: 'role', mention: '400000000000000004' })
    const body = instantMessage(long, of, context(), undefined, { ping: true })
    expect(body.content).toMatch(/^<@&400000000000000004> 🟠 HIGH/u)
    expect(body.content?.length).toBeLessThanOrEqual(150)
    expect(body.allowed_mentions).toEqual({ parse: [], roles: ['400000000000000004'] })
  })

  test('pings nobody on an edit or without a role', () => {
    const of = subscription({ mode: 'breaking', notify: 'role', mention: '400000000000000004' })
    expect(instantMessage(story(), of, context(), 'severity up').allowed_mentions).toEqual({
      parse: [],
    })
    const none = subscription({ mode: 'breaking', notify: 'role' })
    expect(instantMessage(story(), none, context(), undefined, { ping: true }).content).toMatch(
      /^🟠/u,
    )
  })
})

test('the pager knows its ends', () => {
  const page = (offset: number) =>
    latestCard(
      { page: { items: [story()], total: 21 }, offset, what: '', hours: 24, pager: 'rel=core' },
      context(),
    ).components?.[1]?.components.map((part) => [part.custom_id, 'disabled' in part])
  expect(page(0)).toEqual([
    ['ax1:latest:rel=core:0', true],
    ['ax1:latest:rel=core:1', false],
  ])
  expect(page(20)).toEqual([
    ['ax1:latest:rel=core:1', false],
    ['ax1:latest:rel=core:3', true],
  ])
})

test.each([
  [0, 0, 0, '0 stories'],
  [0, 1, 1, '1 story'],
  [0, 3, 3, '3 stories'],
  [10, 1, 11, '11–11 of 11 stories'],
  [10, 10, 25, '11–20 of 25 stories'],
])('a page says what it shows: from %i, %i of %i', (offset, shown, total, words) => {
  expect(rangeOf({ offset, shown, total }, storiesOf(total))).toBe(words)
})

test('activity is one bar a day with the busiest named', () => {
  const days = [0, 1, 8].map((stories, n) => ({ day: `2026-11-2${n}`, stories }))
  expect(activityLine(days)).toBe('`·▁█` 9 stories, busiest 22 Nov (8)')
  expect(activityLine([])).toBe('No activity.')
  expect(activityLine([], true)).toBe('Nothing new since the feeds were first read.')
})

test('coverage says only what is wrong, darkest first', () => {
  const camps = [
    { camp: 'western', feeds: 20, healthy: 20 },
    { camp: 'ukraine', feeds: 4, healthy: 3 },
    { camp: 'iran-state', feeds: 6, healthy: 0, since: NOW },
  ]
  const coverage = { feeds: 30, healthy: 23, read: 30, camps }
  expect(coverageLine(context({ coverage }))).toBe(
    `⚠ Coverage: Iran state: 0 of 6 since <t:${NOW / 1000}:f> · Ukraine: 3 of 4`,
  )
  expect(coverageLine(context())).toBeUndefined()
})
