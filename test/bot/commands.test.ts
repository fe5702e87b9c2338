import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { helpCommands } from '../../src/bot/commands/index.ts'
import { openPublisher } from '../../src/bot/send/publish.ts'
import { makeDelivery } from '../store/make.ts'
import { customIdOf, type Desk, openDesk } from './desk.ts'

let desk: Desk
let storyId = ''

beforeAll(async () => {
  desk = await openDesk({}, true, true)
  storyId = (await desk.store.latestStories({}, { limit: 1, offset: 0 })).items[0]?.id ?? ''
  await desk.store.saveGuildSettings({
    guildId: desk.playground.world.guild.id,
    mentionRoles: [],
    sharing: 'on',
  })
  // The playground compiles Discord's specification at the first answer.
  await desk.ask('axis status')
})
afterAll(() => desk.close())
beforeEach(() => desk.playground.clear())

describe("every command answers within Discord's three seconds, in private, within the limits of Discord", () => {
  test.each([
    ['axis latest', {}, 'Latest · last 24 h'],
    [
      'axis latest',
      { actor: 'iran', theme: 'arms-transfers', relevance: 'core', severity: 'high' },
      'Shahed',
    ],
    [
      'axis latest',
      { camp: 'western', lang: 'en', hours: 48, theme: 'sanctions' },
      'Tanker insurers',
    ],
    ['axis latest', { hours: 1 }, 'Nothing found in the last 1 h'],
    ['axis actor', { name: 'iran' }, 'Iran · last 7 days'],
    ['axis actor', { name: 'Россия', days: 30 }, 'Russia · last 30 days'],
    ['axis theme', { name: 'sanctions' }, 'Sanctions · last 7 days'],
    ['axis pair', { a: 'iran', b: 'russia' }, 'covers what this bot saw since'],
    ['axis search', { query: 'caspian' }, 'Search: caspian'],
    ['axis search', { query: 'shahed -caspian' }, 'Nothing found'],
    ['axis search', { query: 'derby', all: true, sort: 'relevance' }, 'Tehran derby'],
    ['axis search', { query: 'caspian', from: '2026-11-25', to: '2026-11-25' }, 'Shahed shipment'],
    ['axis brief', {}, 'Brief'],
    ['axis brief', { period: '7d', theme: 'sanctions', length: 'short' }, 'Tanker insurers'],
    ['axis timeline', { topic: 'arms-transfers' }, 'Timeline: Arms transfers'],
    ['axis trends', {}, 'no baseline yet: 0 hours of history, 14 days needed for this window'],
    ['axis trends', { window: '24h', actor: 'russia' }, 'Sanctions 1'],
    ['axis sources', {}, 'North Wire'],
    ['axis sources', { camp: 'iran-state', health: 'failing' }, 'blocked'],
    ['axis status', {}, 'Feeds 1 of 2 healthy'],
    ['axis help', {}, 'Axis Watch follows the military link'],
    ['axis help', { command: 'subscribe' }, '/axis subscribe'],
    ['axis subs list', {}, 'None here yet'],
  ])('%s %o', async (line, options, expected) => {
    const answer = await desk.ask(line, options)
    expect(await desk.read(answer)).toContain(expected)
    expect(answer.ephemeral).toBe(true)
    expect(answer.ms).toBeLessThan(3000)
    expect(desk.playground.problems()).toEqual([])
  })

  test.each([['story'], ['lens'], ['why']])('axis %s', async (name) => {
    const option = { story: 'id', lens: 'story', why: 'what' }[name] ?? ''
    const answer = await desk.ask(`axis ${name}`, { [option]: storyId })
    expect(await desk.read(answer)).toContain('Tanker insurers weigh')
    expect(answer.ms).toBeLessThan(3000)
    expect(desk.playground.problems()).toEqual([])
  })

  test('a story is found by four characters of its id, in any case, without the prefix', async () => {
    const answer = await desk.ask('axis story', { id: storyId.slice(2, 6).toLowerCase() })
    expect(await desk.read(answer)).toContain(storyId)
  })
})

