import type { REST } from '@discordjs/rest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import { makeRest, messagesOf } from './rest.ts'

let playground: Playground
let rest: REST
beforeEach(async () => {
  playground = await openPlayground()
  rest = makeRest(playground)
})
afterEach(() => playground.close())

const contents = (channelId: string) => playground.messages(channelId).map(({ content }) => content)

describe('messages', () => {
  test('the same nonce with enforce_nonce is one message, without it two', async () => {
    const { intel, news } = playground.world.channels
    const body = { content: 'once', nonce: 'd-1', enforce_nonce: true }
    const first = await rest.post(messagesOf(intel.id), { body })
    const second = await rest.post(messagesOf(intel.id), { body })
    expect(second).toMatchObject({ id: (first as { id: string }).id, nonce: 'd-1' })
    expect(contents(intel.id)).toEqual(['once'])
    await rest.post(messagesOf(news.id), { body: { content: 'twice', nonce: 'd-1' } })
    await rest.post(messagesOf(news.id), { body: { content: 'twice', nonce: 'd-1' } })
    expect(contents(news.id)).toEqual(['twice', 'twice'])
  })

  test('a nonce is forgotten after minutes', async () => {
    const { intel } = playground.world.channels
    const body = { content: 'late', nonce: 'd-1', enforce_nonce: true }
    await rest.post(messagesOf(intel.id), { body })
    playground.faults.forgetNonces()
    await rest.post(messagesOf(intel.id), { body })
    expect(contents(intel.id)).toEqual(['late', 'late'])
  })

  test('a message is read, edited, deleted, and then unknown', async () => {
    const { intel } = playground.world.channels
    const posted = await rest.post(messagesOf(intel.id), { body: { content: 'draft' } })
    const path = `${messagesOf(intel.id)}/${(posted as { id: string }).id}` as const
    await rest.patch(path, { body: { content: 'final' } })
    expect(await rest.get(path)).toMatchObject({ content: 'final' })
    expect(playground.messages(intel.id)[0]?.edits).toHaveLength(1)
    await rest.delete(path)
    await expect(rest.get(path)).rejects.toMatchObject({ status: 404, code: 10008 })
  })

  test('recent messages come newest first, within before, after and limit', async () => {
    const { intel } = playground.world.channels
    for (const content of ['a', 'b', 'c', 'd']) {
      await rest.post(messagesOf(intel.id), { body: { content } })
    }
    const read = async (query: Record<string, string>) =>
      (
        (await rest.get(messagesOf(intel.id), { query: new URLSearchParams(query) })) as {
          content: string
        }[]
      ).map(({ content }) => content)
    const second = playground.messages(intel.id)[1]?.id ?? ''
    expect(await read({ limit: '2' })).toEqual(['d', 'c'])
    expect(await read({ before: second })).toEqual(['a'])
    expect(await read({ after: second })).toEqual(['d', 'c'])
  })

  test('a file is uploaded, shown in an embed, and served again', async () => {
    const { intel } = playground.world.channels
    const posted = await rest.post(messagesOf(intel.id), {
      body: {
        embeds: [{ title: 'Chart', image: { url: 'attachment://chart.png' } }],
        attachments: [{ id: 0, filename: 'chart.png', description: 'A chart' }],
      },
      files: [{ name: 'chart.png', data: Buffer.from('not really a picture') }],
    })
    const [file] = playground.messages(intel.id)[0]?.attachments ?? []
    expect(posted).toMatchObject({
      attachments: [{ filename: 'chart.png', description: 'A chart', size: 20 }],
      embeds: [{ image: { url: file?.url } }],
    })
    const served = await fetch(file?.url ?? '')
    expect(await served.text()).toBe('not really a picture')
    expect(playground.problems()).toEqual([])
  })

  test('two files of one name, or a picture that is not attached, are problems', async () => {
    const { intel } = playground.world.channels
    await rest.post(messagesOf(intel.id), {
      body: { embeds: [{ image: { url: 'attachment://other.png' } }] },
      files: [
        { name: 'a.png', data: Buffer.from('1') },
        { name: 'a.png', data: Buffer.from('2') },
      ],
    })
    expect(playground.problems().map(({ text }) => text)).toEqual([
      'attachment names are not unique: a.png,a.png',
      'embed shows other.png, which is not attached',
    ])
  })

  test('pings are those of allowed_mentions, and everyone named where it is absent', async () => {
    const { channels, roles, users } = playground.world
    const content = `@everyone <@&${roles.analyst}> <@&${roles.desk}> <@${users.reader.id}>`
    const post = (more: object) =>
      rest.post(messagesOf(channels.intel.id), { body: { content, ...more } })
    await post({})
    await post({ allowed_mentions: { parse: [] } })
    await post({ allowed_mentions: { parse: [], roles: [roles.analyst] } })
    // The bot may not ping everyone, nor a role that is not mentionable.
    expect(playground.messages(channels.intel.id).map(({ mentions }) => mentions)).toEqual([
      { everyone: false, roles: [roles.analyst], users: [users.reader.id] },
      { everyone: false, roles: [], users: [] },
      { everyone: false, roles: [roles.analyst], users: [] },
    ])
  })
})

