import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPublisher } from '../../src/bot/send/publish.ts'
import { storyEmbed } from '../../src/card/story.ts'
import { logQueue } from '../../src/lib/log-queue.ts'
import type { Delivery, MessageBody } from '../../src/types.ts'
import { context } from '../card/world.ts'
import { makeDelivery, makeSubscription } from '../store/make.ts'
import { customIdOf, type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const guildId = () => desk.playground.world.guild.id
const settings = () => desk.store.guildSettings(guildId())

describe('settings', () => {
  test.each([
    ['settings show', {}, 'Time zone UTC (not set)'],
    ['settings timezone', { zone: 'asia/tehran' }, 'Time zone Asia/Tehran'],
    ['settings sharing', { allow: 'on' }, 'Sharing on'],
    ['pack info', {}, 'Sample pack'],
    ['pack why-not', { headline: 'A headline about nothing' }, 'Nothing in it is a name'],
    ['health summary', {}, 'Feeds 1 of 2 healthy'],
    ['health deliveries', {}, 'None: all is sent'],
    ['health failures', {}, 'Alborz News'],
    ['log', {}, 'None yet'],
    ['feeds history', { feed: 'alborz news' }, 'State blocked since'],
    ['feeds history', { feed: 'Alborz Nws' }, 'Did you mean Alborz News?'],
  ])('%s %o', async (line, options, expected) => {
    const answer = await desk.ask(`axis-admin ${line}`, options)
    expect(await desk.read(answer)).toContain(expected)
    expect(answer.ephemeral).toBe(true)
    expect(answer.ms).toBeLessThan(3000)
    expect(desk.playground.problems()).toEqual([])
  })

  test('what nobody can know of stands first among the deliveries, with its reason, the log channel’s too', async () => {
    const { intel, news } = desk.playground.world.channels
    const one = makeSubscription('s', { guildId: guildId(), channelId: intel.id })
    await desk.store.saveSubscription(one)
    const owe = (name: string, changes: Partial<Delivery>) =>
      desk.store.addDeliveries([
        makeDelivery(name, { subscriptionId: one.id, channelId: intel.id, ...changes }),
      ])
    const reason = 'its answer was lost, and I cannot look for it'
    await owe('sent', { status: 'sent' })
    await owe('waits', { slot: '2026-11-25T07:00' })
    await owe('lost', { slot: '2026-11-25T19:00', status: 'unknown', reason, tries: 4 })
    await owe('notice', {
      subscriptionId: logQueue(guildId()),
      channelId: news.id,
      status: 'unknown',
      reason: 'no answer',
    })
    const text = await desk.read(await desk.ask('axis-admin health deliveries'))
    expect(text).toContain(`${one.id} 2026-11-25T19:00 · unknown, 4 tries · ${reason}`)
    expect(text).toContain('log channel message · unknown, 0 tries · no answer')
    expect(text.indexOf('pending')).toBeGreaterThan(text.lastIndexOf('unknown'))
    expect(text).toContain('3 deliveries')
  })

  test('a change is kept with who, before and after, told to the log channel, and undone', async () => {
    const { intel, news } = desk.playground.world.channels
    await desk.ask('axis-admin settings log-channel', { channel: intel.id })
    await desk.ask('axis-admin settings timezone', { zone: 'Europe/Paris' })
    await desk.ask('axis-admin settings timezone', { zone: 'Asia/Tehran' }, 'admin', news.id)
    const log = await desk.ask('axis-admin log')
    expect(await desk.read(log)).toContain('time zone: Europe/Paris → Asia/Tehran')
    const told = desk.playground.messages(intel.id).map((message) => JSON.stringify(message.embeds))
    expect(told.at(-1)).toContain('Europe/Paris → Asia/Tehran, by <@')
    await desk.press(log, 'Undo the last one')
    expect((await settings()).zone).toBe('Europe/Paris')
    const stale = await desk.press(log, 'Undo the last one').catch((error: Error) => error.message)
    expect(stale).toContain('no Undo')
    expect(desk.playground.problems()).toEqual([])
  })

  test('a role is allowed, told when it cannot be pinged, and taken away from its subscriptions', async () => {
    const role = desk.playground.world.roles.desk
    const added = await desk.ask('axis-admin settings mention-role-add', { role })
    expect(await desk.read(added)).toContain('I cannot ping @')
    expect((await settings()).mentionRoles).toEqual([role])
    const { intel } = desk.playground.world.channels
    const one = makeSubscription('pinging', {
      guildId: guildId(),
      channelId: intel.id,
      mention: role,
      notify: 'role',
    })
    await desk.store.saveSubscription(one)
    const removed = await desk.ask('axis-admin settings mention-role-remove', { role })
    expect(await desk.read(removed)).toContain('1 subscription')
    const { mention: _gone, ...rest } = one
    expect(await desk.store.findSubscription(one.id)).toEqual({ ...rest, notify: 'normal' })
  })

  test('undoing that a role may be pinged takes it out of its subscriptions as well', async () => {
    const role = desk.playground.world.roles.analyst
    await desk.ask('axis-admin settings mention-role-add', { role })
    const one = makeSubscription('pinging', {
      guildId: guildId(),
      channelId: desk.playground.world.channels.intel.id,
      mention: role,
      notify: 'role',
    })
    await desk.store.saveSubscription(one)
    const log = await desk.ask('axis-admin log')
    await desk.press(log, 'Undo the last one')
    expect((await settings()).mentionRoles).toEqual([])
    expect(await desk.store.findSubscription(one.id)).toMatchObject({ notify: 'normal' })
    expect((await desk.store.findSubscription(one.id))?.mention).toBeUndefined()
  })

  test('what was changed of a subscription is undone, a ping only while it is allowed', async () => {
    const role = desk.playground.world.roles.analyst
    await desk.ask('axis-admin settings mention-role-add', { role })
    const { intel, news } = desk.playground.world.channels
    const one = makeSubscription('moved', {
      guildId: guildId(),
      channelId: intel.id,
      mention: role,
    })
    await desk.store.saveSubscription(one)
    await desk.ask('axis subs edit', { id: one.id, channel: news.id, style: 'rich' })
    const log = await desk.ask('axis-admin log')
    expect(await desk.read(log)).toContain(`channelId #${intel.name} → #${news.name}`)
    await desk.press(log, 'Undo the last one')
    expect(await desk.store.findSubscription(one.id)).toEqual(one)
    await desk
      .ask('axis unsubscribe', { subscription: one.id })
      .then((asked) => desk.press(asked, 'End it'))
    await desk.ask('axis-admin settings mention-role-remove', { role })
    const again = await desk.ask('axis-admin log')
    const { changes = [] } = await settings()
    const ended = changes.find((change) => change.what === one.id && change.after === undefined)
    await desk.choose(again, 'Undo an earlier one', [`${ended?.at}:${one.id}`])
    const { mention: _gone, ...rest } = one
    expect(await desk.store.findSubscription(one.id)).toEqual(rest)
  })

  test('an edit is undone though another setting was edited since, and refused where the same one was', async () => {
    const { intel } = desk.playground.world.channels
    const one = makeSubscription('twice', { guildId: guildId(), channelId: intel.id })
    await desk.store.saveSubscription(one)
    await desk.ask('axis subs edit', { id: one.id, quiet: '23:00-06:00' })
    await desk.ask('axis subs edit', { id: one.id, style: 'rich' })
    const { changes = [] } = await settings()
    expect(changes[1]).toMatchObject({ before: '{"quiet":null}' })
    const key = `${changes[1]?.at}:${one.id}`
    await desk.choose(await desk.ask('axis-admin log'), 'Undo an earlier one', [key])
    expect(await desk.store.findSubscription(one.id)).toEqual({ ...one, style: 'rich' })
    const refused = await desk.choose(await desk.ask('axis-admin log'), 'Undo an earlier one', [
      key,
    ])
    expect(await desk.read(refused)).toContain('It was changed again since')
  })

  test('export gives settings and subscriptions as a file', async () => {
    const one = makeSubscription('kept', { guildId: guildId() })
    await desk.store.saveSubscription(one)
    const answer = await desk.ask('axis-admin data export')
    const [file] = (await answer.whole()).attachments
    const whole = JSON.parse(Buffer.from(file?.bytes ?? []).toString('utf8'))
    expect(whole).toMatchObject({ format: 'axis-watch-guild', version: 1, subscriptions: [one] })
    expect(desk.playground.problems()).toEqual([])
  })

  test('@everyone is never allowed', async () => {
    const answer = await desk.ask('axis-admin settings mention-role-add', { role: guildId() })
    expect(await desk.read(answer)).toContain('is never pinged by me')
    expect((await settings()).mentionRoles).toEqual([])
  })

  test('the command is not shown to who may not manage the server', async () => {
    await expect(desk.ask('axis-admin settings show', {}, 'reader')).rejects.toThrow('is not shown')
  })

  test('who has it by mistake of an admin is refused by the handler', async () => {
    const command = desk.playground.commands().find((one) => one.name === 'axis-admin')
    // An admin opened it to everyone in the server's settings.
    Object.assign(command ?? {}, { default_member_permissions: null })
    const answer = await desk.ask('axis-admin settings show', {}, 'reader')
    expect(await desk.read(answer)).toContain('You need the permission Manage Server')
  })
})

describe('messages in a channel', () => {
  async function post(name: string, body: MessageBody): Promise<string> {
    const { token, apiBase } = desk.playground
    const publisher = openPublisher({ token, apiBase, log: () => undefined, clock: desk.clock })
    const { intel } = desk.playground.world.channels
    const outcome = await publisher.publish(makeDelivery(name, { channelId: intel.id, body }))
    if (outcome.kind !== 'sent') throw new Error(outcome.kind)
    return outcome.messageId
  }

  test('Explain this story explains the one of a story message', async () => {
    const [story] = (await desk.store.latestStories({}, { limit: 1, offset: 0 })).items
    if (story === undefined) throw new Error('no story')
    const id = await post('one', {
      embeds: [storyEmbed(story, context())],
      allowed_mentions: { parse: [] },
    })
    const answer = await desk.playground.interact.contextMenu('reader', id, 'Explain this story')
    expect(answer.ephemeral).toBe(true)
    expect(await desk.read(answer)).toContain('Why: Tanker insurers')
    expect(desk.playground.problems()).toEqual([])
  })

  test('of a digest the reader picks one of its stories', async () => {
    const { items } = await desk.store.latestStories({}, { limit: 3, offset: 0 })
    const options = items.map((story) => ({ label: story.title.slice(0, 50), value: story.id }))
    const id = await post('digest', {
      content: 'A digest',
      components: [{ type: 1, components: [{ type: 3, custom_id: 'ax1:story::0', options }] }],
      allowed_mentions: { parse: [] },
    })
    const which = await desk.playground.interact.contextMenu('reader', id, 'Explain this story')
    expect(await desk.read(which)).toContain('Which of its stories?')
    const message = await which.whole()
    const select = customIdOf(desk.playground, which, 'Explain a story')
    const why = await desk.playground.interact.select(
      message.id,
      select,
      [items[1]?.id ?? ''],
      'reader',
    )
    expect(await desk.read(why)).toContain('Why: Shahed shipment')
    expect(desk.playground.problems()).toEqual([])
  })

  test('+n more of a digest shows what its cap left out, to the reader alone', async () => {
    const { items } = await desk.store.latestStories({}, { limit: 3, offset: 0 })
    const { intel } = desk.playground.world.channels
    const one = makeSubscription('cut', { guildId: guildId(), channelId: intel.id })
    await desk.store.saveSubscription(one)
    await desk.store.saveDigest(
      {
        subscriptionId: one.id,
        slot: '2026-11-25T07:00',
        from: 0,
        to: 1,
        core: [],
        related: [],
        cut: items.map((story) => story.id),
        continuing: [],
        articleCount: 3,
        late: false,
      },
      [],
    )
    const customId = `ax1:cut:${one.id}/2026-11-25T07:00:0`
    const id = await post('cut', {
      content: 'A digest',
      components: [
        { type: 1, components: [{ type: 2, style: 2, label: '+3 more', custom_id: customId }] },
      ],
      allowed_mentions: { parse: [] },
    })
    const answer = await desk.playground.interact.button(id, customId, 'reader')
    expect(answer.ephemeral).toBe(true)
    expect(await desk.read(answer)).toContain('Tanker insurers')
    expect(desk.playground.problems()).toEqual([])
  })
})
