import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planDigests } from '../../src/jobs/plan/digests.ts'
import { planInstant } from '../../src/jobs/plan/instant.ts'
import { DAY_MS, fixedClock, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import { storyId } from '../../src/lib/hash.ts'
import type { Mute, Report, Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { Story, Subscription } from '../../src/types.ts'
import { context } from '../card/world.ts'
import { makeArticle, makePoll, makeStory, makeSubscription } from '../store/make.ts'

const SEVEN = Date.UTC(2026, 10, 25, 7)
const CORE = { relevance: 'core', actors: ['iran', 'russia'], themes: ['sanctions'] } as const

let clock: ReturnType<typeof fixedClock>
let store: Store
beforeEach(async () => {
  clock = fixedClock(SEVEN)
  store = await openStore({ path: ':memory:', clock })
})
afterEach(() => store.close())

const deps = () => ({
  store,
  clock,
  log: () => undefined,
  context: async (lang: string) => context({ lang, now: clock.now() }),
})

async function tell(title: string, more: Partial<Story> = {}): Promise<string> {
  const article = makeArticle(title, { title, seenAt: SEVEN - 30 * MINUTE_MS, tags: CORE })
  const stories = [makeStory(article, { severity: 'high', ...more })]
  await store.commitPoll({ ...makePoll([article]), stories })
  return storyId(article.id)
}

async function subscribe(more: Partial<Subscription> = {}): Promise<Subscription> {
  const one = makeSubscription('one', { createdAt: SEVEN - DAY_MS, ...more })
  await store.saveSubscription(one)
  return one
}

const instant = { mode: 'instant', times: [] } as const
const sent = async (one: Subscription): Promise<string> =>
  JSON.stringify((await store.deliveries(one.id, 50)).map(({ body }) => body))

async function mute(more: Pick<Mute, 'kind' | 'value'> & Partial<Mute>): Promise<void> {
  const one: Mute = { id: 'm', label: more.value, by: 'u', at: SEVEN, ...more }
  const settings = await store.guildSettings('guild-1')
  await store.saveGuildSettings({ ...settings, mutes: [one] })
}

const report = (story: string, reason: Report['reason'], ref?: string): Report => ({
  id: `${story} ${reason}`,
  guildId: 'guild-1',
  storyId: story,
  reason,
  ...(ref === undefined ? {} : { ref }),
  by: 'u',
  at: SEVEN - HOUR_MS,
  status: 'applied',
  article: { title: 't', lang: 'en', at: SEVEN, relevance: 'core', actors: [], themes: [] },
})

describe('a mute', () => {
  test('keeps a story out of digests, which say that something is muted', async () => {
    await tell('Tanker insurers weigh another winter')
    await tell('Ministers meet in Astana')
    await mute({ kind: 'words', value: 'tanker insurers' })
    const one = await subscribe()
    await planDigests(deps())
    expect(await sent(one)).toContain('Ministers meet in Astana')
    expect(await sent(one)).not.toContain('Tanker insurers')
    expect(await sent(one)).toContain('1 word muted here')
  })

  test('keeps it out of instant messages until it ends', async () => {
    await tell('Tanker insurers weigh another winter')
    await mute({ kind: 'words', value: 'tanker', until: SEVEN + HOUR_MS })
    const one = await subscribe(instant)
    await planInstant(deps())
    expect(await sent(one)).toBe('[]')
    clock.set(SEVEN + HOUR_MS)
    await planInstant(deps())
    expect(await sent(one)).toContain('Tanker insurers')
  })

  test('of one server is none of another', async () => {
    await tell('Tanker insurers weigh another winter')
    await mute({ kind: 'words', value: 'tanker' })
    const one = await subscribe({ ...instant, guildId: 'guild-2' })
    await planInstant(deps())
    expect(await sent(one)).toContain('Tanker insurers')
  })
})

describe('a correction', () => {
  test('hides a story that is not relevant here', async () => {
    const id = await tell('Ministers meet in Astana')
    await store.saveReport(report(id, 'not-relevant'))
    const one = await subscribe(instant)
    await planInstant(deps())
    expect(await sent(one)).toBe('[]')
  })

  test('takes a wrong theme away, for filters and for what is shown', async () => {
    const id = await tell('Ministers meet in Astana')
    await store.saveReport(report(id, 'wrong-theme', 'sanctions'))
    const { filters } = makeSubscription('x')
    const one = await subscribe({ filters: { ...filters, themes: ['sanctions'] } })
    const all = makeSubscription('all', { createdAt: SEVEN - DAY_MS })
    await store.saveSubscription(all)
    await planDigests(deps())
    expect(await sent(one)).not.toContain('Astana')
    expect(await sent(all)).toContain('✎ corrected here: not Sanctions')
  })

  test('makes a related story core for a digest of core alone', async () => {
    const id = await tell('Ministers meet in Astana', { relevance: 'related' })
    const { filters } = makeSubscription('x')
    const one = await subscribe({ filters: { ...filters, relevance: 'core' } })
    await store.saveReport(report(id, 'should-be-core'))
    await planDigests(deps())
    expect(await sent(one)).toContain('Ministers meet in Astana')
  })
})

describe('a followed story', () => {
  test('is posted once as it is, its backlog too, and nothing else with it', async () => {
    const id = await tell('Ministers meet in Astana', { backlog: true, relevance: 'related' })
    await tell('Another story')
    const { filters } = makeSubscription('x')
    const follow = await subscribe({
      ...instant,
      createdAt: SEVEN,
      filters: { ...filters, story: id },
    })
    await planInstant(deps())
    await planInstant(deps())
    expect(await store.deliveries(follow.id, 10)).toHaveLength(1)
    expect(await sent(follow)).toContain('Ministers meet in Astana')
    expect(await sent(follow)).not.toContain('Another story')
  })
})
