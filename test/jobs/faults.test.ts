// Each fault that the bot has to survive (issue E, "Exactly once"), on the playground with the real discord.js.
// The faults of the gateway are in test/bot/client.test.ts.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, sleep } from '../../src/lib/clock.ts'
import type { Fault } from '../../src/playground/faults.ts'
import type { Store } from '../../src/ports.ts'
import { type Newsroom, NOON, openNewsroom } from './newsroom.ts'

let room: Newsroom
beforeEach(async () => {
  room = await openNewsroom()
})
afterEach(() => room.close())

const DIGEST = { mode: 'digest', times: ['12:00'], notify: 'silent' } as const
const FIRST = NOON - HOUR_MS

/** One digest in #intel, owed at noon, with one story. */
async function oweDigest(): Promise<string> {
  room.clock.set(FIRST)
  const { id } = await room.subscribe(DIGEST)
  await room.tell('Jets land')
  room.clock.set(NOON)
  return id
}

async function logTo(): Promise<string> {
  const { guild, channels } = room.playground.world
  await room.store.saveGuildSettings({
    guildId: guild.id,
    logChannelId: channels.news.id,
    mentionRoles: [],
    sharing: 'on',
  })
  return channels.news.id
}

describe('an answer that does not come', () => {
  const lost: readonly Extract<Fault, { readonly when: string }>[] = [
    { kind: 'status', status: 502, when: 'after' },
    { kind: 'reset', when: 'after' },
    { kind: 'close', when: 'after' },
    { kind: 'hang', when: 'after' },
  ]

  test.each(lost)(
    '$kind after the message was stored: it stands once, minutes later too',
    async (fault) => {
      await room.close()
      room = await openNewsroom(NOON, { timeoutMs: 500 })
      const id = await oweDigest()
      room.playground.faults.next({ method: 'POST', path: '/messages' }, fault)
      await room.tick()
      room.playground.faults.forgetNonces()
      await room.tick(15 * MINUTE_MS)
      expect(room.messages()).toHaveLength(1)
      expect((await room.store.deliveries(id, 5))[0]).toMatchObject({ status: 'sent' })
    },
  )

  test.each(lost)('$kind before it was stored: it is posted by the next try', async (fault) => {
    await room.close()
    room = await openNewsroom(NOON, { timeoutMs: 500 })
    await oweDigest()
    room.playground.faults.next({ method: 'POST', path: '/messages' }, { ...fault, when: 'before' })
    await room.tick()
    expect(room.messages()).toHaveLength(0)
    await room.tick(MINUTE_MS)
    expect(room.messages()).toHaveLength(1)
  })

  test('an edit whose answer was lost is simply repeated', async () => {
    await room.subscribe()
    await room.tell('Jets land')
    await room.tick()
    await room.tell('Jets land', { severity: 'critical' })
    room.playground.faults.next({ method: 'PATCH' }, { kind: 'close', when: 'after' })
    await room.tick()
    await room.tick(MINUTE_MS)
    expect(room.messages()).toHaveLength(2)
    expect(room.read()[0]).toContain('CRITICAL')
  })
})

describe('429', () => {
  test.each(['user', 'global', 'shared'] as const)(
    'with Retry-After (%s): everything waits, in order, and nothing is lost',
    async (scope) => {
      await room.subscribe()
      for (const name of ['One', 'Two', 'Three']) await room.tell(name)
      const planted = room.playground.faults.next(
        { method: 'POST', path: '/messages' },
        { kind: 'rate-limit', retryAfterMs: 1100, scope },
      )
      await room.tick()
      expect(planted.hits()).toBe(1)
      expect(room.messages()).toHaveLength(0)
      await sleep(1200)
      await room.tick(2 * SECOND_MS)
      expect(room.messages()).toHaveLength(3)
    },
  )
})

