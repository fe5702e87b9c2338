import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPublisher, toOutcome } from '../../src/bot/send/publish.ts'
import { fixedClock, HOUR_MS } from '../../src/lib/clock.ts'
import { withMark } from '../../src/lib/delivery-mark.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import type { Publisher } from '../../src/ports.ts'
import type { Delivery } from '../../src/types.ts'
import { DAY, makeDelivery } from '../store/make.ts'

let playground: Playground
let publisher: Publisher
const clock = fixedClock(DAY)
const events: string[] = []

beforeEach(async () => {
  playground = await openPlayground()
  publisher = openPublisherOn(playground.token)
  events.length = 0
})
afterEach(() => playground.close())

const openPublisherOn = (token: string): Publisher =>
  openPublisher({
    token,
    apiBase: playground.apiBase,
    clock,
    perSecond: () => 1000,
    log: (_level, event) => events.push(event),
  })

function delivery(name: string, changes: Partial<Delivery> = {}): Delivery {
  return makeDelivery(name, {
    channelId: playground.world.channels.intel.id,
    body: {
      embeds: [{ title: `Digest ${name}`, description: 'A story', footer: { text: `id ${name}` } }],
      allowed_mentions: { parse: [] },
    },
    ...changes,
  })
}

const toForum = (name: string): Partial<Delivery> => ({
  channelId: playground.world.channels.forum.id,
  channelKind: 'forum',
  threadName: name,
})

const posted = (channelId = playground.world.channels.intel.id) => playground.messages(channelId)

describe('a delivery is posted', () => {
  test('with its id as enforced nonce, its flags and no mentions', async () => {
    const one = delivery('one', {
      body: { content: '@everyone', flags: 1 << 12, allowed_mentions: { parse: [] } },
    })
    const outcome = await publisher.publish(one)
    expect(outcome).toEqual({ kind: 'sent', messageId: posted()[0]?.id })
    const request = playground.requests().find((each) => each.method === 'POST')
    expect(request?.body).toMatchObject({
      nonce: one.id,
      enforce_nonce: true,
      flags: 4096,
      allowed_mentions: { parse: [] },
    })
    expect(playground.problems()).toEqual([])
  })

  test('once, when the same delivery is published again within the memory of nonces', async () => {
    const one = delivery('one')
    const first = await publisher.publish(one)
    expect(await publisher.publish(one)).toEqual(first)
    expect(posted()).toHaveLength(1)
  })

  test('in a thread like in a channel', async () => {
    const { thread } = playground.world.channels
    const one = delivery('one', { channelId: thread.id, channelKind: 'thread' })
    expect((await publisher.publish(one)).kind).toBe('sent')
    expect(posted(thread.id)).toHaveLength(1)
  })

  test('as a post of its own in a forum', async () => {
    const outcome = await publisher.publish(delivery('one', toForum('Shipment at the port')))
    expect(outcome.kind).toBe('sent')
    const post = [...playground.world.guild.channels.values()].find(
      (channel) => channel.name === 'Shipment at the port',
    )
    expect(post?.thread).toBeDefined()
    expect(playground.problems()).toEqual([])
  })

  test('with the first open tag where a forum demands one', async () => {
    const { guild } = playground.world
    const strict = playground.change.channelAdded(guild.id, {
      name: 'strict',
      kind: 'forum',
      tags: ['arms'],
      requireTag: true,
    })
    const outcome = await publisher.publish(
      delivery('one', { channelId: strict.id, channelKind: 'forum', threadName: 'A post' }),
    )
    expect(outcome.kind).toBe('sent')
    const post = [...guild.channels.values()].find((channel) => channel.name === 'A post')
    expect(post?.thread?.appliedTags).toEqual([strict.tags[0]?.id])
  })

  test('and published to followers in an announcement channel, ten times an hour', async () => {
    const { news } = playground.world.channels
    for (let at = 0; at < 12; at += 1) {
      const outcome = await publisher.publish(
        delivery(`news-${at}`, { channelId: news.id, channelKind: 'announcement' }),
      )
      expect(outcome.kind).toBe('sent')
    }
    await expect.poll(crossposts).toBe(10)
    expect(events.filter((event) => event === 'crosspost.skipped')).toHaveLength(2)
    clock.set(clock.now() + HOUR_MS + 1)
    await publisher.publish(delivery('later', { channelId: news.id, channelKind: 'announcement' }))
    await expect.poll(crossposts).toBe(11)
  })

  const crossposts = (): number =>
    playground.requests().filter((each) => each.path.endsWith('/crosspost')).length
})

