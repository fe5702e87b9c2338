import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FOLLOW_ENDS_MS, settle } from '../../src/jobs/settle.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import type { GuildSettings, Report, Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY, HOUR, makeArticle, makePoll, makeStory, makeSubscription } from '../store/make.ts'

const DAYS = 24 * HOUR
const clock = fixedClock(DAY)
let store: Store

beforeEach(async () => {
  clock.set(DAY)
  store = await openStore({ path: ':memory:', clock })
})
afterEach(() => store.close())

const run = () => settle({ store, clock, log: () => undefined, guildDays: 30, textDays: 90 })
const settings = (more: Partial<GuildSettings> = {}): GuildSettings => ({
  guildId: 'guild-1',
  mentionRoles: [],
  sharing: 'on',
  ...more,
})

describe('a server that left', () => {
  test('is kept for 30 days, then removed whole; others stay', async () => {
    await store.saveGuildSettings(settings({ leftAt: DAY, zone: 'Europe/Kyiv' }))
    await store.saveSubscription(makeSubscription('one'))
    await store.saveSubscription(makeSubscription('other', { guildId: 'guild-2' }))
    clock.set(DAY + 30 * DAYS)
    await run()
    expect(await store.subscriptions()).toHaveLength(2)
    clock.set(DAY + 30 * DAYS + 1)
    await run()
    expect(await store.allGuildSettings()).toEqual([])
    expect((await store.subscriptions()).map((one) => one.guildId)).toEqual(['guild-2'])
  })
})

describe('a purge', () => {
  test('is done when its time is over, and leaves what came after it', async () => {
    const old = makeSubscription('old', { deletedAt: DAY })
    const fresh = makeSubscription('fresh')
    const report: Report = {
      id: 'r',
      guildId: 'guild-1',
      storyId: 'S-AAAAAAAA',
      reason: 'not-relevant',
      by: 'u',
      at: DAY - 1,
      status: 'applied',
      article: { title: 't', lang: 'en', at: DAY, relevance: 'core', actors: [], themes: [] },
    }
    for (const one of [old, fresh]) await store.saveSubscription(one)
    for (const at of [DAY - 1, DAY + 1]) await store.saveReport({ ...report, id: `r${at}`, at })
    const until = DAY + 7 * DAYS
    const purge = { at: DAY, by: 'u', until, settings: '{}', subscriptionIds: [old.id] }
    await store.saveGuildSettings(settings({ purge, zone: 'Asia/Tehran' }))
    clock.set(until - 1)
    await run()
    expect(await store.findSubscription(old.id)).toEqual(old)
    clock.set(until)
    await run()
    expect(await store.findSubscription(old.id)).toBeUndefined()
    expect(await store.subscriptions()).toEqual([fresh])
    expect(await store.guildSettings('guild-1')).toEqual(settings({ zone: 'Asia/Tehran' }))
    expect((await store.reports()).map((one) => one.at)).toEqual([DAY + 1])
  })
})

test('a report keeps no text beyond retention, its title as long as itself', async () => {
  const article = {
    title: 't',
    summary: 's',
    lang: 'en',
    at: DAY,
    relevance: 'core',
    actors: [],
    themes: [],
  } as const
  const report: Report = {
    id: 'r',
    guildId: 'guild-1',
    storyId: 'S-AAAAAAAA',
    reason: 'not-relevant',
    by: 'u',
    at: DAY,
    status: 'noted',
    article,
  }
  await store.saveReport(report)
  clock.set(DAY + 90 * DAYS)
  await run()
  expect(await store.reports()).toEqual([report])
  clock.set(DAY + 90 * DAYS + 1)
  await run()
  const { summary: _gone, ...rest } = article
  expect(await store.reports()).toEqual([{ ...report, article: rest }])
})

test('a subscription that ended is removed 30 days later', async () => {
  const one = makeSubscription('one', { deletedAt: DAY })
  await store.saveSubscription(one)
  clock.set(DAY + 30 * DAYS + 1)
  await run()
  expect(await store.findSubscription(one.id)).toBeUndefined()
})

describe('a followed story', () => {
  const article = makeArticle('followed')
  const story = makeStory(article)
  const follow = makeSubscription('follow', {
    mode: 'instant',
    filters: {
      themes: [],
      actors: [],
      relevance: 'related',
      camps: [],
      langs: [],
      story: story.id,
    },
  })

  test('ends with the story, and says so once', async () => {
    await store.commitPoll(makePoll([article]))
    await store.saveSubscription(follow)
    clock.set(DAY + FOLLOW_ENDS_MS - 1)
    await run()
    expect(await store.subscriptions()).toEqual([follow])
    clock.set(DAY + FOLLOW_ENDS_MS)
    await run()
    await run()
    expect(await store.subscriptions()).toEqual([])
    const [line, ...more] = await store.deliveries(follow.id, 10)
    expect(more).toEqual([])
    expect(line?.body.embeds?.[0]?.description).toContain(`Following ${story.id} ended`)
  })

  test('goes on under the id of the story that took it over', async () => {
    const older = makeArticle('older', { seenAt: DAY - HOUR })
    const target = makeStory(older, { updatedAt: DAY })
    await store.commitPoll(makePoll([older, article]))
    await store.commitPoll({
      ...makePoll([]),
      stories: [target, { ...story, mergedInto: target.id }],
    })
    await store.saveSubscription(follow)
    await run()
    expect((await store.subscriptions())[0]?.filters.story).toBe(target.id)
  })

  test('leaves its mute and its corrections to the story that took it over, however often', async () => {
    const older = makeArticle('older', { seenAt: DAY - HOUR })
    const oldest = makeArticle('oldest', { seenAt: DAY - 2 * HOUR })
    const [middle, target] = [makeStory(older), makeStory(oldest)]
    await store.commitPoll(makePoll([oldest, older, article]))
    await store.commitPoll({
      ...makePoll([]),
      stories: [
        { ...story, mergedInto: middle.id },
        { ...middle, mergedInto: target.id },
      ],
    })
    const mute = { id: 'm', kind: 'story', value: story.id, label: 'x', by: 'u', at: DAY } as const
    const words = { ...mute, id: 'w', kind: 'words' } as const
    await store.saveGuildSettings(settings({ mutes: [mute, words], zone: 'UTC' }))
    const report: Report = {
      id: 'r',
      guildId: 'guild-1',
      storyId: story.id,
      reason: 'not-relevant',
      by: 'u',
      at: DAY,
      status: 'applied',
      article: { title: 't', lang: 'en', at: DAY, relevance: 'core', actors: [], themes: [] },
    }
    await store.saveReport(report)
    await run()
    const after = await store.guildSettings('guild-1')
    expect(after).toEqual(settings({ mutes: [{ ...mute, value: target.id }, words], zone: 'UTC' }))
    expect(await store.reports()).toEqual([{ ...report, storyId: target.id }])
    expect(await store.reports({ storyIds: [target.id] })).toHaveLength(1)
  })

  test('that is stored no more ends too', async () => {
    await store.saveSubscription(follow)
    await run()
    expect(await store.subscriptions()).toEqual([])
  })
})
