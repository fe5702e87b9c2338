import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBot } from '../../src/bot/client.ts'
import type { Ask } from '../../src/bot/command.ts'
import { freeId } from '../../src/bot/subs/subscribe.ts'
import { base32 } from '../../src/lib/hash.ts'
import type { Subscription } from '../../src/types.ts'
import { makeSubscription } from '../store/make.ts'
import { customIdOf, type Desk, openDesk, readAnswer } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const guildId = () => desk.playground.world.guild.id
const saved = (): Promise<readonly Subscription[]> =>
  desk.store.subscriptions({ guildId: guildId() })

async function subscribed(options: Readonly<Record<string, string>> = {}): Promise<Subscription> {
  const preview = await desk.ask('axis subscribe', { mode: 'digest', ...options })
  await desk.press(preview, 'Confirm')
  const all = await saved()
  const newest = all.at(-1)
  if (newest === undefined) throw new Error('nothing was saved')
  return newest
}

describe('subscribing', () => {
  test('mode:digest alone is enough: preview with forecast, Confirm, a sample at once', async () => {
    const preview = await desk.ask('axis subscribe', { mode: 'digest' })
    const text = await desk.read(preview)
    expect(text).toContain('Subscribe?')
    expect(text).toContain('This would have posted: yesterday 1 message, last 4 days 7')
    expect(text).toContain('Times are UTC')
    expect(await saved()).toEqual([])
    const done = await desk.press(preview, 'Confirm')
    expect(await desk.read(done)).toContain('Subscribed')
    await done.until(() => done.followUps().length === 1)
    const [sample] = done.followUps()
    expect(sample?.viewerId).toBe(desk.playground.world.users.admin.id)
    expect(JSON.stringify(sample?.embeds)).toContain('Sample digest')
    expect(await saved()).toMatchObject([
      {
        mode: 'digest',
        channelId: desk.playground.world.channels.intel.id,
        channelKind: 'text',
        times: ['07:00'],
        zone: 'UTC',
        notify: 'silent',
        filters: { relevance: 'related' },
      },
    ])
    expect(desk.playground.messages(desk.playground.world.channels.intel.id)).toEqual([])
    expect(desk.playground.problems()).toEqual([])
  })

  test('every option reaches the subscription', async () => {
    await desk.store.saveGuildSettings({
      guildId: guildId(),
      mentionRoles: [desk.playground.world.roles.analyst],
      sharing: 'off',
    })
    const one = await subscribed({
      channel: desk.playground.world.channels.news.id,
      theme: 'sanctions',
      actor: 'ایران',
      query: 'tanker -football',
      relevance: 'core',
      severity: 'high',
      times: '19:00, 7',
      timezone: 'europe/kyiv',
      mention: desk.playground.world.roles.analyst,
    })
    expect(one).toMatchObject({
      channelId: desk.playground.world.channels.news.id,
      channelKind: 'announcement',
      filters: {
        themes: ['sanctions'],
        actors: ['iran'],
        query: 'tanker -football',
        relevance: 'core',
        severity: 'high',
      },
      times: ['07:00', '19:00'],
      mention: desk.playground.world.roles.analyst,
      notify: 'role',
    })
    expect(one.zone.toLowerCase()).toBe('europe/kyiv')
  })

  test.each([['forum'], ['thread'], ['news']] as const)('a %s can be a target', async (name) => {
    const one = await subscribed({ channel: desk.playground.world.channels[name].id })
    expect(one.channelKind).toBe({ forum: 'forum', thread: 'thread', news: 'announcement' }[name])
  })

  test('the preset desk makes a digest and a breaking subscription', async () => {
    await subscribed({ preset: 'desk' })
    expect((await saved()).map(({ mode, times }) => [mode, times])).toEqual(
      expect.arrayContaining([
        ['digest', ['07:00', '19:00']],
        ['breaking', []],
      ]),
    )
  })

  test('pressing Confirm twice saves once', async () => {
    const preview = await desk.ask('axis subscribe', { mode: 'instant' })
    const message = await preview.whole()
    const id = customIdOf(desk.playground, preview, 'Confirm')
    await Promise.all([
      desk.playground.interact.button(message.id, id, 'admin'),
      desk.playground.interact.button(message.id, id, 'admin'),
    ])
    await expect.poll(async () => (await saved()).length).toBe(1)
  })

  test('two servers never share an id, however short it is', async () => {
    const seed = 'a question'
    const taken = { ...makeSubscription('x'), id: `ax-${base32(seed, 5)}`, guildId: 'elsewhere' }
    await desk.store.saveSubscription(taken)
    // Nothing else of it is read.
    const ask = { deps: desk.deps } as unknown as Ask
    const id = await freeId(ask, seed)
    expect(id).toMatch(/^ax-[A-Z2-7]{5}$/)
    expect(id).not.toBe(taken.id)
    expect(await freeId(ask, seed, (one) => one.guildId === 'elsewhere')).toBe(taken.id)
  })

  test('Confirm works after a restart', async () => {
    const preview = await desk.ask('axis subscribe', { mode: 'digest' })
    const message = await preview.whole()
    const id = customIdOf(desk.playground, preview, 'Confirm')
    await desk.bot.close()
    const bot = await openBot(desk.deps)
    const done = await desk.playground.interact.button(message.id, id, 'admin')
    expect(await readAnswer(desk.playground, done)).toContain('Subscribed')
    await bot.close()
  })

  test('a subscription survives that its channel is renamed', async () => {
    const one = await subscribed()
    const { intel } = desk.playground.world.channels
    desk.playground.change.channelRenamed(intel.id, 'newsroom')
    const list = await desk.ask('axis subs list')
    expect(await desk.read(list)).toContain(one.id)
    const edited = await desk.ask('axis subs edit', { id: one.id, times: '09:00' })
    expect(await desk.read(edited)).toContain('digest at 09:00')
    expect(await saved()).toEqual([{ ...one, times: ['09:00'] }])
    const choices = await desk.playground.interact.autocomplete(
      'admin',
      intel.id,
      'axis subs show',
      'id',
      '',
    )
    expect(JSON.stringify(choices)).toContain('#newsroom')
  })

  test('Cancel changes nothing', async () => {
    const preview = await desk.ask('axis subscribe', { mode: 'digest' })
    expect(await desk.read(await desk.press(preview, 'Cancel'))).toContain('Nothing was changed')
    expect(await saved()).toEqual([])
  })

  test('Edit opens a form, and what is written there shows in the preview', async () => {
    const preview = await desk.ask('axis subscribe', { mode: 'digest' })
    const form = await desk.press(preview, 'Edit')
    expect(form.type).toBe(9)
    const { intel } = desk.playground.world.channels
    const edited = await desk.playground.interact.modal(
      form,
      { times: '06:30', days: 'mon-fri', zone: 'Asia/Tehran', query: '', quiet: '23:00-06:00' },
      'admin',
      intel.id,
    )
    expect(await desk.read(edited)).toContain(
      'digest at 06:30 Asia/Tehran, Mon, Tue, Wed, Thu, Fri',
    )
    await desk.press(edited, 'Confirm')
    expect(await saved()).toMatchObject([
      {
        times: ['06:30'],
        days: [1, 2, 3, 4, 5],
        zone: 'Asia/Tehran',
        quiet: { from: '23:00', to: '06:00', rule: 'hold' },
      },
    ])
    expect(desk.playground.problems()).toEqual([])
  })

  test('a mistake in the form is told in private and loses nothing', async () => {
    const preview = await desk.ask('axis subscribe', { mode: 'digest' })
    const form = await desk.press(preview, 'Edit')
    const { intel } = desk.playground.world.channels
    const values = { times: '25:00', days: '', zone: 'UTC', query: '', quiet: '' }
    const refused = await desk.playground.interact.modal(form, values, 'admin', intel.id)
    expect(await desk.read(refused)).toContain('“25:00” is no time')
    expect(await desk.read(await desk.press(preview, 'Confirm'))).toContain('Subscribed')
  })
})