describe('a channel that refuses', () => {
  test('pauses its subscription, is told once in the log channel, and goes on by itself', async () => {
    const log = await logTo()
    const { intel } = room.playground.world.channels
    const { id } = await room.subscribe()
    await room.tell('Before')
    room.playground.change.permissionLost(intel.id, 'SendMessages')
    await room.tick()
    await room.tell('During')
    for (let minute = 0; minute < 30; minute += 5) await room.tick(5 * MINUTE_MS)
    expect((await room.store.findSubscription(id))?.pausedReason).toMatch(/^Discord refused: 403/)
    expect(room.read(log)).toHaveLength(1)
    expect(room.read(log)[0]).toContain(`I cannot post instant ${id}`)
    room.playground.change.permissionBack(intel.id)
    await room.tick(HOUR_MS)
    await room.tick(MINUTE_MS)
    expect((await room.store.findSubscription(id))?.pausedReason).toBeUndefined()
    expect(room.read().join()).toContain('Before')
    expect(room.read().join()).toContain('During')
    expect(room.messages()).toHaveLength(2)
    expect(room.read(log)).toHaveLength(2)
    expect(room.read(log)[1]).toContain('again')
  })

  test('is not asked a thousand times: some ten times an hour at most', async () => {
    const { intel } = room.playground.world.channels
    await room.subscribe()
    await room.tell('Jets land')
    room.playground.change.permissionLost(intel.id, 'SendMessages')
    for (let minute = 0; minute < 180; minute += 1) await room.tick(MINUTE_MS)
    expect(room.playground.invalidCount()).toBeLessThan(30)
  })

  test('for longer than a story waits: what is still news is told when it takes messages again', async () => {
    const { intel } = room.playground.world.channels
    await room.subscribe()
    await room.tell('Jets land')
    room.playground.change.permissionLost(intel.id, 'SendMessages')
    for (let hour = 0; hour < 8; hour += 1) await room.tick(HOUR_MS)
    room.playground.change.permissionBack(intel.id)
    await room.tick(HOUR_MS)
    await room.tick(MINUTE_MS)
    await room.tick(MINUTE_MS)
    expect(room.messages()).toHaveLength(1)
    expect(room.read()[0]).toContain('Jets land')
  })

  test('for longer than a digest may be late: the digest folds into the next, which tells all of it', async () => {
    const { intel } = room.playground.world.channels
    const id = await oweDigest()
    room.playground.change.permissionLost(intel.id, 'SendMessages')
    await room.tick()
    await room.tick(7 * HOUR_MS)
    await room.tell('Ships sail')
    room.playground.change.permissionBack(intel.id)
    await room.tick(HOUR_MS)
    await room.tick(NOON + DAY_MS - room.clock.now())
    await room.tick()
    expect(room.messages()).toHaveLength(1)
    expect(room.read()[0]).toContain('Jets land')
    expect(room.read()[0]).toContain('Ships sail')
    expect(room.read()[0]).toContain('It catches up with 1 missed digest.')
    expect((await room.store.deliveries(id, 9)).map((one) => one.status)).toEqual([
      'sent',
      'dropped',
    ])
  })

  test('for less than that: the digest is sent once, and says that it is late', async () => {
    const { intel } = room.playground.world.channels
    await oweDigest()
    room.playground.change.permissionLost(intel.id, 'SendMessages')
    await room.tick()
    room.playground.change.permissionBack(intel.id)
    await room.tick(2 * HOUR_MS)
    await room.tick(10 * MINUTE_MS)
    expect(room.read()).toHaveLength(1)
    expect(room.read()[0]).toContain('· late')
  })

  test('because it was deleted: paused with the reason, and a picker for another one in the log channel', async () => {
    const log = await logTo()
    const { intel } = room.playground.world.channels
    const { id } = await room.subscribe()
    await room.tell('Jets land')
    room.playground.change.channelDeleted(intel.id)
    await room.tick()
    await room.tick(HOUR_MS)
    expect((await room.store.findSubscription(id))?.pausedReason).toMatch(/^Discord refused: 404/)
    expect(room.messages(log)).toHaveLength(1)
    expect(JSON.stringify(room.messages(log)[0]?.components)).toContain(`ax1:move:${id}:0`)
  })

  test('because the bot left the server: joined again, it goes on with what it owes', async () => {
    const { guild } = room.playground.world
    await oweDigest()
    await room.tick()
    await room.tell('Ships sail')
    room.playground.change.guildRemoved(guild.id)
    await room.tick(NOON + DAY_MS - room.clock.now())
    await room.tick(3 * HOUR_MS)
    room.playground.change.guildRejoined(guild.id)
    await room.tick(HOUR_MS)
    await room.tick(NOON + 2 * DAY_MS - room.clock.now())
    await room.tick()
    expect(room.messages()).toHaveLength(2)
    expect(room.read()[1]).toContain('Ships sail')
    expect(room.read()[1]).not.toContain('Jets land')
  })
})