describe('announcements and forums', () => {
  test('a message is crossposted once, in an announcement channel only, ten times an hour', async () => {
    const { intel, news } = playground.world.channels
    const post = async (channelId: string) =>
      (await rest.post(messagesOf(channelId), { body: { content: 'x' } })) as { id: string }
    const crosspost = (channelId: string, id: string) =>
      rest.post(`${messagesOf(channelId)}/${id}/crosspost`)
    const plain = await post(intel.id)
    await expect(crosspost(intel.id, plain.id)).rejects.toMatchObject({ code: 50024 })
    const first = await post(news.id)
    expect(await crosspost(news.id, first.id)).toMatchObject({ flags: 1 })
    await expect(crosspost(news.id, first.id)).rejects.toMatchObject({ code: 40033 })
    for (let count = 1; count < 10; count += 1) await crosspost(news.id, (await post(news.id)).id)
    const strict = makeRest(playground, { rejectOnRateLimit: ['/channels'] })
    const last = await post(news.id)
    await expect(strict.post(`${messagesOf(news.id)}/${last.id}/crosspost`)).rejects.toMatchObject({
      name: expect.stringContaining('RateLimitError'),
    })
  })

  test('a forum takes posts with their first message and their tags, and no plain messages', async () => {
    const { forum } = playground.world.channels
    const tag = forum.tags[0]?.id ?? ''
    const body = { name: 'A story', applied_tags: [tag], message: { content: 'first' } }
    const post = await rest.post(`/channels/${forum.id}/threads`, { body })
    expect(post).toMatchObject({ name: 'A story', parent_id: forum.id, applied_tags: [tag] })
    expect(contents((post as { id: string }).id)).toEqual(['first'])
    const active = await rest.get(`/guilds/${playground.world.guild.id}/threads/active`)
    expect(JSON.stringify(active)).toContain('A story')
    await expect(
      rest.post(messagesOf(forum.id), { body: { content: 'plain' } }),
    ).rejects.toMatchObject({ code: 50008 })
  })

  test('a forum that requires a tag answers 40067, an unknown tag 50035', async () => {
    const { guild } = playground.world
    const forum = playground.change.channelAdded(guild.id, {
      name: 'strict',
      kind: 'forum',
      tags: ['arms'],
      requireTag: true,
    })
    const post = (more: object) =>
      rest.post(`/channels/${forum.id}/threads`, {
        body: { name: 'A story', message: { content: 'first' }, ...more },
      })
    await expect(post({})).rejects.toMatchObject({ status: 400, code: 40067 })
    await expect(post({ applied_tags: ['123456789012345678'] })).rejects.toMatchObject({
      code: 50035,
    })
    expect(await post({ applied_tags: [forum.tags[0]?.id] })).toMatchObject({ name: 'A story' })
  })

  test('a locked thread takes no message, an archived one wakes up', async () => {
    const { thread } = playground.world.channels
    playground.change.threadArchived(thread.id)
    await rest.post(messagesOf(thread.id), { body: { content: 'awake' } })
    expect(thread.thread?.archived).toBe(false)
    playground.change.threadArchived(thread.id, true)
    await expect(
      rest.post(messagesOf(thread.id), { body: { content: 'no' } }),
    ).rejects.toMatchObject({ code: 50083 })
  })
})

describe('rights', () => {
  test('a lost right is 403 with its code until it comes back', async () => {
    const { intel } = playground.world.channels
    const post = (body: object) => rest.post(messagesOf(intel.id), { body })
    playground.change.permissionLost(intel.id, 'EmbedLinks')
    await post({ content: 'plain text is fine' })
    await expect(post({ embeds: [{ title: 'x' }] })).rejects.toMatchObject({ code: 50013 })
    playground.change.permissionLost(intel.id, 'SendMessages')
    await expect(post({ content: 'x' })).rejects.toMatchObject({ status: 403, code: 50013 })
    playground.change.permissionLost(intel.id, 'ViewChannel')
    await expect(post({ content: 'x' })).rejects.toMatchObject({ status: 403, code: 50001 })
    playground.change.permissionBack(intel.id)
    await post({ embeds: [{ title: 'back' }] })
    expect(playground.invalidCount()).toBe(3)
  })

  test('a thread has the rights of its parent', async () => {
    const { intel, thread } = playground.world.channels
    playground.change.permissionLost(intel.id, 'SendMessagesInThreads')
    await rest.post(messagesOf(intel.id), { body: { content: 'here' } })
    await expect(
      rest.post(messagesOf(thread.id), { body: { content: 'there' } }),
    ).rejects.toMatchObject({ code: 50013 })
  })

  test('a channel or guild that is gone is unknown', async () => {
    const { guild, channels } = playground.world
    playground.change.channelDeleted(channels.news.id)
    const post = (id: string) => rest.post(messagesOf(id), { body: { content: 'x' } })
    await expect(post(channels.news.id)).rejects.toMatchObject({ status: 404, code: 10003 })
    playground.change.guildRemoved(guild.id)
    await expect(post(channels.intel.id)).rejects.toMatchObject({ code: 10003 })
    playground.change.guildRejoined(guild.id)
    await post(channels.intel.id)
  })

  test("another's message cannot be edited, and no right to read history shows nothing", async () => {
    const { intel } = playground.world.channels
    await rest.post(messagesOf(intel.id), { body: { content: 'mine' } })
    playground.change.permissionLost(intel.id, 'ReadMessageHistory')
    expect(await rest.get(messagesOf(intel.id))).toEqual([])
  })

  test('a route that Discord does not have is 404 and noticed', async () => {
    await expect(rest.get('/channels')).rejects.toMatchObject({ status: 404 })
    expect(playground.problems()).toMatchObject([{ kind: 'refused', where: 'GET /channels' }])
  })
})
