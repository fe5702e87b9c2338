import type { Subscription } from '../types.ts'

/** A daily digest of everything relevant, for what has no channel behind it: the terminal, the demo. */
export const plainSubscription = (
  changes: Partial<Subscription> & Pick<Subscription, 'id' | 'createdAt' | 'zone'>,
): Subscription => ({
  guildId: '0',
  channelId: '0',
  channelKind: 'text',
  createdBy: '0',
  mode: 'digest',
  filters: { themes: [], actors: [], relevance: 'related', camps: [], langs: [] },
  times: ['07:00'],
  days: [],
  notify: 'silent',
  style: 'standard',
  foreign: 'gloss',
  empty: 'post',
  maxPerHour: 6,
  lang: 'en',
  ...changes,
})