describe('a message that stands already', () => {
  const edit = (targetId: string, changes: Partial<Delivery> = {}): Delivery =>
    delivery('two', { kind: 'edit', targetId, ...changes })

  async function publishOne(changes: Partial<Delivery> = {}): Promise<string> {
    const outcome = await publisher.publish(delivery('one', changes))
    if (outcome.kind !== 'sent') throw new Error(outcome.kind)
    return outcome.messageId
  }

  test('is edited in place, and loses what the new one does not have', async () => {
    const content = { content: 'Only words', allowed_mentions: { parse: [] as const } }
    const id = await publishOne()
    const outcome = await publisher.publish(edit(id, { body: content }))
    expect(outcome).toEqual({ kind: 'sent', messageId: id })
    expect(posted()).toMatchObject([{ id, content: 'Only words', embeds: [] }])
    const patch = playground.requests().find((each) => each.method === 'PATCH')
    expect(patch?.body).toMatchObject({ allowed_mentions: { parse: [] } })
    expect(playground.problems()).toEqual([])
  })

  test('is answered by a reply, once', async () => {
    const targetId = await publishOne()
    const reply = delivery('reply', { kind: 'reply', targetId })
    playground.faults.next({ method: 'POST' }, { kind: 'reset', when: 'after' })
    expect((await publisher.publish(reply)).kind).toBe('unsure')
    expect((await publisher.publish(reply)).kind).toBe('sent')
    expect(posted().map(({ reference }) => reference?.message_id)).toEqual([undefined, targetId])
  })

  test('that somebody deleted is missing, for an edit and for a reply', async () => {
    const nothing = '1'
    expect((await publisher.publish(edit(nothing))).kind).toBe('missing')
    const reply = delivery('reply', { kind: 'reply', targetId: nothing })
    expect((await publisher.publish(reply)).kind).toBe('missing')
    expect(posted()).toEqual([])
  })

  test('in a forum is the first of its post, and is answered inside of it', async () => {
    const forum = toForum('A story')
    const targetId = await publishOne(forum)
    const { body } = delivery('three')
    expect(await publisher.publish(edit(targetId, { ...forum, body }))).toMatchObject({
      kind: 'sent',
    })
    await publisher.publish(delivery('reply', { ...forum, kind: 'reply', targetId }))
    const embeds = posted(targetId).map((message) => JSON.stringify(message.embeds))
    expect(embeds).toHaveLength(2)
    expect(embeds[0]).toContain('Digest three')
  })

  test('in an archived thread is edited after the thread was opened; a locked one refuses', async () => {
    const { thread } = playground.world.channels
    const to = { channelId: thread.id, channelKind: 'thread' } as const
    const id = await publishOne(to)
    playground.change.threadArchived(thread.id)
    expect((await publisher.publish(edit(id, to))).kind).toBe('sent')
    playground.change.threadArchived(thread.id, true)
    expect((await publisher.publish(delivery('more', to))).kind).toBe('refused')
  })
})

describe('a forum', () => {
  test('gets the tags that are named like the themes of the story', async () => {
    const { guild } = playground.world
    const forum = playground.change.channelAdded(guild.id, {
      name: 'themes',
      kind: 'forum',
      tags: ['Other', 'Arms transfers'],
    })
    const tags = ['arms transfers', 'sanctions']
    const to = { channelId: forum.id, channelKind: 'forum', threadName: 'Tagged', tags } as const
    expect((await publisher.publish(delivery('one', to))).kind).toBe('sent')
    const post = [...guild.channels.values()].find((channel) => channel.name === 'Tagged')
    expect(post?.thread?.appliedTags).toEqual([forum.tags[1]?.id])
  })
})

