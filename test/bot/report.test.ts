import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withNotes } from '../../src/bot/report/note.ts'
import { openPublisher } from '../../src/bot/send/publish.ts'
import { digestMessages } from '../../src/card/digest.ts'
import { instantMessage } from '../../src/card/instant.ts'
import { checkBody } from '../../src/card/limits.ts'
import type { Report } from '../../src/ports.ts'
import type { Delivery, MessageBody, Story } from '../../src/types.ts'
import { context, PACK, story, subscription } from '../card/world.ts'
import { makeDelivery } from '../store/make.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const guildId = () => desk.playground.world.guild.id
const intel = () => desk.playground.world.channels.intel.id
const core = async (): Promise<readonly Story[]> =>
  (await desk.store.latestStories({ relevance: 'core' }, { limit: 10, offset: 0 })).items

async function post(body: MessageBody, more: Partial<Delivery> = {}): Promise<string> {
  const { token, apiBase } = desk.playground
  const publisher = openPublisher({ token, apiBase, log: () => undefined, clock: desk.clock })
  const outcome = await publisher.publish(
    makeDelivery('one', { channelId: intel(), body, ...more }),
  )
  if (outcome.kind !== 'sent') throw new Error(outcome.kind)
  return outcome.messageId
}

async function postStory(): Promise<{ readonly story: Story; readonly messageId: string }> {
  const [first] = await core()
  if (first === undefined) throw new Error('no story')
  const body = instantMessage(first, subscription({ mode: 'instant' }), context())
  return { story: first, messageId: await post(body) }
}

const shown = (messageId: string): string => {
  const found = desk.playground.messages(intel()).find((message) => message.id === messageId)
  return JSON.stringify(found?.embeds)
}

async function toAnalysts(): Promise<void> {
  const { roles, channels } = desk.playground.world
  await desk.ask('axis-admin settings analyst-role', { role: roles.analyst })
  await desk.ask('axis-admin settings log-channel', { channel: channels.news.id })
}

describe('an analyst', () => {
  test('reports a wrong actor: it takes effect at once, the message says so, and it can be undone', async () => {
    await toAnalysts()
    const { story: reported, messageId } = await postStory()
    const asked = await desk.playground.interact.contextMenu(
      'analyst',
      messageId,
      'Report a problem',
    )
    await desk.choose(asked, 'What is wrong', ['wrong-actor'], 'analyst')
    const done = await desk.choose(asked, 'Choose one', ['iran'], 'analyst')
    expect(await desk.read(done)).toContain('Takes effect in this server at once')
    expect(shown(messageId)).toContain('corrected here: not about Iran')
    expect(await desk.store.reports()).toMatchObject([
      {
        guildId: guildId(),
        storyId: reported.id,
        reason: 'wrong-actor',
        ref: 'iran',
        status: 'applied',
      },
    ])
    const card = await desk.ask('axis story', { id: reported.id })
    expect(await desk.read(card)).toContain('✎ corrected here: not about Iran')
    const { news } = desk.playground.world.channels
    expect(JSON.stringify(desk.playground.messages(news.id).at(-1)?.embeds)).toContain(
      'Wrong actor',
    )
    const undone = await desk.press(done, 'Undo', 'analyst')
    expect(await desk.read(undone)).toContain('Undone')
    expect(shown(messageId)).not.toContain('corrected here')
    expect(await desk.store.reports()).toMatchObject([{ status: 'undone' }])
    expect(desk.playground.problems()).toEqual([])
  })

  test('of another server changes nothing here', async () => {
    await toAnalysts()
    const { story: reported } = await postStory()
    const report: Report = {
      id: 'R',
      guildId: 'elsewhere',
      storyId: reported.id,
      reason: 'not-relevant',
      by: 'u',
      at: desk.clock.now(),
      status: 'applied',
      article: { title: 't', lang: 'en', at: 0, relevance: 'core', actors: [], themes: [] },
    }
    await desk.store.saveReport(report)
    const card = await desk.ask('axis story', { id: reported.id })
    expect(await desk.read(card)).not.toContain('corrected here')
  })

  test('corrects a message with a picture, which stays the one picture inside of it', async () => {
    await toAnalysts()
    const [first] = await core()
    if (first === undefined) throw new Error('no story')
    const { embeds: [embed] = [], ...body } = instantMessage(first, subscription(), context())
    const picture = { url: 'attachment://chart.png' }
    const messageId = await post(
      { ...body, embeds: [{ ...embed, image: picture }] },
      { files: [{ name: 'chart.png', base64: 'iVBORw0KGgo=' }] },
    )
    const asked = await desk.playground.interact.contextMenu(
      'analyst',
      messageId,
      'Report a problem',
    )
    await desk.choose(asked, 'What is wrong', ['two-events'], 'analyst')
    const message = desk.playground.messages(intel()).find((one) => one.id === messageId)
    expect(JSON.stringify(message?.embeds)).toContain('corrected here: two events joined')
    expect(message?.embeds).toMatchObject([{ image: picture }])
    expect(message?.attachments).toHaveLength(1)
  })

  test('chooses one of the stories of a digest', async () => {
    await toAnalysts()
    const stories = await core()
    const made = {
      subscriptionId: 'ax-AAAAA',
      slot: 'x',
      from: 0,
      to: desk.clock.now(),
      core: stories.slice(0, 3).map((one) => ({ story: one })),
      related: [],
      cut: [],
      continuing: [],
      articleCount: 3,
      late: false,
    }
    const [body] = digestMessages(made, subscription(), context())
    if (body === undefined) throw new Error('no digest')
    const messageId = await post(body)
    const asked = await desk.playground.interact.contextMenu(
      'analyst',
      messageId,
      'Report a problem',
    )
    const second = stories[1]?.id ?? ''
    await desk.choose(asked, 'The story', [second], 'analyst')
    await desk.choose(asked, 'What is wrong', ['not-relevant'], 'analyst')
    expect(shown(messageId)).toContain(`corrected here: not relevant (${second})`)
    const listed = await desk.ask('axis latest')
    expect(await desk.read(listed)).toContain('✎ corrected here: not relevant')
    const again = await desk.playground.interact.contextMenu(
      'analyst',
      messageId,
      'Report a problem',
    )
    await desk.choose(again, 'The story', [second], 'analyst')
    const twice = await desk.choose(again, 'What is wrong', ['not-relevant'], 'analyst')
    expect(await desk.read(twice)).toContain('That is corrected here already')
    // Whoever dismissed the first answer finds the way back here.
    await desk.press(twice, 'Undo', 'analyst')
    expect(shown(messageId)).not.toContain('corrected here')
    expect(desk.playground.problems()).toEqual([])
  })
})