describe('what is refused, and says what to do', () => {
  test.each([
    [{ mode: 'digest', timezone: 'Mars/Base' }, 'There is no time zone “Mars/Base”'],
    [{ mode: 'digest', timezone: 'Kiyv' }, 'Did you mean'],
    [{ mode: 'digest', times: '7:75' }, 'is no time. Write 24 hours'],
    [{ mode: 'instant', times: '07:00' }, 'times belong to mode:digest'],
    [{ mode: 'digest', actor: 'Irann' }, 'Did you mean Iran'],
    [{ mode: 'digest', query: 'a OR' }, 'The query has a mistake'],
  ])('%o', async (options, expected) => {
    const answer = await desk.ask('axis subscribe', options)
    expect(await desk.read(answer)).toContain(expected)
    expect(await saved()).toEqual([])
  })

  test('a caller without Manage Channels in the target', async () => {
    const answer = await desk.ask('axis subscribe', { mode: 'digest' }, 'reader')
    expect(await desk.read(answer)).toContain('You need the permission Manage Channels in #intel')
  })

  test('a missing permission of the bot is named, and nothing can be confirmed', async () => {
    const { intel } = desk.playground.world.channels
    desk.playground.change.permissionLost(intel.id, 'EmbedLinks')
    await expect
      .poll(async () => desk.read(await desk.ask('axis subscribe', { mode: 'digest' })))
      .toContain('I cannot post in #intel: missing Embed Links')
    const preview = await desk.ask('axis subscribe', { mode: 'digest' })
    await expect(desk.press(preview, 'Confirm')).rejects.toThrow('is disabled')
    const still = await desk.press(preview, 'Try again')
    expect(await desk.read(still)).toContain('missing Embed Links')
    desk.playground.change.permissionBack(intel.id)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const fixed = await desk.press(preview, 'Try again')
    expect(await desk.read(fixed)).not.toContain('missing')
    await desk.press(fixed, 'Confirm')
    expect(await saved()).toHaveLength(1)
  })

  test('a permission lost between preview and Confirm', async () => {
    const preview = await desk.ask('axis subscribe', { mode: 'digest' })
    desk.playground.change.permissionLost(desk.playground.world.channels.intel.id, 'SendMessages')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const refused = await desk.press(preview, 'Confirm')
    expect(await desk.read(refused)).toContain('missing Send Messages')
    expect(await saved()).toEqual([])
  })

  test('a role that no admin allowed', async () => {
    const mention = desk.playground.world.roles.desk
    const answer = await desk.ask('axis subscribe', { mode: 'digest', mention })
    expect(await desk.read(answer)).toContain('The role desk may not be pinged by me')
  })

  test('an allowed role that cannot be pinged is said with the fix', async () => {
    const mention = desk.playground.world.roles.desk
    await desk.store.saveGuildSettings({
      guildId: guildId(),
      mentionRoles: [mention],
      sharing: 'off',
    })
    const answer = await desk.ask('axis subscribe', { mode: 'digest', mention })
    expect(await desk.read(answer)).toContain('make it mentionable')
  })

  test('the twenty-first subscription of a server', async () => {
    const first = await subscribed()
    for (let at = 0; at < 19; at += 1) {
      await desk.store.saveSubscription({ ...first, id: `ax-FILL${at}` })
    }
    const answer = await desk.ask('axis subscribe', { mode: 'digest' })
    expect(await desk.read(answer)).toContain('20 of 20 subscriptions')
  })

  test('the preview of somebody else', async () => {
    const preview = await desk.ask('axis subscribe', { mode: 'digest' })
    const message = await preview.whole()
    const id = customIdOf(desk.playground, preview, 'Confirm')
    await expect(desk.playground.interact.button(message.id, id, 'reader')).rejects.toThrow()
  })
})

