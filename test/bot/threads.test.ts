import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bot, openBot } from '../../src/bot/client.ts'
import { toBits } from '../../src/playground/permissions.ts'
import { makeSubscription } from '../store/make.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
let bot: Bot
beforeEach(async () => {
  desk = await openDesk()
  bot = desk.bot
})
afterEach(async () => {
  await bot.close()
  await desk.close()
})

const { id } = makeSubscription('threaded')

/** A subscription in a thread that is archived while the bot is away; `reader` manages its parent channel. */
async function archive(): Promise<void> {
  const { guild, channels, users } = desk.playground.world
  const { thread } = channels
  await desk.store.saveSubscription(
    makeSubscription('threaded', {
      guildId: guild.id,
      channelId: thread.id,
      channelKind: 'thread',
      createdAt: desk.clock.now(),
    }),
  )
  const parent = guild.channels.get(thread.parentId ?? '')
  parent?.overwrites.set(users.reader.id, {
    id: users.reader.id,
    type: 1,
    allow: toBits(['ManageChannels']),
    deny: 0n,
  })
  await bot.close()
  desk.playground.change.threadArchived(thread.id)
  bot = await openBot(desk.deps)
}

/** How often the thread was asked for. */
const asked = (): number =>
  desk.playground
    .requests()
    .filter(
      ({ method, path }) =>
        method === 'GET' && path === `/channels/${desk.playground.world.channels.thread.id}`,
    ).length

describe('a subscription in an archived thread', () => {
  test('is seen and changed by whoever manages its channel, without Manage Server', async () => {
    await archive()
    const list = await desk.read(await desk.ask('axis subs list', {}, 'reader'))
    expect(list).toContain(id)
    await desk.ask('axis subs pause', { id }, 'reader').then((answer) => answer.whole())
    expect((await desk.store.findSubscription(id))?.pausedReason).toBe('paused by hand')
    expect(asked()).toBe(1)
  })

  test('is seen, but not changed, by who only reads that channel', async () => {
    await archive()
    expect(await desk.read(await desk.ask('axis subs list', {}, 'analyst'))).toContain(id)
    const refused = await desk.ask('axis subs pause', { id }, 'analyst')
    expect(await desk.read(refused)).toContain('Manage Channels')
    expect((await desk.store.findSubscription(id))?.pausedReason).toBeUndefined()
  })

  test('is named by its thread when its id is completed', async () => {
    await archive()
    const { intel, thread } = desk.playground.world.channels
    const choices = await desk.playground.interact.autocomplete(
      'reader',
      intel.id,
      'axis subs show',
      'id',
      '',
    )
    expect(JSON.stringify(choices)).toContain(`#${thread.name}`)
  })

  test('whose thread is gone is left to who manages the server, and not asked for at each question', async () => {
    await archive()
    desk.playground.change.channelDeleted(desk.playground.world.channels.thread.id)
    expect(await desk.read(await desk.ask('axis subs list', {}, 'reader'))).not.toContain(id)
    expect(await desk.read(await desk.ask('axis subs list', {}, 'admin'))).toContain(id)
    expect(asked()).toBe(1)
  })
})