describe('help', () => {
  test('names every command to who may use it, none cut off', async () => {
    const all = await desk.read(await desk.ask('axis help'))
    const some = await desk.read(await desk.ask('axis help', {}, 'reader'))
    for (const { name } of helpCommands()) {
      expect(all).toContain(`/${name} `)
      expect(some.includes(`/${name} `)).toBe(!name.startsWith('axis-admin'))
    }
    expect(all).not.toMatch(/\+\d+ more/)
    expect(some).toContain('under Apps: Explain this story, Report a problem')
  })
})

describe('buttons and selects', () => {
  test('the pager of latest turns to the next page of the same question', async () => {
    const first = await desk.ask('axis latest')
    expect(await desk.read(first)).toContain('1–10 of 11 stories')
    const second = await desk.press(first, 'Next')
    expect(second.type).toBe(7)
    expect(await desk.read(second)).toContain('11–11 of 11 stories')
    const back = await desk.press(second, '◀ Previous')
    expect(await desk.read(back)).toContain('1–10 of 11 stories')
    expect(desk.playground.problems()).toEqual([])
  })

  test('a long search keeps its state in the store and pages on', async () => {
    const words =
      'caspian OR shahed OR shipment OR number OR reaches OR port OR derby OR "another winter"'
    const first = await desk.ask('axis search', { query: words })
    const second = await desk.press(first, 'Next')
    expect(await desk.read(second)).toContain('11–11 of 11 articles')
  })

  test('the select of a list opens a story for the reader alone', async () => {
    const list = await desk.ask('axis latest', { theme: 'sanctions' })
    const message = await list.whole()
    const id = customIdOf(desk.playground, list, 'Open a story')
    const opened = await desk.playground.interact.select(message.id, id, [storyId], 'admin')
    expect(opened.ephemeral).toBe(true)
    expect(await desk.read(opened)).toContain(storyId)
    const articles = await desk.press(opened, 'Articles')
    expect(await desk.read(articles)).toContain('1 article')
    const lens = await desk.press(await desk.press(articles, 'Back'), 'Lens')
    expect(await desk.read(lens)).toContain('needs two')
    const why = await desk.press(await desk.press(lens, 'Back'), 'Why')
    expect(await desk.read(why)).toContain('as decided when it was read')
    expect(desk.playground.problems()).toEqual([])
  })

  test('a story opened from a digest says what changed since that was sent, and only then', async () => {
    const list = await desk.ask('axis latest', { theme: 'sanctions' })
    const message = await list.whole()
    const id = customIdOf(desk.playground, list, 'Open a story')
    const [story] = await desk.store.storiesByIds([storyId])
    if (!story) throw new Error('no story')
    const row = {
      storyId,
      at: desk.clock.now(),
      mode: 'digest',
      messageId: message.id,
      families: story.families,
      camps: story.camps.map(({ camp }) => camp),
      severity: story.severity,
    } as const
    const { channels } = desk.playground.world
    const sent = makeDelivery('digest', { status: 'sent', channelId: channels.intel.id })
    const open = async () =>
      desk.read(await desk.playground.interact.select(message.id, id, [storyId], 'admin'))
    await desk.store.saveDelivery(sent, [row])
    expect(await open()).not.toContain('Updated since')
    await desk.store.saveDelivery(sent, [{ ...row, families: [] }])
    expect(await open()).toContain('Updated since this digest (')
    expect(await open()).toContain('+1 publisher')
  })

  test('Share here shows the private answer to the channel, without its buttons', async () => {
    const answer = await desk.ask('axis actor', { name: 'iran' })
    const shared = await desk.press(answer, 'Share here')
    expect(shared.ephemeral).toBe(false)
    const message = await shared.whole()
    expect(message.components).toEqual([])
    expect(await desk.read(shared)).toContain('Iran · last 7 days')
    expect(desk.playground.problems()).toEqual([])
  })

  test('a button of an older version is answered in private with what to do', async () => {
    const { intel } = desk.playground.world.channels
    const messageId = await postButton('ax1:gone:S-AAAA:0')
    const answer = await desk.playground.interact.button(messageId, 'ax1:gone:S-AAAA:0', 'reader')
    expect(answer.ephemeral).toBe(true)
    expect(await desk.read(answer)).toContain('belongs to an older version')
    expect(desk.playground.messages(intel.id).find(({ id }) => id === messageId)).toBeDefined()
  })

  test('a button on a public message answers in private and leaves the message alone', async () => {
    const id = `ax1:articles:${storyId}:0`
    const messageId = await postButton(id)
    const answer = await desk.playground.interact.button(messageId, id, 'reader')
    expect(answer.type).toBe(4)
    expect(answer.ephemeral).toBe(true)
    expect(await desk.read(answer)).toContain('Tanker insurers')
  })

  async function postButton(customId: string): Promise<string> {
    const { token, apiBase } = desk.playground
    const publisher = openPublisher({ token, apiBase, log: () => undefined, clock: desk.clock })
    const outcome = await publisher.publish(
      makeDelivery(`button-${customId}`, {
        channelId: desk.playground.world.channels.intel.id,
        body: {
          content: 'A message of another day',
          components: [
            { type: 1, components: [{ type: 2, style: 2, label: 'Open', custom_id: customId }] },
          ],
          allowed_mentions: { parse: [] },
        },
      }),
    )
    if (outcome.kind !== 'sent') throw new Error(outcome.kind)
    return outcome.messageId
  }
})

