import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MINUTE_MS } from '../../src/lib/clock.ts'
import { type Newsroom, openNewsroom } from './newsroom.ts'

let room: Newsroom

beforeEach(async () => {
  room = await openNewsroom()
})
afterEach(async () => {
  expect(room.playground.problems()).toEqual([])
  await room.close()
})

const FOUR = ['north', 'south', 'west', 'east']
const camps = (...ids: string[]) => ({ camps: ids.map((camp) => ({ camp, articles: 1 })) })

const edits = () => room.messages().map((message) => message.edits.length)

describe('a story that goes on', () => {
  test('with a new camp edits its message in place and adds one plain reply that says it', async () => {
    await room.subscribe()
    await room.tell('Jets land')
    await room.tick()
    await room.tell('Jets land', camps('western', 'iran-state'))
    await room.tick()
    const [card, reply] = room.messages()
    expect(room.messages()).toHaveLength(2)
    expect(edits()).toEqual([1, 0])
    expect(reply?.reference?.message_id).toBe(card?.id)
    expect(room.read()[1]).toContain('new camp: Iran state')
    expect(reply?.embeds).toEqual([])
    await room.tick()
    expect(room.messages()).toHaveLength(2)
    expect(edits()).toEqual([1, 0])
  })

  test('with three more publishers does so, with two it is edited after ten minutes, with one never', async () => {
    await room.subscribe()
    await room.tell('One more')
    await room.tell('Two more')
    await room.tell('Three more')
    await room.tick()
    await room.tell('One more', { families: FOUR.slice(0, 2) })
    await room.tell('Two more', { families: FOUR.slice(0, 3) })
    await room.tell('Three more', { families: FOUR })
    await room.tick()
    expect(room.read().join('\n')).toContain('+3 publishers · Three more · 4 publishers')
    expect(edits().filter((count) => count > 0)).toHaveLength(1)
    await room.tick(10 * MINUTE_MS)
    expect(edits().filter((count) => count > 0)).toHaveLength(2)
    await room.tick(60 * MINUTE_MS)
    expect(edits().filter((count) => count > 0)).toHaveLength(2)
    expect(room.messages()).toHaveLength(4)
  })

  test('says what changed at most once in 30 minutes, and then all of it', async () => {
    await room.subscribe()
    await room.tell('Jets land')
    await room.tick()
    await room.tell('Jets land', camps('western', 'iran-state'))
    await room.tick()
    await room.tell('Jets land', { severity: 'high' })
    await room.tick(5 * MINUTE_MS)
    await room.tell('Jets land', { families: FOUR })
    await room.tick(5 * MINUTE_MS)
    expect(room.messages()).toHaveLength(2)
    expect(edits()[0]).toBe(3)
    await room.tick(20 * MINUTE_MS)
    const said = room.read().slice(1)
    expect(said).toHaveLength(2)
    expect(said[1]).toContain('+3 publishers; severity up to high')
    expect(said[1]).not.toContain('camp')
  })

  test('is edited but not answered once half of the hour is used: the other half is for new stories', async () => {
    await room.subscribe({ maxPerHour: 4 })
    await room.tell('Jets land')
    await room.tell('Ships sail')
    await room.tick()
    await room.tell('Jets land', { severity: 'critical' })
    await room.tick()
    expect(room.messages()).toHaveLength(2)
    expect(edits().toSorted()).toEqual([0, 1])
    await room.tick(61 * MINUTE_MS)
    expect(room.read()[2]).toContain('severity up to critical')
  })

  test('never pings when it is edited or answered', async () => {
    const { analyst } = room.playground.world.roles
    await room.subscribe({ notify: 'role', mention: analyst })
    await room.tell('Jets land', { severity: 'high' })
    await room.tick()
    expect(room.messages()[0]?.mentions.roles).toEqual([analyst])
    await room.tell('Jets land', { severity: 'critical' })
    await room.tick()
    expect(room.messages()).toHaveLength(2)
    expect(room.messages().map((message) => message.mentions.roles)).toEqual([[], []])
  })

  test('keeps its message through a restart of everything', async () => {
    await room.subscribe()
    await room.tell('Jets land')
    await room.tick()
    await room.tell('Jets land', { severity: 'critical' })
    await room.tick(25 * MINUTE_MS)
    await room.tell('Jets land', { families: FOUR })
    await room.tick(30 * MINUTE_MS)
    expect(edits()).toEqual([2, 0, 0])
  })

  test('whose message was deleted by somebody is not told again, and nobody is paused for it', async () => {
    const subscription = await room.subscribe()
    await room.tell('Jets land')
    await room.tick()
    room.playground.clear()
    const [message] = room.messages()
    if (!message) throw new Error('no message')
    await room.deleteMessage(message.id)
    for (const severity of ['high', 'critical'] as const) {
      await room.tell('Jets land', { severity })
      await room.tick(40 * MINUTE_MS)
    }
    expect(room.messages()).toEqual([])
    expect(room.playground.requests().filter((each) => each.method === 'PATCH')).toHaveLength(1)
    expect((await room.store.findSubscription(subscription.id))?.pausedReason).toBeUndefined()
    room.playground.clear()
  })

  test('whose subscription moved to another channel is not told there again, and the old message is left alone', async () => {
    const { news } = room.playground.world.channels
    const subscription = await room.subscribe()
    await room.tell('Jets land')
    await room.tick()
    await room.store.copyPosted(subscription.id, news.id)
    await room.store.saveSubscription({ ...subscription, channelId: news.id })
    for (const severity of ['high', 'critical'] as const) {
      await room.tell('Jets land', { severity })
      await room.tick(40 * MINUTE_MS)
    }
    expect(room.messages(news.id)).toEqual([])
    const patches = room.playground.requests().filter((each) => each.method === 'PATCH')
    expect(patches).toEqual([])
  })

  test('in breaking mode is told again as a whole only when its severity rises', async () => {
    await room.subscribe({ mode: 'breaking', maxPerHour: 6 })
    await room.tell('Jets land', { severity: 'high', families: FOUR.slice(0, 3) })
    await room.tick()
    expect(room.messages()).toHaveLength(1)
    await room.tell('Jets land', { severity: 'critical' })
    await room.tick()
    const [first, again] = room.messages()
    expect(room.messages()).toHaveLength(2)
    expect(again?.reference?.message_id).toBe(first?.id)
    expect(room.read()[1]).toContain('severity up to critical')
    expect(again?.embeds).toHaveLength(1)
    await room.tick(40 * MINUTE_MS)
    await room.tell('Jets land', camps('western', 'iran-state'))
    await room.tick()
    expect(edits()).toEqual([1, 1, 0])
  })

  test('has one message in a channel with an instant and a breaking subscription', async () => {
    await room.subscribe()
    await room.subscribe({ mode: 'breaking', maxPerHour: 3 }, 'b')
    await room.tell('Jets land', { severity: 'high', families: FOUR })
    await room.tick()
    await room.tick()
    expect(room.messages()).toHaveLength(1)
  })
})

