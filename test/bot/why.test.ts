import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Digest, Story, Subscription } from '../../src/types.ts'
import { DAY, HOUR, makeDelivery, makeSubscription } from '../store/make.ts'
import { type Desk, NOW, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const URL_OF_CORE = 'https://north-wire.example/shahed-9'
const guildId = () => desk.playground.world.guild.id
const intel = () => desk.playground.world.channels.intel.id
const filters = makeSubscription('x').filters

async function subscribe(more: Partial<Subscription> = {}): Promise<Subscription> {
  const one = makeSubscription('one', { guildId: guildId(), channelId: intel(), ...more })
  await desk.store.saveSubscription(one)
  return one
}

async function theStory(): Promise<Story> {
  const hit = await desk.store.findArticleByUrl(URL_OF_CORE)
  const [story] = await desk.store.storiesByIds([hit?.storyId ?? ''])
  if (story === undefined) throw new Error('no story')
  return story
}

const ask = async (what = URL_OF_CORE): Promise<string> =>
  desk.read(await desk.ask('axis why', { what }))

const digest = (one: Subscription, more: Partial<Digest>): Digest => ({
  subscriptionId: one.id,
  slot: '2026-11-25T07:00',
  from: DAY - 24 * HOUR,
  to: DAY + 7 * HOUR,
  core: [],
  related: [],
  cut: [],
  continuing: [],
  articleCount: 1,
  late: false,
  ...more,
})

describe('what was not posted has exactly one reason', () => {
  test('delivered, with a link', async () => {
    const one = await subscribe()
    const story = await theStory()
    const delivery = makeDelivery('d', { subscriptionId: one.id, channelId: intel() })
    await desk.store.addDeliveries([delivery])
    await desk.store.saveDelivery({ ...delivery, status: 'sent', messageId: '77' }, [
      {
        storyId: story.id,
        at: 1,
        mode: 'digest',
        messageId: '77',
        families: [],
        camps: [],
        severity: 'low',
      },
    ])
    expect(await ask()).toContain(
      `Delivered: https://discord.com/channels/${guildId()}/${intel()}/77`,
    )
  })

  test('filtered by a filter of the subscription', async () => {
    const one = await subscribe({ filters: { ...filters, themes: ['sanctions'] } })
    expect(await ask()).toContain(`Filtered by theme of ${one.id}: it has arms-transfers`)
  })

  test('muted, by source, words or story', async () => {
    await subscribe()
    await desk.ask('axis-admin mute words', { words: 'Caspian port' })
    expect(await ask()).toContain('Muted: words “Caspian port”')
  })

  test('held by quiet hours', async () => {
    await subscribe({
      mode: 'instant',
      times: [],
      createdAt: DAY - HOUR,
      quiet: { from: '08:00', to: '12:00', rule: 'hold' },
    })
    expect(await ask()).toMatch(/Held until .*12:00 UTC \(quiet hours\)/)
  })

  test('held for the next digest', async () => {
    await subscribe({ times: ['19:00'] })
    expect(await ask()).toMatch(/Held until .*19:00 UTC \(the next digest has it\)/)
  })

  test('cut by the cap of a digest', async () => {
    const one = await subscribe()
    const story = await theStory()
    await desk.store.saveDigest(digest(one, { cut: [story.id] }), [])
    expect(await ask()).toContain(
      `Cut by the cap: 15 stories a digest, ${one.id} of 2026-11-25 07:00`,
    )
  })

  test('not breaking, with what is missing', async () => {
    await subscribe({ mode: 'breaking', times: [], createdAt: DAY - HOUR })
    expect(await ask()).toContain('1 of 3 independent origins within two hours')
  })

  test('older than the subscription', async () => {
    await subscribe({ mode: 'instant', times: [], createdAt: NOW })
    expect(await ask()).toContain('it began before the subscription')
  })

  test('corrected by the analysts here', async () => {
    await subscribe()
    const story = await theStory()
    await desk.store.saveReport({
      id: 'R',
      guildId: guildId(),
      storyId: story.id,
      reason: 'not-relevant',
      by: 'u',
      at: NOW,
      status: 'applied',
      article: { title: 't', lang: 'en', at: 0, relevance: 'core', actors: [], themes: [] },
    })
    expect(await ask()).toContain('Filtered by the analysts of this server: not relevant')
  })

  test('nothing is subscribed', async () => {
    expect(await ask()).toContain('no channel that you see here has a subscription')
  })
})

describe('a story', () => {
  test('shows the stage in each subscription that the caller sees', async () => {
    const story = await theStory()
    await subscribe({ times: ['19:00'] })
    const two = makeSubscription('two', {
      guildId: guildId(),
      channelId: intel(),
      filters: { ...filters, themes: ['sanctions'] },
    })
    await desk.store.saveSubscription(two)
    const text = await ask(story.id)
    expect(text).toContain('passed, waits for the digest 2026-11-25 19:00 UTC')
    expect(text).toContain(`✗ #${intel()} ${two.id}: filtered by theme`)
  })
})

describe('a message link', () => {
  const link = (messageId: string, server = guildId()) =>
    `https://discord.com/channels/${server}/${intel()}/${messageId}`

  test('of a digest lets the caller pick one of its stories', async () => {
    const one = await subscribe()
    const story = await theStory()
    const body = {
      content: 'digest',
      components: [
        {
          type: 1 as const,
          components: [
            {
              type: 3 as const,
              custom_id: 'ax1:story::0',
              options: [{ label: story.title, value: story.id }],
            },
          ],
        },
      ],
      allowed_mentions: { parse: [] } as const,
    }
    const delivery = makeDelivery('d', { subscriptionId: one.id, channelId: intel(), body })
    await desk.store.addDeliveries([delivery])
    await desk.store.saveDelivery({ ...delivery, status: 'sent', messageId: '77' }, [])
    const answer = await desk.ask('axis why', { what: link('77') })
    const why = await desk.choose(answer, 'Explain a story', [story.id])
    expect(await desk.read(why)).toContain('Why: Shahed shipment')
    expect(desk.playground.problems()).toEqual([])
  })

  test('of something else is said so', async () => {
    await subscribe()
    expect(await ask(link('88'))).toContain('is no message that I posted there')
    expect(await ask(link('88', '5'))).toContain('That message is in another server')
  })
})
