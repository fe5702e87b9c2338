import { describe, expect, test } from 'vitest'
import type { FeedChange, Report } from '../../src/ports.ts'
import { DAY, makeDelivery, makeSubscription } from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const report = (id: string, more: Partial<Report> = {}): Report => ({
  id,
  guildId: 'guild-1',
  storyId: 'S-AAAAAAAA',
  reason: 'wrong-actor',
  ref: 'iran',
  by: 'user-1',
  at: DAY,
  status: 'noted',
  article: { title: 'A title', lang: 'en', at: DAY, relevance: 'core', actors: [], themes: [] },
  ...more,
})

export function guildsContract(name: string, open: OpenEmpty): void {
  describe(`${name}: servers as a whole`, () => {
    test(
      'reports come by server and story, oldest first, and change by id',
      withStore(open, async (store) => {
        const later = report('b', { at: DAY + 1, storyId: 'S-BBBBBBBB' })
        const other = report('c', { guildId: 'guild-2' })
        for (const one of [later, other, report('a')]) await store.saveReport(one)
        expect(await store.reports()).toEqual([report('a'), other, later])
        expect(await store.reports({ guildId: 'guild-1' })).toEqual([report('a'), later])
        expect(await store.reports({ guildId: 'guild-1', storyIds: ['S-BBBBBBBB'] })).toEqual([
          later,
        ])
        await store.saveReport({ ...later, status: 'undone' })
        expect(await store.reports({ storyIds: ['S-BBBBBBBB'] })).toEqual([
          { ...later, status: 'undone' },
        ])
      }),
    )

    test(
      'a feed change is kept by the feed’s id until it is removed',
      withStore(open, async (store) => {
        const change: FeedChange = { feedId: 'north-wire', at: DAY, by: 'user-1', paused: true }
        await store.saveFeedChange(change)
        await store.saveFeedChange({ ...change, paused: false })
        expect(await store.feedChanges()).toEqual([{ ...change, paused: false }])
        await store.removeFeedChange('north-wire')
        expect(await store.feedChanges()).toEqual([])
      }),
    )

    test(
      'a subscription is removed with all that names it, others stay',
      withStore(open, async (store) => {
        const one = makeSubscription('one')
        const two = makeSubscription('two')
        for (const subscription of [one, { ...two, deletedAt: DAY }]) {
          await store.saveSubscription(subscription)
          const delivery = makeDelivery(subscription.id, { subscriptionId: subscription.id })
          await store.addDeliveries([delivery])
          await store.saveDelivery({ ...delivery, status: 'sent', messageId: 'm' }, [
            {
              storyId: `S-${subscription.id.slice(3)}AAA`,
              at: DAY,
              mode: 'digest',
              families: [],
              camps: [],
              severity: 'low',
            },
          ])
        }
        for (const id of [one.id, two.id]) {
          await store.setMeta(`night.${id}`, 'done')
          await store.setMeta(`dark.${id}`, '[]')
        }
        await store.removeSubscriptions([two.id])
        expect(await store.meta(`night.${two.id}`)).toBeUndefined()
        expect(await store.meta(`dark.${two.id}`)).toBeUndefined()
        expect(await store.meta(`night.${one.id}`)).toBe('done')
        expect(await store.findSubscription(two.id)).toBeUndefined()
        expect(await store.deliveries(two.id, 10)).toEqual([])
        expect(await store.postedWhere([`S-${two.id.slice(3)}AAA`])).toEqual([])
        expect(await store.findSubscription(one.id)).toEqual(one)
        expect(await store.deliveries(one.id, 10)).toHaveLength(1)
        expect(await store.postedWhere([`S-${one.id.slice(3)}AAA`])).toHaveLength(1)
      }),
    )

    test(
      'what a subscription posted counts as seen where it moves to, without links',
      withStore(open, async (store) => {
        const one = makeSubscription('one')
        const delivery = makeDelivery('d', { subscriptionId: one.id })
        const seen = { at: DAY, families: ['f'], camps: ['c'], severity: 'high' } as const
        await store.addDeliveries([delivery])
        await store.saveDelivery({ ...delivery, status: 'sent', messageId: 'm' }, [
          { storyId: 'S-AAAAAAAA', mode: 'digest', messageId: 'm', ...seen },
          { storyId: 'S-BBBBBBBB', mode: 'instant', messageId: 'm', ...seen },
        ])
        await store.copyPosted(one.id, 'channel-2')
        await store.copyPosted(one.id, 'channel-2')
        expect(await store.postedStories('channel-2', ['S-AAAAAAAA', 'S-BBBBBBBB'])).toEqual([
          { storyId: 'S-AAAAAAAA', mode: 'digest', ...seen },
          { storyId: 'S-BBBBBBBB', mode: 'instant', ...seen },
        ])
        expect(await store.postedStories(delivery.channelId, ['S-AAAAAAAA'])).toMatchObject([
          { messageId: 'm' },
        ])
      }),
    )

    test(
      'subscriptions that ended before an instant are told',
      withStore(open, async (store) => {
        const ended = { ...makeSubscription('one'), deletedAt: DAY }
        await store.saveSubscription(ended)
        await store.saveSubscription({ ...makeSubscription('two'), deletedAt: DAY + 5 })
        await store.saveSubscription(makeSubscription('three'))
        expect(await store.endedSubscriptions(DAY + 5)).toEqual([ended])
        expect(await store.endedSubscriptions(DAY)).toEqual([])
      }),
    )

    test(
      'a removed server has the defaults again and no reports',
      withStore(open, async (store) => {
        const settings = { guildId: 'guild-1', mentionRoles: ['r'], sharing: 'off' } as const
        const other = { ...settings, guildId: 'guild-2' }
        await store.saveGuildSettings(other)
        await store.saveGuildSettings(settings)
        expect(await store.allGuildSettings()).toEqual([settings, other])
        await store.saveReport(report('a'))
        await store.removeGuild('guild-1')
        expect(await store.allGuildSettings()).toEqual([other])
        expect(await store.reports()).toEqual([])
        expect((await store.guildSettings('guild-1')).sharing).toBe('on')
      }),
    )
  })
}