describe('when Discord does not take it', () => {
  test.each([['user'], ['global'], ['shared']] as const)(
    'a 429 (%s) with a long wait is handed back with that wait, and nothing is posted',
    async (scope) => {
      playground.faults.next({ method: 'POST' }, { kind: 'rate-limit', retryAfterMs: 8000, scope })
      const outcome = await publisher.publish(delivery('one'))
      expect(outcome.kind).toBe('retry')
      if (outcome.kind !== 'retry') return
      expect(outcome.afterMs).toBeGreaterThanOrEqual(8000)
      expect(outcome.afterMs).toBeLessThan(10_000)
      expect(posted()).toHaveLength(0)
    },
  )

  test('a 429 with a short wait is waited for', async () => {
    playground.faults.next({ method: 'POST' }, { kind: 'rate-limit', retryAfterMs: 200 })
    expect((await publisher.publish(delivery('one'))).kind).toBe('sent')
    expect(posted()).toHaveLength(1)
  })

  test('a 502 after the message was stored is not repeated by discord.js; within the memory of nonces it stands once', async () => {
    const one = delivery('one')
    playground.faults.next({ method: 'POST' }, { kind: 'status', status: 502, when: 'after' })
    expect((await publisher.publish(one)).kind).toBe('unsure')
    expect(playground.requests().filter((each) => each.method === 'POST')).toHaveLength(1)
    expect(await publisher.publish(one)).toEqual({ kind: 'sent', messageId: posted()[0]?.id })
    expect(posted()).toHaveLength(1)
  })

  test('a lost answer is never taken for "not posted" because a repetition was refused', async () => {
    playground.faults.next({ method: 'POST' }, { kind: 'status', status: 502, when: 'after' })
    playground.faults.next({ method: 'POST' }, { kind: 'rate-limit', retryAfterMs: 8000 })
    expect((await publisher.publish(delivery('one'))).kind).toBe('unsure')
  })

  test('a 502 each time is unsure, and the message is found by what it says', async () => {
    const one = delivery('one')
    playground.faults.next(
      { method: 'POST', times: 9 },
      { kind: 'status', status: 502, when: 'after' },
    )
    expect(await publisher.publish(one)).toEqual({ kind: 'unsure', reason: 'Discord answered 502' })
    playground.faults.clear()
    await publisher.publish(delivery('another'))
    expect(posted()).toHaveLength(2)
    expect(await publisher.findPosted(one)).toEqual({ kind: 'found', messageId: posted()[0]?.id })
  })

  test('a 503 before the work is unsure, and the message is not found', async () => {
    const one = delivery('one')
    playground.faults.next(
      { method: 'POST', times: 9 },
      { kind: 'status', status: 503, when: 'before' },
    )
    expect((await publisher.publish(one)).kind).toBe('unsure')
    expect(await publisher.findPosted(one)).toEqual({ kind: 'absent' })
  })

  test('a connection that closes after the work is unsure; sent again within the memory of nonces it stands once', async () => {
    const one = delivery('one')
    playground.faults.next({ method: 'POST' }, { kind: 'close', when: 'after' })
    expect((await publisher.publish(one)).kind).toBe('unsure')
    expect((await publisher.publish(one)).kind).toBe('sent')
    expect(posted()).toHaveLength(1)
  })

  test('a reset connection is not repeated by discord.js; within the memory of nonces it stands once', async () => {
    const one = delivery('one')
    playground.faults.next({ method: 'POST' }, { kind: 'reset', when: 'after' })
    expect((await publisher.publish(one)).kind).toBe('unsure')
    expect((await publisher.publish(one)).kind).toBe('sent')
    expect(posted()).toHaveLength(1)
  })

  test('a forum post is tried once: a lost answer is unsure, and the post is found', async () => {
    const one = delivery('one', toForum('Lost answer'))
    const fault = playground.faults.next(
      { method: 'POST', times: 9 },
      { kind: 'status', status: 502, when: 'after' },
    )
    expect((await publisher.publish(one)).kind).toBe('unsure')
    expect(fault.hits()).toBe(1)
    playground.faults.clear()
    const post = [...playground.world.guild.channels.values()].find(
      (channel) => channel.name === 'Lost answer',
    )
    expect(await publisher.findPosted(one)).toEqual({ kind: 'found', messageId: post?.id })
    expect(await publisher.findPosted(delivery('two', toForum('Lost answer')))).toEqual({
      kind: 'absent',
    })
  })

  test('a lost permission is refused and named, and comes back with it', async () => {
    const { intel } = playground.world.channels
    playground.change.permissionLost(intel.id, 'SendMessages')
    const outcome = await publisher.publish(delivery('one'))
    expect(outcome).toMatchObject({ kind: 'refused', gone: false })
    playground.change.permissionBack(intel.id)
    expect((await publisher.publish(delivery('one'))).kind).toBe('sent')
  })

  test('a deleted channel is refused for good', async () => {
    playground.change.channelDeleted(playground.world.channels.intel.id)
    expect(await publisher.publish(delivery('one'))).toMatchObject({ kind: 'refused', gone: true })
  })

  test('a token that is no longer valid is told once to Discord and never again', async () => {
    playground.faults.revokeToken()
    expect(await publisher.publish(delivery('one'))).toEqual({ kind: 'unauthorized' })
    const requests = playground.requests().length
    expect(await publisher.publish(delivery('two'))).toEqual({ kind: 'unauthorized' })
    expect(playground.requests()).toHaveLength(requests)
  })

  test('a Discord that does not listen took nothing: retry', async () => {
    const one = delivery('one')
    await playground.close()
    expect(await publisher.publish(one)).toMatchObject({ kind: 'retry', afterMs: 5000 })
    playground = await openPlayground()
  })

  test('a request whose turn came too late was never made: retry, not unsure', async () => {
    const slow = openPublisher({
      token: playground.token,
      apiBase: playground.apiBase,
      clock,
      perSecond: () => 1,
      timeoutMs: 700,
      log: () => {},
    })
    const outcomes = await Promise.all([
      slow.publish(delivery('one')),
      slow.publish(delivery('two', toForum('two'))),
    ])
    expect(outcomes).toMatchObject([
      { kind: 'sent' },
      { kind: 'retry', reason: 'Discord was not reached: NO_TURN' },
    ])
    expect(playground.requests()).toHaveLength(1)
  })

  test('at the end what waits for its turn is handed back at once', async () => {
    const end = new AbortController()
    const slow = openPublisher({
      token: playground.token,
      apiBase: playground.apiBase,
      clock,
      perSecond: () => 1,
      signal: end.signal,
      log: () => {},
    })
    const outcomes = ['one', 'two', 'three'].map((name) => slow.publish(delivery(name)))
    expect(await outcomes[0]).toMatchObject({ kind: 'sent' })
    const before = performance.now()
    end.abort()
    expect(await Promise.all(outcomes.slice(1))).toMatchObject([
      { kind: 'retry' },
      { kind: 'retry' },
    ])
    expect(performance.now() - before).toBeLessThan(500)
    expect(posted()).toHaveLength(1)
  })

  test('a message that cannot be looked for is hidden, and a failed look says why', async () => {
    const { intel } = playground.world.channels
    const one = delivery('one')
    await publisher.publish(one)
    playground.change.permissionLost(intel.id, 'ReadMessageHistory')
    expect(await publisher.findPosted(one)).toEqual({ kind: 'hidden' })
    playground.change.channelDeleted(intel.id)
    expect(await publisher.findPosted(one)).toMatchObject({
      kind: 'failed',
      outcome: { kind: 'refused', gone: true },
    })
  })

  test('a message is found by the mark in its footer, behind hundreds of others', async () => {
    const one = delivery('one')
    const body = withMark(one.body, one.id)
    await publisher.publish({ ...one, body })
    for (let at = 0; at < 120; at += 1) await publisher.publish(delivery(`other ${at}`))
    const changed = { ...one, body: { ...body, embeds: [{ ...body.embeds?.[0], title: 'Other' }] } }
    expect(await publisher.findPosted({ ...changed, firstTriedAt: 0 })).toEqual({
      kind: 'found',
      messageId: posted()[0]?.id,
    })
  })

  test('a message of somebody else with the same words is not ours', async () => {
    const one = delivery('one')
    expect(await publisher.findPosted(one)).toEqual({ kind: 'absent' })
  })

  test('what is no answer of Discord at all is unsure, never sent', () => {
    expect(toOutcome(new Error('boom'))).toEqual({
      kind: 'unsure',
      reason: 'no answer from Discord: boom',
    })
  })
})
