import { describe, expect, test } from 'vitest'
import { DAY, HOUR, makeArticle, makeDelivery, makePoll, makeSubscription } from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

export function settingsContract(name: string, open: OpenEmpty): void {
  describe(`${name}: leases and settings`, () => {
    test(
      'a lease is held by one holder until it lapses',
      withStore(open, async (store) => {
        expect(await store.claimLease('poll', 'a', DAY + 10, DAY)).toBe(true)
        expect(await store.claimLease('poll', 'b', DAY + 20, DAY + 9)).toBe(false)
        expect(await store.claimLease('poll', 'a', DAY + 15, DAY + 9)).toBe(true)
        expect(await store.claimLease('poll', 'b', DAY + 25, DAY + 14)).toBe(false)
        expect(await store.claimLease('poll', 'b', DAY + 25, DAY + 15)).toBe(true)
        expect(await store.claimLease('poll', 'a', DAY + 30, DAY + 16)).toBe(false)
        expect(await store.claimLease('other', 'a', DAY + 30, DAY + 16)).toBe(true)
      }),
    )

    test(
      'a lease is released by its holder only',
      withStore(open, async (store) => {
        await store.claimLease('poll', 'a', DAY + 10, DAY)
        await store.releaseLease('poll', 'b')
        expect(await store.claimLease('poll', 'b', DAY + 10, DAY)).toBe(false)
        await store.releaseLease('poll', 'a')
        expect(await store.claimLease('poll', 'b', DAY + 10, DAY)).toBe(true)
      }),
    )

    test(
      'who takes part in a task is counted until its part lapses or is left',
      withStore(open, async (store) => {
        const take = (holder: string, at: number, task = 'send') =>
          store.takePart(task, holder, DAY + at + 10, DAY + at)
        expect(await take('a', 0)).toBe(1)
        expect(await take('b', 1)).toBe(2)
        expect(await take('a', 2, 'sender')).toBe(1)
        expect(await take('a', 9)).toBe(2)
        expect(await take('a', 12)).toBe(1)
        expect(await take('b', 13)).toBe(2)
        await store.releaseLease('send/b', 'b')
        expect(await take('a', 14)).toBe(1)
      }),
    )

    test(
      'those that come at the same time count each other',
      withStore(open, async (store) => {
        const counts = await Promise.all(
          ['a', 'b', 'c'].map((holder) => store.takePart('send', holder, DAY + 10, DAY)),
        )
        expect(counts.toSorted()).toEqual([1, 2, 3])
      }),
    )

    test(
      'subscriptions come by server; a deleted one is found by its id only and can come back',
      withStore(open, async (store) => {
        const one = makeSubscription('one')
        const two = makeSubscription('two', { guildId: 'guild-2', filters: { ...one.filters } })
        await store.saveSubscription(one)
        await store.saveSubscription(two)
        expect(await store.subscriptions({ guildId: 'guild-2' })).toEqual([two])
        expect(await store.subscriptions()).toHaveLength(2)
        const deleted = { ...one, deletedAt: DAY }
        await store.saveSubscription(deleted)
        expect(await store.subscriptions()).toEqual([two])
        expect(await store.subscriptions({ guildId: 'guild-1' })).toEqual([])
        expect(await store.findSubscription(one.id)).toEqual(deleted)
        expect((await store.health()).subscriptions).toBe(1)
        await store.saveSubscription(one)
        expect(await store.subscriptions({ guildId: 'guild-1' })).toEqual([one])
        expect(await store.findSubscription('ax-NONE0')).toBeUndefined()
      }),
    )

    test(
      'a server without settings has the defaults',
      withStore(open, async (store) => {
        expect(await store.guildSettings('g')).toEqual({
          guildId: 'g',
          mentionRoles: [],
          sharing: 'on',
        })
        const settings = {
          guildId: 'g',
          zone: 'Asia/Tehran',
          mentionRoles: ['r'],
          sharing: 'off',
        } as const
        await store.saveGuildSettings(settings)
        expect(await store.guildSettings('g')).toEqual(settings)
      }),
    )

    test(
      'health counts what is there and says how old the queue is',
      withStore(open, async (store) => {
        expect(await store.health()).toEqual({
          articles: 0,
          stories: 0,
          subscriptions: 0,
          deliveries: { pending: 0, sending: 0, retry: 0, sent: 0, dropped: 0, unknown: 0 },
        })
        await store.commitPoll(
          makePoll([makeArticle('a', { seenAt: DAY + HOUR }), makeArticle('b', { seenAt: DAY })]),
        )
        await store.addDeliveries([
          makeDelivery('x', { createdAt: DAY - 5 }),
          makeDelivery('y', { createdAt: DAY - 9, status: 'sent' }),
          makeDelivery('z', { status: 'retry' }),
        ])
        expect(await store.health()).toMatchObject({
          articles: 2,
          stories: 2,
          deliveries: { pending: 1, retry: 1, sent: 1 },
          lastPollAt: DAY,
          oldestPendingAt: DAY - 5,
        })
      }),
    )
  })
}