describe('ending', () => {
  test('asks, ends, and can be undone for ten minutes', async () => {
    const one = await subscribed()
    const question = await desk.ask('axis unsubscribe', { subscription: one.id })
    expect(await desk.read(question)).toContain('End this subscription?')
    expect(await saved()).toHaveLength(1)
    const ended = await desk.press(question, 'End it')
    expect(await desk.read(ended)).toContain('Ended')
    expect(await saved()).toEqual([])
    const back = await desk.press(ended, 'Undo')
    expect(await desk.read(back)).toContain('Subscribed')
    expect(await saved()).toEqual([one])
    expect(desk.playground.problems()).toEqual([])
  })

  test('after ten minutes Undo says that it is too late', async () => {
    const one = await subscribed()
    const question = await desk.ask('axis unsubscribe', { subscription: one.id.toLowerCase() })
    const ended = await desk.press(question, 'End it')
    desk.clock.set(desk.clock.now() + 600_001)
    expect(await desk.read(await desk.press(ended, 'Undo'))).toContain('Ten minutes are over')
    expect(await saved()).toEqual([])
  })

  test('Keep it keeps it', async () => {
    const one = await subscribed()
    const question = await desk.ask('axis unsubscribe', { subscription: one.id })
    await desk.press(question, 'Keep it')
    expect(await saved()).toHaveLength(1)
  })

  test('needs Manage Channels', async () => {
    const one = await subscribed()
    const answer = await desk.ask('axis unsubscribe', { subscription: one.id }, 'reader')
    expect(await desk.read(answer)).toContain('You need the permission Manage Channels')
  })
})

