// The parts of the Store port, each implemented once on SQLite and once on PostgreSQL under the same name.

import type { Store } from '../ports.ts'

/** Polls: states of feeds, keys, articles, stories, facts. */
export type Ingest = Pick<
  Store,
  | 'feedStates'
  | 'saveFeedStates'
  | 'knownKeys'
  | 'commitPoll'
  | 'articlesSince'
  | 'storiesByIds'
  | 'meta'
  | 'setMeta'
>

/** What whoever clusters reads of stories that may still change. */
export type Window = Pick<Store, 'openArticles' | 'splitStories' | 'postedAmong'>

/** What several readers divide among themselves. */
export type Share = Pick<Store, 'enrolFeeds' | 'claimFeeds' | 'parkRead' | 'parkedReads'>

/** Questions about stories and articles. */
export type Ask = Pick<
  Store,
  'latestStories' | 'findStory' | 'findArticleByUrl' | 'activity' | 'counts' | 'health'
>

/** Counts of stories that outlive the stories. */
export type Counts = Pick<Store, 'saveDayCounts' | 'dayCounts'>

/** Subscriptions and settings of servers. */
export type Settings = Pick<
  Store,
  | 'claimLease'
  | 'releaseLease'
  | 'takePart'
  | 'subscriptions'
  | 'findSubscription'
  | 'saveSubscription'
  | 'guildSettings'
  | 'saveGuildSettings'
>

/** What is stored about a server, whole. */
export type Guilds = Pick<
  Store,
  | 'allGuildSettings'
  | 'copyPosted'
  | 'endedSubscriptions'
  | 'removeSubscriptions'
  | 'removeGuild'
  | 'saveReport'
  | 'reports'
  | 'feedChanges'
  | 'saveFeedChange'
  | 'removeFeedChange'
>

/** Digests, deliveries and what channels have seen. */
export type Deliver = Pick<
  Store,
  | 'lastSlot'
  | 'findDigest'
  | 'saveDigest'
  | 'addDeliveries'
  | 'claimDeliveries'
  | 'saveDelivery'
  | 'saveDeliveries'
  | 'deliveries'
  | 'deliveryNotes'
  | 'postedStories'
  | 'postedWhere'
>