describe('what people do', () => {
  test('a thread that was archived is opened by the next message', async () => {
    const { thread } = room.playground.world.channels
    await room.subscribe({ channelId: thread.id, channelKind: 'thread' })
    room.playground.change.threadArchived(thread.id)
    await room.tell('Jets land')
    await room.tick()
    expect(room.messages(thread.id)).toHaveLength(1)
    expect(thread.thread?.archived).toBe(false)
  })

  test('a role that was deleted is not pinged, and the message is posted all the same', async () => {
    const { guild, roles } = room.playground.world
    const { id } = await room.subscribe({ notify: 'role', mention: roles.analyst })
    room.playground.change.roleDeleted(guild.id, roles.analyst)
    await room.tell('Jets land')
    await room.tick()
    expect(room.messages()).toHaveLength(1)
    expect(room.messages()[0]?.mentions.roles).toEqual([])
    expect((await room.store.findSubscription(id))?.pausedReason).toBeUndefined()
  })

  test('a lost Embed Links is named, and nothing half is posted', async () => {
    const { intel } = room.playground.world.channels
    const { id } = await room.subscribe()
    room.playground.change.permissionLost(intel.id, 'EmbedLinks')
    await room.tell('Jets land')
    await room.tick()
    expect(room.messages()).toEqual([])
    expect((await room.store.findSubscription(id))?.pausedReason).toContain('Discord refused')
  })

  test('a channel that seems open but takes nothing is told of once, not every hour', async () => {
    const log = await logTo()
    const { intel } = room.playground.world.channels
    await room.subscribe()
    room.playground.change.permissionLost(intel.id, 'EmbedLinks')
    for (let hour = 0; hour < 30; hour += 1) {
      await room.tell(`Story ${hour}.`)
      await room.tick(HOUR_MS)
    }
    expect(room.read(log).filter((text) => text.includes('cannot post'))).toHaveLength(1)
  })
})

describe('a forum post whose answer was lost', () => {
  const posts = () => {
    const { forum } = room.playground.world.channels
    return [...room.playground.world.guild.channels.values()].filter(
      (channel) => channel.parentId === forum.id && channel.name === 'Jets land',
    )
  }
  const subscribe = () => {
    const { forum } = room.playground.world.channels
    return room.subscribe({ channelId: forum.id, channelKind: 'forum' })
  }

  test('is looked for among the active posts before a second try', async () => {
    await subscribe()
    await room.tell('Jets land')
    room.playground.faults.next(
      { method: 'POST', path: '/threads' },
      { kind: 'status', status: 502, when: 'after' },
    )
    await room.tick()
    await room.tick(MINUTE_MS)
    expect(posts()).toHaveLength(1)
  })

  test('again and again becomes unknown, is said so, and is not sent again', async () => {
    const { id } = await subscribe()
    await room.tell('Jets land')
    room.playground.faults.next(
      { method: 'POST', path: '/threads', times: 9 },
      { kind: 'status', status: 500, when: 'before' },
    )
    for (let hour = 0; hour < 4; hour += 1) await room.tick(HOUR_MS)
    room.playground.faults.clear()
    await room.tick(HOUR_MS)
    expect(posts()).toEqual([])
    expect((await room.store.deliveries(id, 5))[0]?.status).toBe('unknown')
    expect((await room.store.health()).deliveries.unknown).toBe(1)
  })

  test('is not posted a second time when the look itself fails', async () => {
    await subscribe()
    await room.tell('Jets land')
    room.playground.faults.next(
      { method: 'POST', path: '/threads' },
      { kind: 'status', status: 502, when: 'after' },
    )
    room.playground.faults.next(
      { method: 'GET', path: '/messages', times: 2 },
      { kind: 'status', status: 500, when: 'before' },
    )
    await room.tick()
    await room.tick(MINUTE_MS)
    await room.tick(MINUTE_MS)
    await room.tick(MINUTE_MS)
    expect(posts()).toHaveLength(1)
  })
})