describe('somebody else', () => {
  test('is heard in the log channel, where an analyst lets it take effect', async () => {
    await toAnalysts()
    const { messageId } = await postStory()
    const asked = await desk.playground.interact.contextMenu(
      'reader',
      messageId,
      'Report a problem',
    )
    const done = await desk.choose(asked, 'What is wrong', ['two-events'], 'reader')
    expect(await desk.read(done)).toContain('told to the analysts')
    expect(shown(messageId)).not.toContain('corrected here')
    const { news } = desk.playground.world.channels
    const told = desk.playground.messages(news.id).at(-1)
    const [report] = await desk.store.reports()
    const button = `ax1:report-apply:${report?.id}:0`
    const refused = await desk.playground.interact.button(told?.id ?? '', button, 'reader')
    expect(await desk.read(refused)).toContain('Only the analysts of this server')
    await desk.playground.interact.button(told?.id ?? '', button, 'analyst')
    expect(await desk.store.reports()).toMatchObject([{ status: 'applied' }])
    expect(shown(messageId)).toContain('corrected here: two events joined')
    expect(desk.playground.problems()).toEqual([])
  })

  test('is thanked where there is no log channel, and the report is kept', async () => {
    const { messageId } = await postStory()
    const asked = await desk.playground.interact.contextMenu(
      'reader',
      messageId,
      'Report a problem',
    )
    const done = await desk.choose(asked, 'What is wrong', ['should-be-core'], 'reader')
    expect(await desk.read(done)).toContain('no log channel')
    expect(await desk.store.reports()).toMatchObject([
      { status: 'noted', reason: 'should-be-core' },
    ])
  })

  test('who reports the same twice is told that it waits; as an analyst it takes effect', async () => {
    const { messageId } = await postStory()
    const report = async (): Promise<string> => {
      const asked = await desk.playground.interact.contextMenu(
        'analyst',
        messageId,
        'Report a problem',
      )
      desk.clock.set(desk.clock.now() + 10_000)
      return desk.read(await desk.choose(asked, 'What is wrong', ['should-be-core'], 'analyst'))
    }
    expect(await report()).toContain('Thank you')
    expect(await report()).toContain('You reported that already')
    await toAnalysts()
    expect(await report()).toContain('Takes effect in this server at once')
    expect(await desk.store.reports()).toMatchObject([{ status: 'applied' }])
  })

  test('who reports a message that is none of ours is told so', async () => {
    const { id } = desk.playground.world.channels.intel
    const own = await post({ content: 'Nothing here', allowed_mentions: { parse: [] } })
    const answer = await desk.playground.interact.contextMenu('reader', own, 'Report a problem')
    expect(await desk.read(answer)).toContain('I see no story in that message')
    expect(desk.playground.messages(id)).toHaveLength(1)
  })
})

describe('the note under a message', () => {
  const report = (storyId: string): Report => ({
    id: storyId,
    guildId: 'g',
    storyId,
    reason: 'not-relevant',
    by: 'u',
    at: 0,
    status: 'applied',
    article: { title: 't', lang: 'en', at: 0, relevance: 'core', actors: [], themes: [] },
  })

  test('is written once, whatever was there before, and goes without a trace', () => {
    const { embeds = [] } = instantMessage(story(), subscription(), context())
    const once = withNotes(embeds, [report('S-AAAAAAAA')], PACK) ?? []
    expect(withNotes(once, [report('S-AAAAAAAA')], PACK)).toEqual(once)
    expect(withNotes(once, [], PACK)).toEqual(embeds)
    expect(checkBody({ embeds: once, allowed_mentions: { parse: [] } })).toEqual([])
  })

  test('stays away where there is no room for it', () => {
    expect(
      withNotes([{ description: 'x'.repeat(4090) }], [report('S-AAAAAAAA')], PACK),
    ).toBeUndefined()
    expect(withNotes([], [report('S-AAAAAAAA')], PACK)).toBeUndefined()
  })
})
