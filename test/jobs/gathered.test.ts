import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/clock.ts'
import { type Newsroom, NOON, openNewsroom } from './newsroom.ts'

let room: Newsroom

beforeEach(async () => {
  room = await openNewsroom()
})
afterEach(async () => {
  expect(room.playground.problems()).toEqual([])
  await room.close()
})

const THREE = ['north', 'south', 'west']
const names = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `Story number ${from + index}.`)
const edits = () => room.messages().map((message) => message.edits.length)

describe('a full hour', () => {
  test('above max-per-hour one situation message has a line a story, and nothing is dropped', async () => {
    await room.subscribe({ maxPerHour: 2 })
    for (const name of names(5)) await room.tell(name)
    await room.tick()
    expect(room.messages()).toHaveLength(3)
    const text = room.read().join('\n')
    for (const name of names(5)) expect(text).toContain(name)
    expect(room.read()[2]).toContain('Situation')
    expect(room.read()[2]).toContain('3 stories')
  })

  test('the situation message is edited in place while the night goes on', async () => {
    await room.subscribe({ maxPerHour: 1 })
    for (const name of names(3)) await room.tell(name)
    await room.tick()
    for (const name of names(2, 3)) await room.tell(name)
    await room.tick(30 * SECOND_MS)
    expect(edits()).toEqual([0, 0])
    await room.tick(30 * SECOND_MS)
    expect(edits()).toEqual([0, 1])
    expect(room.read()[1]).toContain('4 stories')
    await room.tell('Story number 3.', { severity: 'high' })
    await room.tick(MINUTE_MS)
    expect(edits()[1]).toBe(1)
    expect(room.messages()).toHaveLength(3)
    expect(room.read()[2]).toContain('Story number 3.')
  })

  test('a situation message that somebody deleted is opened anew, and nothing is lost', async () => {
    await room.subscribe({ maxPerHour: 1 })
    for (const name of names(3)) await room.tell(name)
    await room.tick()
    await room.deleteMessage(room.messages()[1]?.id ?? '')
    await room.tell('A fourth one.')
    await room.tick(2 * MINUTE_MS)
    await room.tick(2 * MINUTE_MS)
    expect(room.read()[1]).toContain('Situation')
    expect(room.read()[1]).toContain('A fourth one.')
    room.playground.clear()
  })

  test('counts alone edit it after ten minutes, and not for a single publisher', async () => {
    await room.subscribe({ maxPerHour: 1 })
    for (const name of names(3)) await room.tell(name)
    await room.tick()
    const [, second = ''] = names(3)
    const gathered = room.read()[1]?.includes(second) ? second : 'Story number 2.'
    await room.tell(gathered, { families: THREE.slice(0, 2) })
    await room.tick(10 * MINUTE_MS)
    expect(edits()[1]).toBe(0)
    await room.tell(gathered, { families: THREE })
    await room.tick(SECOND_MS)
    expect(edits()[1]).toBe(1)
  })

  test('a grave core story and a critical one still stand alone', async () => {
    await room.subscribe({ maxPerHour: 1 })
    await room.tell('First of all.')
    await room.tick()
    await room.tell('A grave one.', { severity: 'high' })
    await room.tell('A critical one.', { severity: 'critical' })
    await room.tell('A middling one.')
    await room.tick()
    expect(room.messages()).toHaveLength(4)
    expect(room.read().at(-1)).toContain('A middling one.')
    expect(room.read().at(-1)).not.toContain('A grave one.')
  })

  test('a story in it stands alone when its severity rises, and leaves the list', async () => {
    await room.subscribe({ maxPerHour: 1 })
    for (const name of names(3)) await room.tell(name)
    await room.tick()
    const gathered = names(3).find((name) => room.read()[1]?.includes(name)) ?? ''
    await room.tell(gathered, { severity: 'critical' })
    await room.tick(2 * MINUTE_MS)
    await room.tell('One more.')
    await room.tick(2 * MINUTE_MS)
    expect(room.messages()).toHaveLength(3)
    expect(room.read()[2]).toContain('severity up to critical')
    expect(room.read()[1]).not.toContain(gathered)
    expect(room.read()[1]).toContain('One more.')
  })

  test('the hour over, stories stand alone again, and nothing that was gathered is told twice', async () => {
    await room.subscribe({ maxPerHour: 1 })
    for (const name of names(3)) await room.tell(name)
    await room.tick()
    await room.tell('Later on.')
    await room.tick(HOUR_MS + MINUTE_MS)
    await room.tick(HOUR_MS + MINUTE_MS)
    expect(room.messages()).toHaveLength(3)
    expect(room.read()[2]).toContain('Later on.')
  })

  test('pings a role at most once in two hours, four times a day', async () => {
    const { analyst } = room.playground.world.roles
    await room.subscribe({ notify: 'role', mention: analyst, maxPerHour: 20 })
    for (let hour = 0; hour < 20; hour += 1) {
      await room.tell(`Of hour ${hour}.`, { severity: 'high' })
      await room.tell(`Again of hour ${hour}.`, { severity: 'high' })
      await room.tick(HOUR_MS)
    }
    const pinged = room.messages().filter((message) => message.mentions.roles.length > 0)
    expect(pinged).toHaveLength(4)
    const gaps = pinged
      .slice(1)
      .map((message, at) => message.createdAt - (pinged[at]?.createdAt ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2 * HOUR_MS)
  })
})

const NIGHT = { from: '23:00', to: '07:00', rule: 'hold' } as const
const SEVEN = Date.UTC(2026, 10, 26, 7)
const until = (at: number) => room.tick(at - room.clock.now())

describe('quiet hours', () => {
  beforeEach(() => room.clock.set(Date.UTC(2026, 10, 25, 23, 30)))

  test('end with one message of all they held, ranked, in final state, without pings', async () => {
    const { analyst } = room.playground.world.roles
    await room.subscribe({ quiet: NIGHT, notify: 'role', mention: analyst })
    await room.tell('Lesser one.')
    await room.tick()
    await room.tell('Graver one.')
    await room.tick(HOUR_MS)
    await room.tell('Graver one.', { severity: 'critical', families: THREE })
    await room.tick(HOUR_MS)
    expect(room.messages()).toEqual([])
    await until(SEVEN)
    expect(room.messages()).toHaveLength(1)
    const [text = ''] = room.read()
    expect(text).toContain('Overnight')
    expect(text).toContain('3 publishers')
    expect(text.indexOf('Graver one.')).toBeLessThan(text.indexOf('Lesser one.'))
    expect(room.messages()[0]?.mentions.roles).toEqual([])
    await room.tick()
    expect(room.messages()).toHaveLength(1)
  })

  test('with critical-only let critical stories through', async () => {
    await room.subscribe({ quiet: { ...NIGHT, rule: 'critical-only' } })
    await room.tell('Critical one.', { severity: 'critical' })
    await room.tell('Lesser one.')
    await room.tick()
    expect(room.read().join()).toContain('Critical one.')
    expect(room.messages()).toHaveLength(1)
    await until(SEVEN)
    expect(room.read()[1]).toContain('Lesser one.')
    expect(room.read()[1]).not.toContain('Critical one.')
  })

  test('that are off hold nothing', async () => {
    await room.subscribe()
    await room.tell('At night.')
    await room.tick()
    expect(room.messages()).toHaveLength(1)
  })

  test('fold into a digest of the channel that is due within 60 minutes', async () => {
    await room.subscribe({ quiet: NIGHT })
    await room.subscribe({ mode: 'digest', times: ['07:45'], notify: 'silent' }, 'd')
    await room.tell('At night.')
    await room.tick()
    await until(SEVEN)
    expect(room.messages()).toEqual([])
    await until(SEVEN + 45 * MINUTE_MS)
    await room.tick(HOUR_MS)
    expect(room.messages()).toHaveLength(1)
    expect(room.read()[0]).toContain('Digest')
    expect(room.read()[0]).toContain('At night.')
  })

  test('do not fold into a digest that is later, or that would not show the story', async () => {
    await room.subscribe({ quiet: NIGHT })
    await room.subscribe({ mode: 'digest', times: ['08:01'] }, 'late')
    const sanctions = { themes: ['sanctions'], actors: [], relevance: 'core', camps: [], langs: [] }
    await room.subscribe(
      { mode: 'digest', times: ['07:30'], filters: { ...sanctions, relevance: 'core' } },
      'x',
    )
    await room.tell('At night.')
    await room.tick()
    await until(SEVEN)
    expect(room.read().join()).toContain('Overnight')
  })

  test('edit what stands there, but do not answer it', async () => {
    room.clock.set(NOON)
    await room.subscribe({ quiet: NIGHT })
    await room.tell('By day.')
    await room.tick()
    room.clock.set(Date.UTC(2026, 10, 25, 23, 30))
    await room.tell('By day.', { severity: 'critical' })
    await room.tick()
    expect(edits()).toEqual([1])
    await until(SEVEN)
    expect(room.messages()).toHaveLength(2)
    expect(room.messages()[1]?.content).toContain('severity up to critical')
  })

  test('a story that becomes worth telling after them is told as usual', async () => {
    await room.subscribe({ quiet: NIGHT })
    await room.tell('Became core.', { relevance: 'related' })
    await room.tick()
    await until(SEVEN)
    await room.tell('Became core.', { relevance: 'core' })
    await room.tick(2 * HOUR_MS)
    expect(room.read()).toHaveLength(1)
    expect(room.read()[0]).not.toContain('Overnight')
  })
})

describe('what cannot be seen', () => {
  const dark = (healthy: number, since: number) => ({
    coverage: {
      feeds: 8,
      healthy: 2 + healthy,
      read: 8,
      camps: [
        { camp: 'western', feeds: 2, healthy: 2 },
        {
          camp: 'iran-state',
          feeds: 6,
          healthy,
          since,
          faults: Array.from({ length: 6 - healthy }, (_, at) => ({
            feedId: `f${at}`,
            status: 'unreachable' as const,
            reason: 'no answer',
            since,
          })),
        },
      ],
    },
  })

  test('a camp that goes dark posts one line to breaking subscriptions, and no other', async () => {
    await room.subscribe({ mode: 'breaking' })
    await room.subscribe({ channelId: room.playground.world.channels.news.id }, 'instant')
    room.set(dark(0, NOON))
    await room.tick(29 * MINUTE_MS)
    expect(room.messages()).toEqual([])
    await room.tick(2 * MINUTE_MS)
    await room.tick(HOUR_MS)
    expect(room.read()).toHaveLength(1)
    expect(room.read()[0]).toContain('Iran state: 0 of 6 feeds since')
    expect(room.messages(room.playground.world.channels.news.id)).toEqual([])
  })

  test('is told again only after the camp was seen in between', async () => {
    await room.subscribe({ mode: 'breaking' })
    room.set(dark(0, NOON))
    await room.tick(HOUR_MS)
    room.set(dark(1, NOON))
    await room.tick(HOUR_MS)
    room.set(dark(0, room.clock.now()))
    await room.tick(HOUR_MS)
    await room.tick(HOUR_MS)
    expect(room.messages()).toHaveLength(2)
  })

  test('all camps dark is one line: no data', async () => {
    await room.subscribe({ mode: 'breaking' })
    const { coverage } = dark(0, NOON)
    const western = {
      camp: 'western',
      feeds: 1,
      healthy: 0,
      since: NOON,
      faults: [{ feedId: 'w', status: 'blocked' as const, since: NOON }],
    }
    room.set({
      coverage: { ...coverage, feeds: 7, healthy: 0, camps: [western, ...coverage.camps.slice(1)] },
    })
    await room.tick(HOUR_MS)
    await room.tick(HOUR_MS)
    expect(room.read()).toHaveLength(1)
    expect(room.read()[0]).toContain('No data: none of 7 feeds answers since')
  })

  test('a feed dead for a day goes once to the log channel of each server that has one', async () => {
    const { news } = room.playground.world.channels
    const { guild } = room.playground.world
    await room.store.saveGuildSettings({
      guildId: guild.id,
      logChannelId: news.id,
      mentionRoles: [],
      sharing: 'on',
    })
    room.set(dark(4, NOON))
    await room.tick(23 * HOUR_MS)
    expect(room.messages(news.id)).toEqual([])
    await room.tick(2 * HOUR_MS)
    await room.tick(24 * HOUR_MS)
    expect(room.read(news.id)).toHaveLength(1)
    expect(room.read(news.id)[0]).toContain('2 feeds dead for a day or longer')
    expect(room.read(news.id)[0]).toContain('no answer')
  })
})
