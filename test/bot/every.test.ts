// Every command with every option that it has, on the playground: nothing is registered that does not work,
// and nothing that leaves the bot could ping anybody.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { helpCommands } from '../../src/bot/commands/index.ts'
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts'
import { openStore } from '../../src/store/open.ts'
import { openFeedDesk } from '../../src/worker/feed-desk.ts'
import { openServer, RSS, type TestServer } from '../feed/server.ts'
import { makeSubscription } from '../store/make.ts'
import { type Desk, fill, NOW, openDesk, toAnswers } from './desk.ts'

let desk: Desk
let web: TestServer
let feeds: ReturnType<typeof openFeedDesk>
let storyId = ''
let file = ''

beforeAll(async () => {
  const clock = { now: () => NOW }
  web = await openServer({ '/rss': (_, response) => response.end(RSS) })
  feeds = openFeedDesk({ settings: DEFAULT_SETTINGS, version: '0', allowPrivate: true }, clock)
  const store = await openStore({ path: ':memory:', clock })
  await fill(store)
  const answers = { ...toAnswers(store), testFeed: feeds.test }
  desk = await openDesk({ store, answers }, false, true)
  const { items } = await store.latestStories({}, { limit: 1, offset: 0 })
  storyId = items[0]?.id ?? ''
  const exported = await desk.ask('axis-admin data export')
  file = (await exported.whole()).attachments[0]?.id ?? ''
})
afterAll(async () => {
  await desk.close()
  await Promise.all([web.close(), feeds.close(), desk.store.close()])
})

type Values = Readonly<Record<string, string | number | boolean>>

/** What a person would write into each option; by command where the same name means another thing. */
function toValue(command: string, option: string): string | number | boolean | undefined {
  const { channels, roles } = desk.playground.world
  const values: Values = {
    'axis story id': storyId,
    'axis-admin settings sharing channel': channels.intel.id,
    'axis-admin settings sharing answers': 'private',
    'axis-admin settings timezone zone': 'Europe/Kyiv',
    'axis-admin mute words words': 'tanker',
    'axis-admin mute remove mute': 'tanker',
    'axis subs edit relevance': 'core',
    'axis subs edit mode': 'digest',
    'axis subs edit lang': 'en,ru',
    'axis subs edit times': '06:30',
    'axis subscribe mode': 'digest',
    a: 'iran',
    actor: 'iran',
    all: true,
    allow: 'on',
    answers: 'private',
    b: 'russia',
    camp: 'western',
    'camps-min': 2,
    channel: channels.intel.id,
    command: 'axis latest',
    days: 14,
    'axis subs edit days': 'mon-fri',
    empty: 'skip',
    feed: 'north-wire',
    file,
    foreign: 'original',
    from: '2026-11-20',
    headline: 'Tanker insurers weigh another winter',
    health: 'healthy',
    hours: 12,
    id: makeSubscription('kept').id,
    lang: 'en',
    length: 'long',
    'max-per-hour': 4,
    mention: roles.analyst,
    mode: 'digest',
    name: 'iran',
    'axis theme name': 'sanctions',
    notify: 'silent',
    outlet: 'alborz',
    period: '7d',
    preset: 'desk',
    'publishers-min': 2,
    query: 'shahed OR tanker',
    quiet: '23:00-06:00',
    'quiet-rule': 'hold',
    relevance: 'core',
    role: roles.analyst,
    severity: 'low',
    sort: 'relevance',
    story: storyId,
    style: 'rich',
    subscription: makeSubscription('kept').id,
    theme: 'arms-transfers',
    times: '07:00,19:00',
    timezone: 'Europe/Kyiv',
    to: '2026-11-25',
    topic: 'iran',
    url: `${web.base}/rss`,
    what: storyId,
    window: '7d',
    words: 'tanker',
    zone: 'Europe/Kyiv',
  }
  return values[`${command} ${option}`] ?? values[option]
}

