import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBot } from '../../src/bot/client.ts'
import type { Answer } from '../../src/playground/answer.ts'
import { makeSubscription } from '../store/make.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const guildId = () => desk.playground.world.guild.id
const channelId = () => desk.playground.world.channels.intel.id
const settings = () => desk.store.guildSettings(guildId())
const own = (name: string, more = {}) =>
  makeSubscription(name, { guildId: guildId(), channelId: channelId(), ...more })

/** The file of an export, with its text changed; sent by the bot before, so that it can be given. */
async function fileOf(answer: Answer, change: (text: string) => string = (text) => text) {
  const [file] = (await answer.whole()).attachments
  if (file === undefined)
    throw new Error(`no file: ${await desk.read(answer)} ${JSON.stringify(desk.log.slice(-2))}`)
  const text = change(Buffer.from(file.bytes).toString('utf8'))
  Object.assign(file, { bytes: Buffer.from(text) })
  return file.id
}

describe('import', () => {
  test('brings back what an export held, after a look', async () => {
    const one = own('one', { times: ['06:00'], zone: 'Europe/Kyiv' })
    await desk.store.saveSubscription(one)
    await desk.ask('axis-admin settings timezone', { zone: 'Asia/Tehran' })
    await desk.ask('axis-admin mute words', { words: 'winter' })
    const file = await fileOf(await desk.ask('axis-admin data export'))
    await desk.store.saveSubscription({ ...one, times: ['23:00'] })
    await desk.ask('axis-admin settings timezone', { zone: 'UTC' })
    const asked = await desk.ask('axis-admin data import', { file })
    expect(await desk.read(asked)).toContain('digest at 06:00 Europe/Kyiv')
    expect((await settings()).zone).toBe('UTC')
    await desk.press(asked, 'Import')
    expect(await desk.store.findSubscription(one.id)).toMatchObject({
      times: ['06:00'],
      createdBy: expect.any(String),
    })
    expect(await settings()).toMatchObject({ zone: 'Asia/Tehran', mutes: [{ value: 'winter' }] })
    expect(desk.playground.problems()).toEqual([])
  })

  test('names what does not fit here and leaves it out', async () => {
    await desk.store.saveSubscription(own('one'))
    await desk.store.saveSubscription(own('two'))
    const file = await fileOf(await desk.ask('axis-admin data export'), (text) => {
      const whole = JSON.parse(text)
      Object.assign(whole.subscriptions[0], { channelId: '42' })
      Object.assign(whole.subscriptions[1].filters, { themes: ['no-theme'] })
      Object.assign(whole.settings, { analystRoleId: '43' })
      return JSON.stringify(whole)
    })
    const asked = await desk.ask('axis-admin data import', { file })
    const text = await desk.read(asked)
    expect(text).toContain('there is no channel for it here')
    expect(text).toContain('I know no theme “no-theme”')
    expect(text).toContain('the analyst role is none of this server')
    expect(text).toContain('0 subscriptions')
  })

  test('finds a channel of another server by its name, and never takes over an id', async () => {
    const foreign = own('foreign', { guildId: 'elsewhere' })
    await desk.store.saveSubscription(own('mine'))
    const file = await fileOf(await desk.ask('axis-admin data export'), (text) => {
      const whole = JSON.parse(text)
      const name = whole.channels[channelId()]
      const subscriptions = [{ ...foreign, channelId: '77' }]
      return JSON.stringify({ ...whole, subscriptions, channels: { 77: name } })
    })
    await desk.store.saveSubscription(foreign)
    await desk.press(await desk.ask('axis-admin data import', { file }), 'Import')
    expect(await desk.store.findSubscription(foreign.id)).toEqual(foreign)
    const here = await desk.store.subscriptions({ guildId: guildId() })
    expect(here.map((one) => one.channelId)).toEqual([channelId(), channelId()])
  })

  test.each([
    ['no json', 'That file is no JSON'],
    ['{"format":"other"}', 'That file is no export of mine'],
    ['{"format":"axis-watch-guild","version":9}', 'has version 9; I read 1'],
  ])('refuses %s', async (text, expected) => {
    const file = await fileOf(await desk.ask('axis-admin data export'), () => text)
    const answer = await desk.ask('axis-admin data import', { file })
    expect(await desk.read(answer)).toContain(expected)
  })
})

describe('purge', () => {
  const typed = async (name: string) => {
    const asked = await desk.ask('axis-admin data purge-guild')
    const form = await desk.press(asked, 'Purge')
    return desk.playground.interact.modal(form, { name }, 'admin', channelId())
  }

  test('needs the name of the server typed', async () => {
    const one = own('one')
    await desk.store.saveSubscription(one)
    const answer = await typed('Sample')
    expect(await desk.read(answer)).toContain('That is not the name of this server')
    expect(await desk.store.subscriptions()).toEqual([one])
  })

  test('forgets everything at once and can be taken back whole', async () => {
    const one = own('one')
    await desk.store.saveSubscription(one)
    await desk.ask('axis-admin settings timezone', { zone: 'Asia/Tehran' })
    const before = await settings()
    await typed('Sample desk')
    expect(await desk.store.subscriptions()).toEqual([])
    expect((await settings()).zone).toBeUndefined()
    const again = await desk.ask('axis-admin data purge-guild')
    expect(await desk.read(again)).toContain('It can be taken back until')
    const restored = await desk.press(again, 'Take it back')
    expect(await desk.read(restored)).toContain('the settings and 1 subscription')
    expect(await desk.store.subscriptions()).toEqual([one])
    expect(await settings()).toEqual(before)
    expect(desk.playground.problems()).toEqual([])
  })
})

describe('a server that removes the bot', () => {
  test('is marked, and welcomed back with what it had', async () => {
    const one = own('one')
    await desk.store.saveSubscription(one)
    const { change, world } = desk.playground
    change.guildRemoved(world.guild.id)
    await until(async () => (await settings()).leftAt !== undefined)
    change.guildRejoined(world.guild.id)
    await until(async () => (await settings()).leftAt === undefined)
    expect(await desk.store.subscriptions()).toEqual([one])
  })
})

describe('a server that is away', () => {
  test('by an outage of Discord has not left', async () => {
    const { change, world } = desk.playground
    change.guildUnavailable(world.guild.id)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await settings()).leftAt).toBeUndefined()
    change.guildRejoined(world.guild.id)
  })

  test('and left while nobody was connected is marked at the next start, one that came back is not', async () => {
    await desk.store.saveSubscription(makeSubscription('gone', { guildId: '12345' }))
    await desk.store.saveGuildSettings({ ...(await settings()), leftAt: 1 })
    const again = await openBot(desk.deps)
    await until(async () => (await desk.store.guildSettings('12345')).leftAt !== undefined)
    await until(async () => (await settings()).leftAt === undefined)
    await again.close()
  })
})

async function until(isDone: () => Promise<boolean>): Promise<void> {
  await expect.poll(isDone, { timeout: 3000 }).toBe(true)
}