describe('two stories that turn out to be one', () => {
  test('both posted: the younger message is edited to say so, with a link to the older', async () => {
    const subscription = await room.subscribe()
    await room.tell('Elder story')
    await room.tick()
    await room.tell('Younger story')
    await room.tick()
    await room.merge('Younger story', 'Elder story')
    await room.tick()
    await room.tick(20 * MINUTE_MS)
    const [elder, younger] = room.messages()
    expect(room.messages()).toHaveLength(2)
    expect(edits()).toEqual([0, 1])
    expect(room.read()[1]).toContain('one story with Elder story')
    expect(JSON.stringify(younger?.embeds)).toContain(
      `https://discord.com/channels/${subscription.guildId}/${subscription.channelId}/${elder?.id}`,
    )
  })

  test('only the younger posted: its message goes on as that of the older', async () => {
    const elders = { relevance: 'related' } as const
    await room.subscribe()
    await room.tell('Elder story', elders)
    await room.tell('Younger story')
    await room.tick()
    await room.merge('Younger story', 'Elder story')
    await room.tell('Elder story', { relevance: 'core', families: FOUR })
    await room.tick()
    expect(edits()[0]).toBe(1)
    expect(room.read()[0]).toContain('Elder story')
    await room.tell('Elder story', { severity: 'critical' })
    await room.tick(40 * MINUTE_MS)
    expect(edits()[0]).toBe(2)
    expect(room.messages()).toHaveLength(3)
  })
})

describe('a forum', () => {
  test('has one post a story, edited at its first message and answered inside', async () => {
    const { forum } = room.playground.world.channels
    await room.subscribe({ channelId: forum.id, channelKind: 'forum' })
    await room.tell('Jets land')
    await room.tick()
    await room.tell('Jets land', { severity: 'critical' })
    await room.tick()
    const posts = [...room.playground.world.guild.channels.values()].filter(
      (channel) => channel.parentId === forum.id && channel.name === 'Jets land',
    )
    expect(posts).toHaveLength(1)
    const [post] = posts
    expect(post?.messages.map((message) => message.edits.length)).toEqual([1, 0])
    expect(post?.messages[1]?.content).toContain('severity up to critical')
  })

  test('in breaking mode is told again below its post, and the post goes on living', async () => {
    const { forum } = room.playground.world.channels
    await room.subscribe({ mode: 'breaking', channelId: forum.id, channelKind: 'forum' })
    await room.tell('Jets land', { severity: 'high', families: FOUR.slice(0, 3) })
    await room.tick()
    await room.tell('Jets land', { severity: 'critical' })
    await room.tick()
    await room.tell('Jets land', camps('western', 'iran-state'))
    await room.tick()
    const posts = [...room.playground.world.guild.channels.values()].filter(
      (channel) => channel.parentId === forum.id && channel.name === 'Jets land',
    )
    expect(posts).toHaveLength(1)
    expect(posts[0]?.messages.map((message) => message.edits.length)).toEqual([2, 0])
  })
})