describe('a digest of several messages in a forum', () => {
  test('is one post, its parts in order below the first, whatever answer is lost', async () => {
    const { forum } = room.playground.world.channels
    room.clock.set(FIRST)
    await room.subscribe({ ...DIGEST, channelId: forum.id, channelKind: 'forum', style: 'rich' })
    for (let at = 0; at < 15; at += 1) await room.tell(`Story ${at} ${'and so on '.repeat(15)}`)
    room.clock.set(NOON)
    const lost = { kind: 'close', when: 'after' } as const
    room.playground.faults.next({ method: 'POST', path: '/threads' }, lost)
    room.playground.faults.next({ method: 'POST', path: '/messages' }, lost)
    for (let minute = 0; minute < 10; minute += 1) {
      await room.tick(MINUTE_MS)
      room.playground.faults.forgetNonces()
    }
    const posts = [...room.playground.world.guild.channels.values()].filter(
      (channel) => channel.parentId === forum.id && channel.name.startsWith('Digest'),
    )
    expect(posts).toHaveLength(1)
    const parts = posts[0]?.messages.map(
      (message) => /part (\d)/.exec(JSON.stringify(message.embeds))?.[1],
    )
    expect(parts?.length).toBeGreaterThan(1)
    expect(parts).toEqual(parts?.map((_, at) => String(at + 1)))
  })
})

describe('a channel whose history we may not read', () => {
  test('a lost answer that a nonce no longer guards becomes unknown, never a second message', async () => {
    const { intel } = room.playground.world.channels
    const { id } = await room.subscribe()
    await room.tell('Jets land')
    room.playground.change.permissionLost(intel.id, 'ReadMessageHistory')
    room.playground.faults.next(
      { method: 'POST', path: '/messages' },
      { kind: 'close', when: 'after' },
    )
    await room.tick()
    room.playground.faults.forgetNonces()
    await room.tick(10 * MINUTE_MS)
    expect(room.messages()).toHaveLength(1)
    expect((await room.store.deliveries(id, 5))[0]).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('Read Message History'),
    })
  })
})

describe('the machine', () => {
  /** SQLite's own error for a disk without room. */
  const full = () => Object.assign(new Error('database or disk is full'), { errcode: 13 })

  test('a disk that fills up after the post: the message is found, not posted again', async () => {
    let isFull = false
    await room.close()
    room = await openNewsroom(NOON, {
      through: (store): Store => ({
        ...store,
        saveDeliveries: async (...args) => {
          if (isFull) throw full()
          return store.saveDeliveries(...args)
        },
      }),
    })
    await room.subscribe()
    const { news } = room.playground.world.channels
    await room.subscribe({ channelId: news.id }, 'other')
    await room.tell('Jets land')
    isFull = true
    await room.tick()
    isFull = false
    room.playground.faults.forgetNonces()
    expect(room.log).toContain('delivery.failed')
    await room.tick(5 * MINUTE_MS)
    expect(room.messages()).toHaveLength(1)
    expect(room.messages(news.id)).toHaveLength(1)
    await room.tick()
    expect(room.messages()).toHaveLength(1)
  })

  test('a database that another process holds is waited for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'axis-locked-'))
    const database = join(folder, 'axis.db')
    await room.close()
    room = await openNewsroom(NOON, { database })
    await room.subscribe()
    await room.tell('Jets land')
    const other = new DatabaseSync(database)
    other.exec('begin immediate')
    const ticked = room.tick()
    await sleep(300)
    expect(room.messages()).toEqual([])
    other.exec('rollback')
    other.close()
    await ticked
    expect(room.messages()).toHaveLength(1)
    await rm(folder, { recursive: true, force: true })
  })

  test('a clock that is set back sends no digest and no story twice, and loses none', async () => {
    await oweDigest()
    await room.subscribe({ channelId: room.playground.world.channels.news.id }, 'i')
    await room.tick()
    room.playground.faults.forgetNonces()
    room.clock.set(NOON - 3 * HOUR_MS)
    await room.tell('Ships sail')
    for (let hour = 0; hour < 5; hour += 1) await room.tick(HOUR_MS)
    await room.tick(NOON + DAY_MS - room.clock.now())
    await room.tick()
    expect(room.read()).toHaveLength(2)
    expect(room.read()[1]).not.toContain('Jets land')
    expect(room.read(room.playground.world.channels.news.id)).toHaveLength(2)
  })

  test('a clock that is set back while an answer is lost makes no second message', async () => {
    await oweDigest()
    room.playground.faults.next(
      { method: 'POST', path: '/messages' },
      { kind: 'close', when: 'after' },
    )
    await room.tick()
    room.playground.faults.forgetNonces()
    room.clock.set(room.clock.now() - HOUR_MS)
    for (let step = 0; step < 5; step += 1) await room.tick(20 * MINUTE_MS)
    expect(room.messages()).toHaveLength(1)
  })
})
