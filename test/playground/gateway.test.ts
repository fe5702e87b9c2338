import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Client, Events, GatewayIntentBits } from 'discord.js'
import { afterEach, describe, expect, test } from 'vitest'
import { openPlayground } from '../../src/playground/open.ts'
import { COMMANDS, openRig, type Rig } from './client.ts'

let rig: Rig | undefined
afterEach(async () => {
  await rig?.close()
  rig = undefined
})

const once = (client: Client, event: string): Promise<unknown> =>
  new Promise((resolve) => client.once(event, resolve))

test('a dropped connection is resumed, and what happened meanwhile is replayed', async () => {
  rig = await openRig()
  const { client, playground } = rig
  const resumed = once(client, Events.ShardResume)
  const renamed = once(client, Events.ChannelUpdate)
  playground.gateway.drop()
  playground.change.channelRenamed(playground.world.channels.intel.id, 'renamed')
  await Promise.all([resumed, renamed])
  expect(playground.gateway.counts()).toMatchObject({ identifies: 1, resumes: 1, connected: 1 })
})

test('a request to reconnect is followed by a resume', async () => {
  rig = await openRig()
  const resumed = once(rig.client, Events.ShardResume)
  rig.playground.gateway.requestReconnect()
  await resumed
  expect(rig.playground.gateway.counts()).toMatchObject({ identifies: 1, resumes: 1 })
})

test('INVALID_SESSION at the same time as RESUMED ends a discord.js process that nobody supervises', async () => {
  const playground = await openPlayground()
  const script = join(import.meta.dirname, 'fixtures/bare-client.ts')
  const child = spawn(process.execPath, [script, playground.apiBase, playground.token])
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await expect
    .poll(() => playground.gateway.counts().connected, { timeout: 10_000 })
    .toBeGreaterThan(0)
  playground.gateway.answerNextResume('both')
  playground.gateway.drop()
  expect(await exit).toBe(1)
  await playground.close()
})

// discord.js waits 5 s between two identifies, hence side by side.
describe.concurrent('a new identify', () => {
  test('follows an invalid session', async ({ expect }) => {
    const { client, playground, close } = await openRig()
    const ready = once(client, Events.ShardReady)
    playground.gateway.invalidSession()
    await ready
    expect(playground.gateway.counts()).toMatchObject({ identifies: 2, connected: 1 })
    await close()
  })

  test('follows a resume that is refused, and commands work again', async ({ expect }) => {
    const { client, playground, close } = await openRig(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('here')
    })
    await client.application.commands.set(COMMANDS)
    const ready = once(client, Events.ShardReady)
    playground.gateway.answerNextResume('invalid')
    playground.gateway.drop()
    await ready
    const { intel } = playground.world.channels
    const answer = await playground.interact.command('reader', intel.id, '/axis subs list')
    expect(answer.message()?.content).toBe('here')
    await close()
  })
})

test('a bot that is away gets no interaction', async () => {
  rig = await openRig()
  await rig.client.application.commands.set(COMMANDS)
  const { intel } = rig.playground.world.channels
  await rig.client.destroy()
  await expect.poll(() => rig?.playground.gateway.counts().connected).toBe(0)
  await expect(rig.playground.interact.command('reader', intel.id, '/axis latest')).rejects.toThrow(
    'no session',
  )
})

test('unanswered heartbeats make the client reconnect', async () => {
  rig = await openRig(undefined, { heartbeatMs: 200 })
  const { client, playground } = rig
  await expect.poll(() => playground.gateway.counts().heartbeats).toBeGreaterThan(0)
  const resumed = once(client, Events.ShardResume)
  playground.gateway.stopAcks(true)
  await expect.poll(() => playground.gateway.counts().resumes, { timeout: 5000 }).toBeGreaterThan(0)
  playground.gateway.stopAcks(false)
  await resumed
})

test('a wrong token ends the login, an intent that was not granted too', async () => {
  const playground = await openPlayground()
  const client = new Client({ intents: [], rest: { api: playground.apiBase } })
  await expect(client.login('wrong.token.given')).rejects.toMatchObject({ code: 'TokenInvalid' })
  await client.destroy()
  const greedy = new Client({
    intents: [GatewayIntentBits.GuildMembers],
    rest: { api: playground.apiBase },
  })
  await expect(greedy.login(playground.token)).rejects.toThrow('disallowed intents')
  await playground.close()
})

test('guild, channel and role changes reach the client', async () => {
  rig = await openRig()
  const { client, playground } = rig
  const { guild, channels, roles } = playground.world
  const seen = [
    once(client, Events.ChannelDelete),
    once(client, Events.GuildRoleDelete),
    once(client, Events.ThreadUpdate),
    once(client, Events.GuildCreate),
  ]
  playground.change.threadArchived(channels.thread.id)
  playground.change.channelDeleted(channels.news.id)
  playground.change.roleDeleted(guild.id, roles.desk)
  const added = playground.change.guildAdded({ name: 'Second desk' })
  await Promise.all(seen)
  expect(client.guilds.cache.has(added.id)).toBe(true)
  const left = once(client, Events.GuildDelete)
  playground.change.guildRemoved(added.id)
  await left
  expect(client.guilds.cache.has(added.id)).toBe(false)
  const away = once(client, Events.GuildUnavailable)
  playground.change.guildUnavailable(guild.id)
  await away
  const back = once(client, Events.GuildAvailable)
  playground.change.guildRejoined(guild.id)
  await back
})

test('guilds are spread over shards as Discord does', async () => {
  const guilds = Array.from({ length: 8 }, (_, index) => ({ name: `desk ${index}` }))
  const playground = await openPlayground({ guilds, shards: 2 })
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    rest: { api: playground.apiBase },
  })
  const ready = once(client, Events.ClientReady)
  await client.login(playground.token)
  await ready
  expect(client.ws.shards.size).toBe(2)
  expect(client.guilds.cache.size).toBe(8)
  const counts = [0, 1].map((id) => client.guilds.cache.filter((g) => g.shardId === id).size)
  expect(counts).toEqual([4, 4])
  await client.destroy()
  await playground.close()
})
