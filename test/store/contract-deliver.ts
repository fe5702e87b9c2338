import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/ports.ts'
import type { Delivery } from '../../src/types.ts'
import {
  DAY,
  HOUR,
  makeArticle,
  makeDelivery,
  makeDigest,
  makePoll,
  makePosted,
  makeStory,
} from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const claim = (store: Store, now: number, holder = 'a', limit = 10) =>
  store.claimDeliveries({ holder, now, until: now + HOUR, limit })

const contents = (deliveries: readonly Delivery[]) => deliveries.map(({ body }) => body.content)

export function deliverContract(name: string, open: OpenEmpty): void {
  describe(`${name}: digests and deliveries`, () => {
    test(
      'a slot has one digest; a second one is refused with its deliveries',
      withStore(open, async (store) => {
        const slot = '2026-11-25T07:00'
        const first = makeDigest('ax-AAAAA', slot)
        expect(await store.saveDigest(first, [makeDelivery('first', { slot })])).toBe(true)
        expect(await store.saveDigest(first, [makeDelivery('second', { slot })])).toBe(false)
        expect(await store.saveDigest(makeDigest('ax-BBBBB', slot), [])).toBe(true)
        expect(contents(await store.deliveries('ax-AAAAA', 10))).toEqual(['first'])
      }),
    )

    test(
      'a digest that cannot be saved whole leaves its slot free',
      withStore(open, async (store) => {
        const digest = makeDigest('ax-AAAAA', '2026-11-25T07:00')
        const good = makeDelivery('good')
        // A border case that types exclude: a value that no column takes.
        const bad = { ...makeDelivery('bad'), createdAt: undefined } as unknown as Delivery
        await expect(store.saveDigest(digest, [good, bad])).rejects.toThrow()
        expect(await store.lastSlot('ax-AAAAA')).toBeUndefined()
        expect(await store.saveDigest(digest, [good])).toBe(true)
      }),
    )

    test(
      'the last slot is the one that ends last',
      withStore(open, async (store) => {
        expect(await store.lastSlot('ax-AAAAA')).toBeUndefined()
        for (const hour of [7, 19, 9]) {
          await store.saveDigest(
            makeDigest('ax-AAAAA', `2026-11-25T${String(hour).padStart(2, '0')}:00`, {
              to: DAY + hour * HOUR,
            }),
            [],
          )
        }
        await store.saveDigest(makeDigest('ax-BBBBB', '2026-11-26T07:00', { to: DAY * 2 }), [])
        expect(await store.lastSlot('ax-AAAAA')).toEqual({
          slot: '2026-11-25T19:00',
          to: DAY + 19 * HOUR,
        })
      }),
    )

    test(
      'due deliveries are claimed oldest first, parts in order, and by nobody else meanwhile',
      withStore(open, async (store) => {
        await store.addDeliveries([
          makeDelivery('part 2', { createdAt: DAY + 1, part: 1 }),
          makeDelivery('part 1', { createdAt: DAY + 1, part: 0 }),
          makeDelivery('older', { createdAt: DAY }),
          makeDelivery('later', { nextTryAt: DAY + HOUR }),
          makeDelivery('done', { status: 'sent' }),
        ])
        const first = await claim(store, DAY + 10, 'a', 2)
        expect(contents(first)).toEqual(['older', 'part 1'])
        expect(first.map(({ status, lapsed }) => [status, lapsed])).toEqual([
          ['sending', false],
          ['sending', false],
        ])
        expect(contents(await claim(store, DAY + 10, 'a'))).toEqual(['part 2'])
        expect(await claim(store, DAY + 10, 'a')).toEqual([])
      }),
    )

    test(
      'what has no slot is claimed before digests that are due for longer',
      withStore(open, async (store) => {
        const slot = '2026-11-25T07:00'
        await store.saveDigest(makeDigest('ax-AAAAA', slot), [
          makeDelivery('digest, part 1', { slot, part: 0 }),
          makeDelivery('digest, part 2', { slot, part: 1 }),
        ])
        await store.addDeliveries([
          makeDelivery('story', { createdAt: DAY + 5 }),
          makeDelivery('later story', { createdAt: DAY + 6 }),
        ])
        const first = await claim(store, DAY + 10, 'a', 3)
        expect(contents(first)).toEqual(['story', 'later story', 'digest, part 1'])
        expect(contents(await claim(store, DAY + 10, 'a'))).toEqual(['digest, part 2'])
      }),
    )

    test(
      'a channel that another holder sends to is left to it until it is done or its claim runs out',
      withStore(open, async (store) => {
        await store.addDeliveries([
          makeDelivery('first'),
          makeDelivery('second', { part: 1 }),
          makeDelivery('elsewhere', { part: 2, channelId: 'channel-2' }),
        ])
        const [first] = await claim(store, DAY + 10, 'a', 1)
        expect(contents(await claim(store, DAY + 10, 'b'))).toEqual(['elsewhere'])
        if (first) await store.saveDelivery({ ...first, status: 'sent' }, [], 'a')
        expect(contents(await claim(store, DAY + 10, 'b', 1))).toEqual(['second'])
        expect(await claim(store, DAY + 10, 'a')).toEqual([])
        expect(contents(await claim(store, DAY + 2 * HOUR, 'a', 1))).toEqual(['second'])
      }),
    )

    test(
      'channels that are busy are left out of a claim',
      withStore(open, async (store) => {
        const to = (name: string, channelId: string) => makeDelivery(name, { channelId })
        await store.addDeliveries([to('a', 'one'), to('b', 'two'), to('c', 'one')])
        const claimed = await store.claimDeliveries({
          holder: 'a',
          now: DAY,
          until: DAY + HOUR,
          limit: 9,
          busy: ['one', 'three'],
        })
        expect(contents(claimed)).toEqual(['b'])
      }),
    )

    test(
      'a claim that lapsed without an outcome is due again and says so',
      withStore(open, async (store) => {
        await store.addDeliveries([makeDelivery('x')])
        await claim(store, DAY)
        expect(await claim(store, DAY + HOUR - 1, 'b')).toEqual([])
        const again = await claim(store, DAY + HOUR, 'b')
        expect(again.map(({ lapsed }) => lapsed)).toEqual([true])
      }),
    )

    test(
      'a delivery that lapsed once still says so after it was put back',
      withStore(open, async (store) => {
        const delivery = makeDelivery('x')
        await store.addDeliveries([delivery])
        await claim(store, DAY)
        await claim(store, DAY + HOUR, 'b')
        await store.saveDelivery({ ...delivery, status: 'retry' }, [], 'b')
        const later = await claim(store, DAY + HOUR, 'c')
        expect(later.map(({ lapsed }) => lapsed)).toEqual([true])
      }),
    )

    test(
      'a retry comes back when it is due, with what it was saved with',
      withStore(open, async (store) => {
        await store.addDeliveries([makeDelivery('x')])
        const [{ lapsed, ...claimed } = { ...makeDelivery('none'), lapsed: false }] = await claim(
          store,
          DAY,
        )
        const retry: Delivery = {
          ...claimed,
          status: 'retry',
          nextTryAt: DAY + 5,
          tries: 1,
          reason: '503',
        }
        await store.saveDelivery(retry, [], 'a')
        expect(lapsed).toBe(false)
        expect(await claim(store, DAY + 4)).toEqual([])
        expect(await claim(store, DAY + 5)).toEqual([
          { ...retry, status: 'sending', lapsed: false },
        ])
      }),
    )

    test(
      'a delivery that is there already by id is left alone',
      withStore(open, async (store) => {
        const delivery = makeDelivery('x')
        await store.addDeliveries([delivery])
        await store.saveDelivery({ ...delivery, status: 'sent', messageId: 'm' }, [])
        await store.addDeliveries([delivery])
        expect(await store.deliveries('ax-AAAAA', 10)).toEqual([
          { ...delivery, status: 'sent', messageId: 'm' },
        ])
        expect(await claim(store, DAY + HOUR)).toEqual([])
      }),
    )

    test.each(['sent', 'dropped', 'unknown'] as const)(
      'what is %s is never due again, whatever a late holder says',
      async (status) => {
        await withStore(open, async (store) => {
          const delivery = makeDelivery('x')
          await store.saveDelivery({ ...delivery, status }, [])
          for (const late of ['pending', 'retry', 'sending'] as const) {
            await store.saveDelivery({ ...delivery, status: late }, [makePosted('S-LATE2222')])
          }
          expect((await store.deliveries('ax-AAAAA', 1))[0]?.status).toBe(status)
          expect(await claim(store, DAY + 9 * HOUR)).toEqual([])
          expect(await store.postedStories('channel-1', ['S-LATE2222'])).toEqual([])
        })()
      },
    )

    test(
      'what turned out to be posted becomes sent, also after it was given up',
      withStore(open, async (store) => {
        const delivery = makeDelivery('x')
        await store.saveDelivery({ ...delivery, status: 'unknown' }, [])
        await store.saveDelivery({ ...delivery, status: 'sent', messageId: 'm' }, [
          makePosted('S-AAAA2222'),
        ])
        expect((await store.deliveries('ax-AAAAA', 1))[0]?.messageId).toBe('m')
        expect(await store.postedStories('channel-1', ['S-AAAA2222'])).toHaveLength(1)
      }),
    )

    test(
      'a holder whose claim passed on cannot free the delivery, but can say that it was sent',
      withStore(open, async (store) => {
        await store.addDeliveries([makeDelivery('x')])
        const [old = makeDelivery('none')] = await claim(store, DAY, 'old')
        await claim(store, DAY + HOUR, 'new')
        await store.saveDelivery({ ...old, status: 'retry' }, [], 'old')
        expect(await claim(store, DAY + HOUR, 'third')).toEqual([])
        await store.saveDelivery({ ...old, status: 'sent', messageId: 'm' }, [], 'old')
        await store.saveDelivery({ ...old, status: 'retry' }, [], 'new')
        expect((await store.deliveries('ax-AAAAA', 1))[0]?.status).toBe('sent')
      }),
    )

    test(
      'who has no claim takes none away: only that it was sent is true whoever says it',
      withStore(open, async (store) => {
        const delivery = makeDelivery('x', { status: 'retry' })
        await store.addDeliveries([delivery])
        await claim(store, DAY)
        await store.saveDelivery({ ...delivery, nextTryAt: DAY + 1 }, [])
        expect(await claim(store, DAY + 2, 'a')).toEqual([])
        expect((await store.deliveries('ax-AAAAA', 1))[0]?.status).toBe('sending')
        await store.saveDelivery({ ...delivery, status: 'sent', messageId: 'm' }, [])
        expect((await store.deliveries('ax-AAAAA', 1))[0]?.status).toBe('sent')
      }),
    )

    test(
      'outcomes are saved together, each by its own rule, or none of them',
      withStore(open, async (store) => {
        const [one, two, three] = ['one', 'two', 'three'].map((name, part) =>
          makeDelivery(name, { part }),
        )
        if (!one || !two || !three) throw new Error('three deliveries')
        await store.addDeliveries([one, two, three])
        await claim(store, DAY, 'old')
        await claim(store, DAY + HOUR, 'new')
        const posted = [makePosted('S-AAAA2222'), makePosted('S-BBBB2222')]
        await store.saveDeliveries([
          { delivery: { ...one, status: 'sent', messageId: 'm1' }, posted, holder: 'new' },
          { delivery: { ...two, status: 'retry' }, posted: [], holder: 'old' },
          { delivery: { ...three, status: 'dropped' }, posted: [], holder: 'new' },
        ])
        const statuses = async () =>
          (await store.deliveries('ax-AAAAA', 9)).map(({ status }) => status)
        expect(await statuses()).toEqual(['dropped', 'sending', 'sent'])
        const seen = posted.map(({ storyId }) => storyId)
        expect(await store.postedStories('channel-1', seen)).toHaveLength(2)
        // A border case that types exclude: a value that no column takes.
        const bad = { ...three, createdAt: undefined } as unknown as Delivery
        const good = { ...two, status: 'sent' } as const
        await expect(
          store.saveDeliveries([
            { delivery: good, posted: [], holder: 'new' },
            { delivery: bad, posted: [], holder: 'new' },
          ]),
        ).rejects.toThrow()
        expect(await statuses()).toEqual(['dropped', 'sending', 'sent'])
        await store.saveDeliveries([])
      }),
    )

    test(
      'a claimed delivery stands as sending wherever it is read, and says the rest as it was saved',
      withStore(open, async (store) => {
        const delivery = makeDelivery('x', { status: 'retry', tries: 2, reason: '503' })
        await store.addDeliveries([delivery])
        await claim(store, DAY)
        const stands = { ...delivery, status: 'sending' }
        expect(await store.deliveries('ax-AAAAA', 1)).toEqual([stands])
        const { body: _, ...note } = stands
        expect(await store.deliveryNotes('ax-AAAAA', 0)).toEqual([note])
        await store.saveDelivery({ ...delivery, status: 'dropped' }, [], 'a')
        expect((await store.deliveries('ax-AAAAA', 1))[0]?.status).toBe('dropped')
      }),
    )

    test(
      'deliveries of a subscription come newest first, up to a limit',
      withStore(open, async (store) => {
        await store.addDeliveries(
          [1, 3, 2].map((at) => makeDelivery(`d${at}`, { createdAt: DAY + at })),
        )
        await store.addDeliveries([makeDelivery('other', { subscriptionId: 'ax-BBBBB' })])
        expect(contents(await store.deliveries('ax-AAAAA', 2))).toEqual(['d3', 'd2'])
      }),
    )

    test(
      'notes of a subscription are its deliveries since then without what they say, newest first',
      withStore(open, async (store) => {
        const made = [1, 3, 2].map((at) =>
          makeDelivery(`d${at}`, { createdAt: DAY + at, marks: [`m${at}`], pings: true }),
        )
        await store.addDeliveries([...made, makeDelivery('other', { subscriptionId: 'ax-BBBBB' })])
        const { body: _, ...newest } = made[1] ?? makeDelivery('none')
        const notes = await store.deliveryNotes('ax-AAAAA', DAY + 1)
        expect(notes.map(({ marks }) => marks)).toEqual([['m3'], ['m2']])
        expect(notes[0]).toEqual(newest)
      }),
    )

    test(
      'a channel remembers what it saw of a story last, in each mode, oldest first',
      withStore(open, async (store) => {
        const story = 'S-AAAA2222'
        const sent = (part: number, posted: Parameters<typeof makePosted>[1], channel: string) =>
          store.saveDelivery(
            makeDelivery(`${channel}-${part}`, { status: 'sent', channelId: channel }),
            [makePosted(story, posted)],
          )
        const breaking = { mode: 'breaking', at: DAY, messageId: 'm1' } as const
        await sent(0, breaking, 'one')
        await sent(1, { at: DAY + 2, severity: 'high' }, 'one')
        await sent(2, { at: DAY + 1 }, 'one')
        await sent(3, { at: DAY + 3 }, 'two')
        expect(await store.postedStories('one', [story, 'S-OTHER222'])).toEqual([
          makePosted(story, breaking),
          makePosted(story, { at: DAY + 2, severity: 'high' }),
        ])
        expect(await store.postedStories('three', [story])).toEqual([])
        const where = await store.postedWhere([story])
        expect(
          where.map(({ channelId, at, subscriptionId }) => [channelId, at, subscriptionId]),
        ).toEqual([
          ['one', DAY, 'ax-AAAAA'],
          ['one', DAY + 2, 'ax-AAAAA'],
          ['two', DAY + 3, 'ax-AAAAA'],
        ])
      }),
    )

    test(
      'what a channel saw of a story is found through all that took it over',
      withStore(open, async (store) => {
        const made = ['first', 'second', 'third'].map((name) => makeArticle(name))
        await store.commitPoll(makePoll(made))
        const [one, two, three] = made
        if (!one || !two || !three) throw new Error('three articles')
        const [first, second, third] = [one, two, three].map((article) => makeStory(article).id)
        if (!first || !second || !third) throw new Error('three stories')
        await store.saveDelivery(makeDelivery('x', { status: 'sent' }), [makePosted(third)])
        await store.commitPoll(
          makePoll([], { stories: [makeStory(three, { mergedInto: second })] }),
        )
        await store.commitPoll(makePoll([], { stories: [makeStory(two, { mergedInto: first })] }))
        expect(await store.postedStories('channel-1', [first])).toEqual([
          makePosted(first, { takenFrom: third }),
        ])
      }),
    )

    test(
      'what a channel saw of a story that was taken over counts for the survivor',
      withStore(open, async (store) => {
        const [older, younger] = [makeArticle('older'), makeArticle('younger')]
        await store.commitPoll(makePoll([older, younger]))
        const survivor = makeStory(older)
        const taken = makeStory(younger, { mergedInto: survivor.id })
        await store.saveDelivery(makeDelivery('x', { status: 'sent' }), [makePosted(taken.id)])
        expect(await store.postedStories('channel-1', [survivor.id])).toEqual([])
        await store.commitPoll(makePoll([], { stories: [taken] }))
        expect(await store.postedStories('channel-1', [survivor.id])).toEqual([
          makePosted(survivor.id, { takenFrom: taken.id }),
        ])
        expect((await store.postedWhere([taken.id])).map(({ storyId }) => storyId)).toEqual([
          taken.id,
        ])
      }),
    )
  })
}