describe('subs', () => {
  test('list and show, with what comes next', async () => {
    const one = await subscribed()
    expect(await desk.read(await desk.ask('axis subs list'))).toContain(one.id)
    const shown = await desk.read(await desk.ask('axis subs show', { id: one.id }))
    expect(shown).toContain('digest at 07:00 UTC')
    expect(await desk.read(await desk.ask('axis status'))).toContain(
      'Next digest 2026-11-26 07:00 UTC in #',
    )
  })

  test('only subscriptions of channels that the caller can see', async () => {
    const one = await subscribed()
    const { intel, news } = desk.playground.world.channels
    const everyone = desk.playground.world.roles.everyone
    intel.overwrites.set(everyone, { id: everyone, type: 0, allow: 0n, deny: 1n << 10n })
    desk.playground.change.channelRenamed(intel.id, 'intel')
    await expect
      .poll(async () => desk.read(await desk.ask('axis subs list', {}, 'reader', news.id)))
      .not.toContain(one.id)
    const offered = await desk.playground.interact.autocomplete(
      'reader',
      news.id,
      'axis subs show',
      'id',
      '',
    )
    expect(offered).toEqual([])
    expect(
      await desk.read(await desk.ask('axis subs show', { id: one.id }, 'reader', news.id)),
    ).toContain('I know no subscription')
  })

  test('a private thread is seen by who asks in it and by who manages threads', async () => {
    const { change, world } = desk.playground
    const { thread, intel } = world.channels
    Object.assign(thread, { type: 12 })
    change.guildRemoved(world.guild.id)
    change.guildRejoined(world.guild.id)
    const one = makeSubscription('hidden', { guildId: guildId(), channelId: thread.id })
    await desk.store.saveSubscription(one)
    const list = (user: string, channel: string) =>
      desk.ask('axis subs list', {}, user, channel).then((answer) => desk.read(answer))
    await expect.poll(() => list('admin', intel.id)).toContain(one.id)
    expect(await list('reader', intel.id)).not.toContain(one.id)
    expect(await list('reader', thread.id)).toContain(one.id)
  })

  test('autocomplete names id, schedule and channel', async () => {
    const one = await subscribed()
    const { intel } = desk.playground.world.channels
    const offered = await desk.playground.interact.autocomplete(
      'admin',
      intel.id,
      'axis unsubscribe',
      'subscription',
      'intel',
    )
    expect(offered).toEqual([{ name: `${one.id} · digest at 07:00 UTC · #intel`, value: one.id }])
  })

  test('pause and resume', async () => {
    const one = await subscribed()
    const paused = await desk.ask('axis subs pause', { id: one.id, hours: 48 })
    expect(await desk.read(paused)).toContain('paused until')
    expect((await saved())[0]?.pausedUntil).toBe(desk.clock.now() + 48 * 3_600_000)
    await desk.ask('axis subs resume', { id: one.id })
    expect((await saved())[0]).toEqual(one)
    expect(await desk.read(await desk.ask('axis subs resume', { id: one.id }))).toContain(
      'is not paused',
    )
  })

  test('edit changes what is given and nothing else', async () => {
    const one = await subscribed({ query: 'tanker' })
    const edit = await desk.ask('axis subs edit', {
      id: one.id,
      channel: desk.playground.world.channels.news.id,
      query: 'off',
      actor: 'iran',
      times: '06:00,18:30',
      days: 'sat,sun',
      quiet: '23:00-05:00',
      style: 'rich',
      'max-per-hour': 4,
      lang: 'ru,en',
      'publishers-min': 2,
    })
    expect(await desk.read(edit)).toContain('digest at 06:00 and 18:30')
    const { intel, news } = desk.playground.world.channels
    const left = desk.playground.messages(intel.id)
    expect(left).toHaveLength(1)
    expect(JSON.stringify(left[0]?.embeds)).toContain(`moved to <#${news.id}>`)
    const { query: _gone, ...filters } = one.filters
    expect(await saved()).toEqual([
      {
        ...one,
        channelId: desk.playground.world.channels.news.id,
        channelKind: 'announcement',
        filters: { ...filters, actors: ['iran'], langs: ['ru', 'en'], publishersMin: 2 },
        times: ['06:00', '18:30'],
        days: [6, 7],
        quiet: { from: '23:00', to: '05:00', rule: 'hold' },
        style: 'rich',
        maxPerHour: 4,
      },
    ])
    expect(desk.playground.problems()).toEqual([])
  })

  test.each([
    [{}, 'Nothing to change'],
    [{ days: 'someday' }, 'is no weekday'],
    [{ quiet: 'at night' }, 'is no span'],
    [{ 'quiet-rule': 'hold' }, 'quiet-rule needs quiet hours'],
    [{ relevance: 'all' }, 'needs named sources'],
    [{ notify: 'role' }, 'needs a role'],
    [{ lang: 'english' }, 'is no list of languages'],
    [{ timezone: 'Nowhere' }, 'There is no time zone'],
  ])('edit refuses %o', async (options, expected) => {
    const one = await subscribed()
    const answer = await desk.ask('axis subs edit', { id: one.id, ...options })
    expect(await desk.read(answer)).toContain(expected)
    expect(await saved()).toEqual([one])
  })

  test('test shows what it would post, to the caller alone', async () => {
    const one = await subscribed()
    const answer = await desk.ask('axis subs test', { id: one.id })
    expect(answer.ephemeral).toBe(true)
    expect(await desk.read(answer)).toContain('Sample digest')
  })

  test('log lists deliveries with what became of them', async () => {
    const one = await subscribed()
    expect(await desk.read(await desk.ask('axis subs log', { id: one.id }))).toContain(
      'Nothing was posted yet',
    )
    await desk.store.addDeliveries([
      {
        id: 'delivery-1',
        subscriptionId: one.id,
        channelId: one.channelId,
        channelKind: 'text',
        storyId: 'S-AAAABBBB',
        part: 0,
        body: { content: 'x', allowed_mentions: { parse: [] } },
        status: 'pending',
        createdAt: desk.clock.now(),
        nextTryAt: desk.clock.now(),
        tries: 0,
      },
    ])
    expect(await desk.read(await desk.ask('axis subs log', { id: one.id }))).toContain(
      'story S-AAAABBBB · … waiting',
    )
  })
})