/** What has to be there before a command can do its work. */
async function prepare(command: string): Promise<void> {
  const { guild, channels, roles } = desk.playground.world
  const kept = makeSubscription('kept', { guildId: guild.id, channelId: channels.intel.id })
  const isResumed = command === 'axis subs resume'
  const paused = isResumed ? { pausedUntil: NOW + 1e8, pausedReason: 'paused by hand' } : {}
  await desk.store.saveSubscription({ ...kept, ...paused })
  const settings = await desk.store.guildSettings(guild.id)
  await desk.store.saveGuildSettings({ ...settings, mentionRoles: [roles.analyst] })
  if (command === 'axis-admin mute remove') {
    await desk.ask('axis-admin mute words', { words: 'tanker' })
  }
  const feed = { feedId: 'north-wire', at: NOW, by: 'admin' }
  if (command === 'axis-admin feeds resume') {
    await desk.store.saveFeedChange({ ...feed, paused: true })
    await desk.deps.answers.refreshFeeds?.()
  } else {
    await desk.store.removeFeedChange('north-wire')
    await desk.deps.answers.refreshFeeds?.()
  }
}

/** Says why it does nothing here, which is its answer: the feed stands in the operator's files. */
const SAID: ReadonlyMap<string, string> = new Map([
  ['axis-admin feeds remove', "stands in the operator's files"],
])

const table = helpCommands().map((command) => [command.name, command.options] as const)

describe('every command', () => {
  test.each(table)('/%s takes what it needs, and all that it offers', async (name, options) => {
    const needed = options.filter((option) => option.required === true)
    for (const given of new Set([needed, options])) {
      const values: Record<string, string | number | boolean> = {}
      for (const option of given) {
        const value = toValue(name, option.name)
        expect(value, `a value for ${option.name} of ${name}`).toBeDefined()
        if (value !== undefined) values[option.name] = value
      }
      // A setting that asks for one of several changes nothing without any.
      if (given.length === 0 && name === 'axis-admin settings sharing') continue
      if (given === needed && name === 'axis subs edit') continue
      await prepare(name)
      const text = await desk.read(await desk.ask(name, values))
      const expected = SAID.get(name)
      if (expected === undefined) expect(text, name).not.toMatch(/^⚠/)
      else expect(text).toContain(expected)
    }
    expect(desk.playground.problems()).toEqual([])
  })
})

describe('who may not', () => {
  const admin = table.filter(([name]) => name.startsWith('axis-admin'))
  const changing = [
    'axis subscribe',
    'axis unsubscribe',
    'axis subs edit',
    'axis subs pause',
    'axis subs resume',
  ]

  /** Every needed option with a value. */
  function needed(name: string): Values {
    const [, options = []] = table.find(([one]) => one === name) ?? []
    const values: Record<string, string | number | boolean> = {}
    for (const option of options) {
      const value = option.required === true ? toValue(name, option.name) : undefined
      if (value !== undefined) values[option.name] = value
    }
    return values
  }

  test.each(admin)('is refused by /%s, even where an admin opened it by mistake', async (name) => {
    const command = desk.playground.commands().find((one) => one.name === 'axis-admin')
    Object.assign(command ?? {}, { default_member_permissions: null })
    await prepare(name)
    const answer = await desk.ask(name, needed(name), 'reader')
    expect(await desk.read(answer)).toContain('You need the permission Manage Server')
  })

  test.each(changing)('is refused by /%s', async (name) => {
    await prepare(name)
    const answer = await desk.ask(name, needed(name), 'reader')
    expect(await desk.read(answer)).toContain('You need the permission Manage Channels')
  })
})

describe('whatever left the bot', () => {
  test('says whom it may mention: nobody', () => {
    const sent = desk.playground
      .requests()
      .filter(({ method, path }) => method !== 'GET' && /callback|webhooks|messages/.test(path))
      .map(({ body }) => messageOf(body))
      .filter((message) => message !== undefined)
    expect(sent.length).toBeGreaterThan(100)
    for (const message of sent) expect(message.allowed_mentions).toEqual({ parse: [] })
  })
})

type Sent = { readonly allowed_mentions?: unknown }

/** The message in a request: itself, or the data of an answer; undefined for deferrals, choices and forms. */
function messageOf(body: unknown): Sent | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const whole = 'payload_json' in body ? JSON.parse(String(body.payload_json)) : body
  const isAnswer = 'type' in whole && 'data' in whole
  if ('type' in whole && !isAnswer) return undefined
  const message = isAnswer ? whole.data : whole
  const has = (key: string): boolean => key in message
  const isMessage = ['content', 'embeds', 'files', 'attachments'].some(has)
  const isForm = has('title') && has('custom_id')
  return isMessage && !isForm ? message : undefined
}