describe('what is not understood', () => {
  test.each([
    ['axis actor', { name: 'Irann' }, 'Did you mean Iran'],
    ['axis actor', { name: 'zzzzqq' }, 'Start typing and pick one from the list'],
    ['axis theme', { name: 'sanctons' }, 'Did you mean Sanctions?'],
    ['axis latest', { camp: 'nowhere' }, 'I know no camp'],
    ['axis story', { id: 'S-ZZZZ' }, 'I know no story'],
    ['axis search', { query: '(caspian' }, 'The query has a mistake at character'],
    ['axis search', { query: 'caspian', from: '2026-02-31' }, 'is no date'],
    ['axis search', { query: 'caspian', from: '2026-11-25', to: '2026-11-20' }, 'from is after to'],
    ['axis pair', { a: 'iran', b: 'Иран' }, 'Name two different actors'],
    ['axis help', { command: 'lates' }, 'Did you mean /axis latest?'],
    ['axis search', { query: 'actor:irn' }, 'I know no actor “irn”. Did you mean actor:iran'],
    ['axis search', { query: 'camp:"Iran state"' }, 'Did you mean camp:iran-state'],
    ['axis why', { what: 'https://unknown-outlet.example/news/1' }, 'Outlet not followed'],
    ['axis why', { what: 'https://north-wire.example/football' }, 'Seen but not relevant'],
    ['axis why', { what: 'https://alborz.example/x' }, 'not delivering since'],
    ['axis unsubscribe', { subscription: 'ax-NONE' }, 'I know no subscription'],
  ])('%s %o says what to do', async (line, options, expected) => {
    const answer = await desk.ask(line, options)
    expect(await desk.read(answer)).toContain(expected)
    expect(answer.ephemeral).toBe(true)
    expect(desk.playground.problems()).toEqual([])
  })

  test('what somebody typed comes back escaped and pings nobody', async () => {
    const answer = await desk.ask('axis why', {
      what: '@everyone [x](https://evil.example) <@&1>',
    })
    const message = await answer.whole()
    const text = JSON.stringify(message.embeds)
    expect(text).not.toContain('@everyone')
    expect(text).not.toContain('[x](')
    expect(text).not.toContain('<@&1>')
    expect(answer.data.allowed_mentions).toEqual({ parse: [] })
  })

  test('every answer says that it may mention nobody', async () => {
    const list = await desk.ask('axis latest')
    const page = await desk.press(list, 'Next')
    expect(list.data.allowed_mentions).toEqual({ parse: [] })
    expect(page.data.allowed_mentions).toEqual({ parse: [] })
  })
})

