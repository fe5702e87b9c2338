import { describe, expect, test } from 'vitest'
import { hostLease } from '../../src/lib/host.ts'
import type { Store } from '../../src/ports.ts'
import type { FeedState } from '../../src/types.ts'
import { DAY, HOUR, makeArticle, makeFeedState, makePoll } from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const MINUTE = 60_000

const onHost = (feedId: string, host: string, state: Partial<FeedState> = {}) =>
  makeFeedState(feedId, { configuredUrl: `https://${host}/${feedId}`, ...state })

async function claim(
  store: Store,
  holder: string,
  now = DAY,
  limit = 10,
): Promise<readonly string[]> {
  const claimed = await store.claimFeeds({ holder, now, until: now + MINUTE, limit })
  return claimed.map(({ feedId }) => feedId)
}

export function shareContract(name: string, open: OpenEmpty): void {
  describe(`${name}: polling together`, () => {
    test(
      'a feed that is due is given to one holder, most overdue first',
      withStore(open, async (store) => {
        await store.enrolFeeds([
          onHost('late', 'a.example', { nextDueAt: DAY - HOUR }),
          onHost('later', 'b.example', { nextDueAt: DAY - 1 }),
          onHost('now', 'c.example', { nextDueAt: DAY }),
          onHost('tomorrow', 'd.example', { nextDueAt: DAY + 1 }),
        ])
        expect(await claim(store, 'one', DAY, 2)).toEqual(['late', 'later'])
        expect(await claim(store, 'two')).toEqual(['now'])
        expect(await claim(store, 'three')).toEqual([])
      }),
    )

    test(
      'holders that ask at the same time get different feeds',
      withStore(open, async (store) => {
        const states = Array.from({ length: 40 }, (_, at) => onHost(`f${at}`, `h${at}.example`))
        await store.enrolFeeds(states)
        const given = await Promise.all(
          ['a', 'b', 'c', 'd'].map((one) => claim(store, one, DAY, 20)),
        )
        const rest = await claim(store, 'e', DAY, 40)
        const all = [...given.flat(), ...rest]
        expect(new Set(all).size).toBe(all.length)
        expect(all.length).toBe(40)
      }),
    )

    test(
      'one feed of a host at a time, whoever asks; its lease says when the next may be asked',
      withStore(open, async (store) => {
        await store.enrolFeeds([
          onHost('first', 'one.example', { nextDueAt: DAY - 2 }),
          onHost('second', 'one.example', { nextDueAt: DAY - 1 }),
          onHost('other', 'two.example'),
        ])
        expect(await claim(store, 'a')).toEqual(['first', 'other'])
        expect(await claim(store, 'a')).toEqual([])
        await store.claimLease(hostLease('one.example'), 'a', DAY + 1000, DAY)
        expect(await claim(store, 'b', DAY + 999)).toEqual([])
        expect(await claim(store, 'b', DAY + 1000)).toEqual(['second'])
      }),
    )

    test(
      'a claim that runs out is given to somebody else, one that was answered waits for its time',
      withStore(open, async (store) => {
        const died = onHost('died', 'a.example')
        const done = onHost('done', 'b.example')
        await store.enrolFeeds([died, done])
        await claim(store, 'one')
        await store.saveFeedStates([{ ...done, nextDueAt: DAY + HOUR }])
        expect(await claim(store, 'two', DAY + MINUTE - 1)).toEqual([])
        expect(await claim(store, 'two', DAY + MINUTE)).toEqual(['died'])
        expect(await claim(store, 'two', DAY + HOUR, 1)).toEqual(['died'])
        expect(await claim(store, 'two', DAY + HOUR)).toEqual(['done'])
      }),
    )

    test(
      'only what is enrolled is given out, with the state that was there before',
      withStore(open, async (store) => {
        const known = onHost('known', 'a.example', { validators: { etag: '"1"' } })
        const dropped = onHost('dropped', 'b.example')
        await store.saveFeedStates([known, dropped])
        expect(await claim(store, 'one')).toEqual([])
        await store.enrolFeeds([onHost('known', 'a.example'), onHost('fresh', 'c.example')])
        const given = await store.claimFeeds({
          holder: 'one',
          now: DAY,
          until: DAY + MINUTE,
          limit: 10,
        })
        expect(given.map(({ feedId }) => feedId).sort()).toEqual(['fresh', 'known'])
        expect(given.find(({ feedId }) => feedId === 'known')).toEqual(known)
        expect((await store.feedStates()).map(({ feedId }) => feedId)).toEqual([
          'dropped',
          'fresh',
          'known',
        ])
      }),
    )

    test(
      'a feed that is gone or paused is given to nobody',
      withStore(open, async (store) => {
        await store.enrolFeeds([
          onHost('gone', 'a.example', { status: 'gone' }),
          onHost('paused', 'b.example', { status: 'paused' }),
        ])
        expect(await claim(store, 'one', DAY + HOUR)).toEqual([])
      }),
    )

    test(
      'what was read is kept until the poll that it became is committed; its feed is not given out before',
      withStore(open, async (store) => {
        const states = [onHost('north', 'a.example'), onHost('south', 'b.example')]
        await store.enrolFeeds(states)
        await claim(store, 'one')
        await store.parkRead({ feedId: 'south', at: DAY + 2, data: 'two' })
        await store.parkRead({ feedId: 'north', at: DAY + 1, data: 'one' })
        const parked = [
          { feedId: 'north', at: DAY + 1, data: 'one' },
          { feedId: 'south', at: DAY + 2, data: 'two' },
        ]
        expect(await store.parkedReads(10)).toEqual(parked)
        expect(await store.parkedReads(1)).toEqual(parked.slice(0, 1))
        expect(await claim(store, 'two', DAY + HOUR)).toEqual([])

        const state = onHost('north', 'a.example', { nextDueAt: DAY + HOUR })
        const poll = makePoll([makeArticle('a', { feedId: 'north' })], { state })
        await store.commitPoll({ ...poll, parkedAt: DAY })
        expect(await store.parkedReads(10)).toEqual(parked)
        await store.commitPoll({ ...poll, parkedAt: DAY + 1 })
        expect(await store.parkedReads(10)).toEqual(parked.slice(1))
        expect(await claim(store, 'two', DAY + HOUR)).toEqual(['north'])
      }),
    )
  })
}
