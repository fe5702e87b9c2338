import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Subscription } from '../../src/types.ts'
import { makeDelivery, makeSubscription } from '../store/make.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const guildId = () => desk.playground.world.guild.id
const intel = () => desk.playground.world.channels.intel.id
const news = () => desk.playground.world.channels.news.id
const saved = (): Promise<readonly Subscription[]> =>
  desk.store.subscriptions({ guildId: guildId() })
const own = (name: string, more: Partial<Subscription> = {}) =>
  makeSubscription(name, { guildId: guildId(), channelId: intel(), ...more })

async function card(at = 0) {
  const { items } = await desk.store.latestStories({}, { limit: 12, offset: 0 })
  const id = items[at]?.id ?? ''
  return { id, answer: await desk.ask('axis story', { id }) }
}

describe('following a story', () => {
  test('makes a subscription to it alone, once, and can be stopped', async () => {
    const { id, answer } = await card()
    const done = await desk.press(answer, 'Follow')
    expect(await desk.read(done)).toContain('Followed here (1 of 10 in this server)')
    expect(await saved()).toMatchObject([
      { mode: 'instant', channelId: intel(), filters: { story: id, relevance: 'related' } },
    ])
    const again = await desk.press(answer, 'Follow')
    expect(await desk.read(again)).toContain('Followed here already')
    const list = await desk.ask('axis subs list')
    expect(await desk.read(list)).toContain(`follows ${id}`)
    await desk.press(done, 'Stop following')
    expect(await saved()).toEqual([])
    expect(desk.playground.problems()).toEqual([])
  })

  test('needs Manage Channels in that channel', async () => {
    const { answer } = await card()
    const shared = await desk.press(answer, 'Share here')
    expect(shared.ephemeral).toBe(false)
    const { id } = await desk.store
      .latestStories({}, { limit: 1, offset: 0 })
      .then(({ items }) => items[0] ?? { id: '' })
    const own = await desk.ask('axis story', { id }, 'reader')
    const refused = await desk.press(own, 'Follow', 'reader')
    expect(await desk.read(refused)).toContain('You need the permission Manage Channels')
    expect(await saved()).toEqual([])
  })

  test('is refused where the story is muted, since nothing of it would be posted', async () => {
    await desk.ask('axis-admin mute words', { words: 'tanker insurers' })
    const { answer } = await card()
    const refused = await desk.press(answer, 'Follow')
    expect(await desk.read(refused)).toContain('It is muted in this server')
    expect(await saved()).toEqual([])
  })

  test('is counted apart from subscriptions: ten a server', async () => {
    for (let n = 0; n < 20; n += 1) await desk.store.saveSubscription(own(`sub-${n}`))
    const filters = own('x').filters
    for (let n = 0; n < 9; n += 1) {
      const story = `S-AAAAAAA${'ABCDEFGHI'[n]}`
      await desk.store.saveSubscription(own(`follow-${n}`, { filters: { ...filters, story } }))
    }
    const tenth = await card(0)
    expect(await desk.read(await desk.press(tenth.answer, 'Follow'))).toContain('10 of 10')
    const eleventh = await card(1)
    const refused = await desk.press(eleventh.answer, 'Follow')
    expect(await desk.read(refused)).toContain('This server follows 10 of 10 stories')
  })
})

describe('moving a subscription', () => {
  test('keeps its id and memory, takes followed stories along and leaves one line', async () => {
    const one = own('one')
    const { id: story } = await card()
    const follow = own('follow', { mode: 'instant', times: [], filters: { ...one.filters, story } })
    for (const each of [one, follow]) await desk.store.saveSubscription(each)
    const delivery = makeDelivery('d', { subscriptionId: one.id, channelId: intel() })
    await desk.store.addDeliveries([delivery])
    await desk.store.saveDelivery({ ...delivery, status: 'sent', messageId: 'm' }, [
      { storyId: story, at: 1, mode: 'digest', families: [], camps: [], severity: 'low' },
    ])
    await desk.ask('axis subs edit', { id: one.id, channel: news() })
    const after = await saved()
    expect(after.map((each) => [each.id, each.channelId]).sort()).toEqual(
      [one, follow].map((each) => [each.id, news()]).sort(),
    )
    expect(await desk.store.postedStories(news(), [story])).toHaveLength(1)
    const left = desk.playground.messages(intel()).map((message) => JSON.stringify(message.embeds))
    expect(left).toHaveLength(1)
    expect(left[0]).toContain(`moved to <#${news()}>`)
    expect(desk.playground.problems()).toEqual([])
  })

  test('leaves followed stories where somebody else posts', async () => {
    const filters = own('x').filters
    const follow = own('follow', { filters: { ...filters, story: 'S-AAAAAAAA' } })
    for (const each of [own('one'), own('two'), follow]) await desk.store.saveSubscription(each)
    await desk.ask('axis subs edit', { id: own('one').id, channel: news() })
    expect((await desk.store.findSubscription(follow.id))?.channelId).toBe(intel())
  })

  test('is offered by a channel picker where the old channel is gone', async () => {
    const one = own('one', { channelId: '999', pausedReason: 'Discord refused: 404' })
    await desk.store.saveSubscription(one)
    const body = {
      content: 'Pick',
      components: [{ type: 1, components: [{ type: 8, custom_id: `ax1:move:${one.id}:0` }] }],
      allowed_mentions: { parse: [] },
    }
    const { token, apiBase } = desk.playground
    const sent = await fetch(`${apiBase}/v10/channels/${intel()}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    // The playground answers as Discord does: a message object.
    const { id } = (await sent.json()) as { readonly id: string }
    const answer = await desk.playground.interact.select(
      id,
      `ax1:move:${one.id}:0`,
      [news()],
      'admin',
    )
    expect(await desk.read(answer)).toContain('goes on in #')
    const { pausedReason: _gone, ...rest } = one
    expect(await desk.store.findSubscription(one.id)).toEqual({
      ...rest,
      channelId: news(),
      channelKind: expect.any(String),
    })
  })
})

describe('changing the mode', () => {
  test('gives the times of the new mode and keeps the rest', async () => {
    const one = own('one', { preset: 'desk', times: ['07:00', '19:00'], style: 'rich' })
    await desk.store.saveSubscription(one)
    await desk.ask('axis subs edit', { id: one.id, mode: 'breaking' })
    const { preset: _gone, ...rest } = one
    expect(await desk.store.findSubscription(one.id)).toEqual({
      ...rest,
      mode: 'breaking',
      times: [],
      maxPerHour: 3,
    })
    await desk.ask('axis subs edit', { id: one.id, mode: 'digest', times: '06:00' })
    expect(await desk.store.findSubscription(one.id)).toMatchObject({
      mode: 'digest',
      times: ['06:00'],
      style: 'rich',
    })
  })

  test('relevance:all is taken only where every way to match names a source', async () => {
    const one = own('one')
    await desk.store.saveSubscription(one)
    const open = await desk.ask('axis subs edit', {
      id: one.id,
      relevance: 'all',
      query: 'tanker OR source:north',
    })
    expect(await desk.read(open)).toContain('relevance:all needs named sources')
    await desk.ask('axis subs edit', { id: one.id, relevance: 'all', query: 'source:north tanker' })
    expect((await desk.store.findSubscription(one.id))?.filters.relevance).toBe('no')
    const dropped = await desk.ask('axis subs edit', { id: one.id, query: 'off' })
    expect(await desk.read(dropped)).toContain('relevance:all needs named sources')
  })
})