describe('autocomplete, from memory', () => {
  test.each([
    ['axis actor', 'name', 'ir', 'iran'],
    ['axis actor', 'name', 'روس', 'russia'],
    ['axis actor', 'name', 'кси', 'irgc'],
    ['axis actor', 'name', 'guards', 'irgc'],
    ['axis actor', 'name', 'ukriane', 'ukraine'],
    ['axis theme', 'name', 'sanct', 'sanctions'],
    ['axis latest', 'camp', 'iran', 'iran-state'],
    ['axis latest', 'lang', 'pers', 'fa'],
    ['axis timeline', 'topic', 'arms', 'arms-transfers'],
    ['axis help', 'command', 'subs e', 'axis subs edit'],
    ['axis subscribe', 'timezone', 'tehr', 'Asia/Tehran'],
  ])('%s %s while “%s” stands there', async (line, option, typed, expected) => {
    const others = option === 'timezone' ? { mode: 'digest' } : {}
    const { intel } = desk.playground.world.channels
    const choices = await desk.playground.interact.autocomplete(
      'reader',
      intel.id,
      line,
      option,
      typed,
      others,
    )
    expect(choices[0]?.value).toBe(expected)
    expect(desk.playground.problems()).toEqual([])
  })

  test('a label shows kind, other name and how many stories in seven days', async () => {
    const { intel } = desk.playground.world.channels
    const choices = await desk.playground.interact.autocomplete(
      'reader',
      intel.id,
      'axis actor',
      'name',
      'иран',
    )
    expect(choices[0]?.name).toBe('Iran (Иран) · actor · 10 in 7 days')
  })

  test('stories are offered by words of their titles', async () => {
    const { intel } = desk.playground.world.channels
    const choices = await desk.playground.interact.autocomplete(
      'reader',
      intel.id,
      'axis story',
      'id',
      'insurers',
    )
    expect(choices).toEqual([{ name: expect.stringContaining('Tanker insurers'), value: storyId }])
  })
})

describe('cool-downs', () => {
  test('the sixth question within twenty seconds is refused in private, and time heals it', async () => {
    const { intel } = desk.playground.world.channels
    const ask = () => desk.playground.interact.command('analyst', intel.id, 'axis status')
    for (let at = 0; at < 5; at += 1) expect(await desk.read(await ask())).toContain('Status')
    const refused = await ask()
    expect(await desk.read(refused)).toContain('Slow down: 5 questions in 20 seconds')
    expect(refused.ephemeral).toBe(true)
    desk.clock.set(desk.clock.now() + 20_000)
    expect(await desk.read(await ask())).toContain('Status')
  })

  test('a server may search thirty times a minute; other commands go on', async () => {
    const { intel } = desk.playground.world.channels
    const start = desk.clock.now() + 120_000
    const searchAs = (user: string) =>
      desk.playground.interact.command(user, intel.id, 'axis search', { query: 'caspian' })
    for (const second of [0, 20]) {
      desk.clock.set(start + second * 1000)
      for (const user of ['admin', 'reader', 'analyst']) {
        for (let at = 0; at < 5; at += 1) {
          expect(await desk.read(await searchAs(user))).toContain('Search: caspian')
        }
      }
    }
    desk.clock.set(start + 40_000)
    expect(await desk.read(await searchAs('reader'))).toContain('this server asks a lot')
    const other = await desk.playground.interact.command('reader', intel.id, 'axis latest')
    expect(await desk.read(other)).toContain('Latest')
  })
})
