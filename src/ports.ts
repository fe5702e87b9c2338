// Every seam on one page, floor 0. Each method of Store is one whole transaction; no SQL, row or
// callback crosses it. Expected outcomes are unions; a rejected promise is a bug or a broken disk.

import type { PackInfo } from './pack.ts'
import type {
  Article,
  Camp,
  ChannelKind,
  Delivery,
  DeliveryNote,
  Digest,
  Feed,
  FeedState,
  Instant,
  Lang,
  Membership,
  MessageBody,
  Picture,
  PostedStory,
  Relevance,
  Severity,
  Story,
  StoryDetail,
  Subscription,
  TaggedArticle,
  Tags,
  Trends,
} from './types.ts'

export type Clock = { readonly now: () => Instant }

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
/** Events, not prose: `log('info', 'feed.polled', { feed, fresh })`. Never a token, a secret or a body. */
export type Log = (
  level: LogLevel,
  event: string,
  fields?: Readonly<Record<string, unknown>>,
) => void

// ---------------------------------------------------------------- store

/** One feed's document (or part of it) with everything that came of it: one transaction (law 1). */
export type PollCommit = {
  readonly at: Instant
  readonly state: FeedState
  /** Fresh articles. */
  readonly articles: readonly TaggedArticle[]
  /** Known articles that this document still serves: their keys stay alive, a new title is kept. */
  readonly again: readonly {
    readonly articleId: string
    readonly keys: readonly string[]
    readonly title: string
  }[]
  /** Upserts, in full. */
  readonly stories: readonly Story[]
  /** In stories as this poll leaves them: one that another takes over gives it its articles before. */
  readonly memberships: readonly Membership[]
  /** What whoever clusters wants back of these articles as long as they are open; `data` is theirs alone to understand. */
  readonly kept?: readonly KeptArticle[]
  /** Stories that this poll takes apart: refused with an error named `StoryPosted`, nothing written, when one was posted. */
  readonly split?: readonly string[]
  /** The parked read that this poll came from, by its time: it is done with this commit. */
  readonly parkedAt?: Instant
  /** Refused with an error named `LeaseLost`, nothing written, when `holder` has it no more at `at` (law 4). */
  readonly lease?: { readonly name: string; readonly holder: string }
}

export type KeptArticle = { readonly articleId: string; readonly data: string }

/** An article of an open story, as far as clustering needs it, with what was kept of it. */
export type OpenArticle = {
  /** Without content, keys, categories, author, canonical address, and what is over 600 characters of the summary. */
  readonly article: TaggedArticle
  readonly membership: Membership
  readonly kept?: string
}

/** A document that one process read and another one clusters; `data` is theirs alone to understand. */
export type ParkedRead = { readonly feedId: string; readonly at: Instant; readonly data: string }

/** A place in the list of all stories, newest first. */
export type StoryPlace = { readonly updatedAt: Instant; readonly storyId: string }

/** A story with the articles that it was derived from, oldest first. */
export type StoryDecision = {
  readonly story: Story
  readonly articles: readonly {
    readonly article: TaggedArticle
    readonly membership: Membership
  }[]
}

/** Articles that another pack tags otherwise, with their texts, and their stories derived anew. */
export type TagChange = {
  readonly at: Instant
  readonly articles: readonly TaggedArticle[]
  readonly stories: readonly Story[]
  /** As in a poll: refused with `LeaseLost` when `holder` has it no more. */
  readonly lease: { readonly name: string; readonly holder: string }
}

/** A document waits to be clustered; deliveries wait to be sent. */
export type News = 'parked' | 'owed'

export type StoryFilter = {
  /** All of them. */
  readonly actors?: readonly string[]
  readonly themes?: readonly string[]
  /** Lowest relevance; `related` where absent. */
  readonly relevance?: Relevance
  /** Lowest severity. */
  readonly severity?: Severity
  readonly camp?: string
  readonly lang?: Lang
  /** Stories with an article seen in (since, until]. */
  readonly since?: Instant
  readonly until?: Instant
}

export type Page<T> = {
  readonly items: readonly T[]
  readonly total: number
  /** Counting stopped at `total`: there may be more. */
  readonly capped?: boolean
}

/** A parsed query of lib/query.ts, words already normalised by lib/words.ts. */
export type SearchExpr =
  | { readonly kind: 'word'; readonly words: readonly string[] } // any of them (forms of one alias)
  | { readonly kind: 'phrase'; readonly words: readonly string[] }
  | { readonly kind: 'field'; readonly field: SearchField; readonly value: string }
  | { readonly kind: 'title'; readonly expr: SearchExpr }
  | { readonly kind: 'not'; readonly expr: SearchExpr }
  | { readonly kind: 'and' | 'or'; readonly exprs: readonly SearchExpr[] }

export type SearchField = 'source' | 'lang' | 'actor' | 'theme' | 'camp' | 'relevance'

export type Search = {
  readonly expr: SearchExpr
  /** Seen by us from the second of `from` to the second of `to`, both included. */
  readonly from?: Instant
  readonly to?: Instant
  /** `no` articles as well. */
  readonly all?: boolean
  readonly sort: 'newest' | 'relevance'
  readonly limit: number
  readonly offset: number
}

export type SearchHit = {
  readonly article: Article
  readonly tags: Tags
  readonly storyId: string
}

export type ActivityDay = { readonly day: string; readonly stories: number }
export type Counted = { readonly id: string; readonly stories: number }

/** Stories are counted by actor, theme, pair (`a|b`), actor and theme (`cell`), actor and first theme (`first`). */
export type CountKind = 'watched' | 'actor' | 'theme' | 'pair' | 'cell' | 'first'

/** The distinct stories of one key that began in the hours of one UTC day; outlives the stories. */
export type DayCount = {
  /** `2026-11-25`. */
  readonly day: string
  readonly kind: CountKind
  /** `iran`, `iran|russia`, `iran|nuclear`; empty for `watched`, whose hours are those in which a feed was read. */
  readonly id: string
  /** Hour of the day, stories, their independent publishers; hours without any are left out (but `watched` ones). */
  readonly hours: readonly (readonly [hour: number, stories: number, publishers: number])[]
  /** Generated for the demo. */
  readonly sample?: boolean
}

export type StoreHealth = {
  readonly articles: number
  readonly stories: number
  readonly subscriptions: number
  /** Counted up to 10,000 of each. */
  readonly deliveries: Readonly<Record<Delivery['status'], number>>
  readonly lastPollAt?: Instant
  readonly oldestPendingAt?: Instant
}

export type GuildSettings = {
  readonly guildId: string
  readonly zone?: string
  readonly logChannelId?: string
  readonly analystRoleId?: string
  readonly mentionRoles: readonly string[]
  readonly sharing: 'off' | 'on'
  /** Channels in which answers may be shared; everywhere where absent or empty. */
  readonly sharingChannels?: readonly string[]
  /** Where sharing is allowed: whether an answer is the caller's alone (where absent) or everybody's at once. */
  readonly answers?: 'private' | 'public'
  readonly mutes?: readonly Mute[]
  /** The bot is no longer a member; kept for 30 days. */
  readonly leftAt?: Instant
  /** An admin purged the server; what was there can be taken back until then. */
  readonly purge?: Purge
  /** The last changes of settings and subscriptions, newest first. */
  readonly changes?: readonly Change[]
}

/** What a server does not want to see. */
export type Mute = {
  readonly id: string
  readonly kind: 'source' | 'words' | 'story'
  /** Publisher family, words, or a story's id. */
  readonly value: string
  /** For people: the outlet, the words, the title. */
  readonly label: string
  readonly by: string
  readonly at: Instant
  /** Ends by itself then; for good where absent. */
  readonly until?: Instant
}

export type Purge = {
  readonly at: Instant
  readonly by: string
  readonly until: Instant
  /** The settings as they were, JSON. */
  readonly settings: string
  readonly subscriptionIds: readonly string[]
}

export type ReportReason =
  | 'not-relevant'
  | 'wrong-actor'
  | 'wrong-theme'
  | 'two-events'
  | 'should-be-core'

/** What a reader found wrong with a story; one of an analyst is a correction, honoured in their server. */
export type Report = {
  readonly id: string
  readonly guildId: string
  readonly storyId: string
  readonly reason: ReportReason
  /** The wrong actor or theme. */
  readonly ref?: string
  readonly by: string
  readonly at: Instant
  readonly status: 'noted' | 'applied' | 'undone'
  /** The article that it was about, as it was tagged then: enough to make a test of a pack. */
  readonly article: {
    readonly title: string
    readonly summary?: string
    readonly lang: Lang
    readonly at: Instant
    readonly relevance: Relevance
    readonly actors: readonly string[]
    readonly themes: readonly string[]
  }
  /** The message that it was made on. */
  readonly channelId?: string
  readonly messageId?: string
}

/** What operators changed about feeds while the bot runs: a feed of their own, or a pause. */
export type FeedChange = {
  readonly feedId: string
  readonly at: Instant
  readonly by: string
  /** Added here; a listed feed stands in the files alone. */
  readonly feed?: Feed
  readonly paused?: boolean
}

/** One change of a setting of a server: who, when, from what to what; undone by setting `before` again. */
export type Change = {
  readonly at: Instant
  readonly by: string
  /** `zone`, `logChannelId`, …, or a subscription's id. */
  readonly what: string
  /** JSON; absent where nothing was set. Of a list only what went, and in `after` what came. */
  readonly before?: string
  readonly after?: string
}

/** A due delivery that a holder has now. */
export type ClaimedDelivery = Delivery & {
  /**
   * An earlier claim ran out without an outcome: it may have been posted, so look before posting (law 5).
   * Stays so at later claims, since a later failure says nothing about that first try.
   */
  readonly lapsed: boolean
}

/** A delivery after a try, as it is saved. */
export type DeliveryOutcome = {
  readonly delivery: Delivery
  /** What the channel has now seen, where it was sent. */
  readonly posted: readonly PostedStory[]
  /** Whose claim it was; nobody's where absent. */
  readonly holder?: string
}

/** Where a story was posted, for editing its messages. */
export type PostedWhere = PostedStory & {
  readonly channelId: string
  readonly subscriptionId: string
}

/** What retention removes: everything older than these instants. */
export type PruneCutoffs = {
  /** Summaries and contents of articles. */
  readonly texts?: Instant
  /** What clustering kept of articles. */
  readonly kept?: Instant
  /** Whole articles with titles, links and tags; stories left empty; keys that no feed serves any more. */
  readonly articles?: Instant
  /** Finished deliveries, digests but each subscription's last, memory of what was posted. */
  readonly messages?: Instant
  /** Counts of days that ended before. */
  readonly counts?: Instant
}

export type Store = {
  // leases: true when `holder` has it now; renewing is claiming again
  readonly claimLease: (
    name: string,
    holder: string,
    until: Instant,
    now: Instant,
  ) => Promise<boolean>
  readonly releaseLease: (name: string, holder: string) => Promise<void>
  /**
   * `holder` takes part in a task until then; gives how many do, itself included. Its part is the lease
   * `${task}/${holder}`: it is left by releasing that, and renewed by taking part again.
   */
  readonly takePart: (task: string, holder: string, until: Instant, now: Instant) => Promise<number>

  // ingest
  readonly feedStates: () => Promise<readonly FeedState[]>
  /** Also ends a claim of these feeds. */
  readonly saveFeedStates: (states: readonly FeedState[]) => Promise<void>
  /** From now on these feeds are given out, and no others; a state that is there already is kept. */
  readonly enrolFeeds: (states: readonly FeedState[]) => Promise<void>
  /**
   * Enrolled feeds that are due, most overdue first, at most one a host: until `until` nobody else is given them, nor
   * another feed of their hosts. What `holder` calls `hostLease(host)` (lib/host.ts) is its claim of the host.
   */
  readonly claimFeeds: (claim: {
    readonly holder: string
    readonly now: Instant
    readonly until: Instant
    readonly limit: number
  }) => Promise<readonly FeedState[]>
  /** Puts a document that was read where the process that clusters finds it; until then its feed is not given out. */
  readonly parkRead: (read: ParkedRead) => Promise<void>
  /** Oldest first. */
  readonly parkedReads: (limit: number) => Promise<readonly ParkedRead[]>
  /** Which of the keys are known, and whose they are. */
  readonly knownKeys: (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** Polls of several feeds in order, all of them or none: a transaction costs as much as a hundred rows. */
  readonly commitPoll: (...polls: readonly PollCommit[]) => Promise<void>
  /** Articles seen after `since`, oldest first. */
  readonly articlesSince: (
    since: Instant,
  ) => Promise<readonly { readonly article: TaggedArticle; readonly membership: Membership }[]>
  readonly storiesByIds: (ids: readonly string[]) => Promise<readonly Story[]>
  /**
   * Articles numbered in [from, until), each a whole second of `seenAt`, oldest first, of stories that began and had
   * their newest article no earlier than these: for rebuilding the clustering window slice by slice.
   */
  readonly openArticles: (of: {
    readonly from: Instant
    readonly until: Instant
    readonly openedSince: Instant
    readonly updatedSince: Instant
  }) => Promise<readonly OpenArticle[]>
  /** Stories that split since then, in no order. */
  readonly splitStories: (since: Instant) => Promise<readonly Story[]>
  /** Which of these stories, or of those that they took over, were ever owed to a channel. */
  readonly postedAmong: (storyIds: readonly string[]) => Promise<readonly string[]>
  /** Stories of every relevance after a place in the list, newest first; without those that another took over. */
  readonly storiesAfter: (
    place: StoryPlace | undefined,
    limit: number,
  ) => Promise<readonly StoryDecision[]>
  /** Replaces tags and stories; what was removed meanwhile stays away. */
  readonly saveTags: (change: TagChange) => Promise<void>
  /** Key-value facts that must survive a restart (document frequencies, command hash, …). */
  readonly meta: (key: string) => Promise<string | undefined>
  readonly setMeta: (key: string, value: string) => Promise<void>

  // asking
  /** Newest first by `updatedAt`, core before related only where the caller sorts so. */
  readonly latestStories: (
    filter: StoryFilter,
    page: { readonly limit: number; readonly offset: number },
  ) => Promise<Page<Story>>
  /** By any unique prefix of the id of at least 4 characters after `S-`; follows merges. */
  readonly findStory: (idPrefix: string) => Promise<StoryDetail | undefined>
  readonly findArticleByUrl: (canonicalUrl: string) => Promise<SearchHit | undefined>
  readonly search: (search: Search) => Promise<Page<SearchHit>>
  /** Stories per UTC day for one actor or theme, oldest first, days without any included as 0. */
  readonly activity: (
    of: { readonly actor?: string; readonly theme?: string },
    since: Instant,
    until: Instant,
  ) => Promise<readonly ActivityDay[]>
  /** How many stories carry each actor or theme in the window, most first. */
  readonly counts: (what: 'actor' | 'theme', filter: StoryFilter) => Promise<readonly Counted[]>
  readonly health: () => Promise<StoreHealth>

  // counts of stories, kept longer than the stories
  /** Replaces the counts of one day whole; those of a sample stand apart from the others. */
  readonly saveDayCounts: (
    day: string,
    sample: boolean,
    counts: readonly DayCount[],
  ) => Promise<void>
  /** Of the days from `since` to `until`, both included, by kind, id and day, samples after the others. */
  readonly dayCounts: (of: {
    readonly kind: CountKind
    readonly id?: string
    readonly since: string
    readonly until: string
  }) => Promise<readonly DayCount[]>

  // subscriptions and settings; a deleted subscription is found by its id only
  readonly subscriptions: (of?: { readonly guildId?: string }) => Promise<readonly Subscription[]>
  readonly findSubscription: (id: string) => Promise<Subscription | undefined>
  readonly saveSubscription: (subscription: Subscription) => Promise<void>
  readonly guildSettings: (guildId: string) => Promise<GuildSettings>
  readonly saveGuildSettings: (settings: GuildSettings) => Promise<void>
  /** Of every server that ever set anything. */
  readonly allGuildSettings: () => Promise<readonly GuildSettings[]>
  /** What a subscription posted counts as seen in another channel too, without links to its messages. */
  readonly copyPosted: (subscriptionId: string, toChannelId: string) => Promise<void>
  /** Subscriptions that were deleted before an instant. */
  readonly endedSubscriptions: (before: Instant) => Promise<readonly Subscription[]>
  /** Subscriptions with their digests, deliveries and memory of what was posted. */
  readonly removeSubscriptions: (ids: readonly string[]) => Promise<void>
  /** Settings and reports of a server. */
  readonly removeGuild: (guildId: string) => Promise<void>
  /** Upsert by id. */
  readonly saveReport: (report: Report) => Promise<void>
  /** Oldest first. */
  readonly reports: (of?: {
    readonly guildId?: string
    readonly storyIds?: readonly string[]
  }) => Promise<readonly Report[]>
  readonly feedChanges: () => Promise<readonly FeedChange[]>
  readonly saveFeedChange: (change: FeedChange) => Promise<void>
  readonly removeFeedChange: (feedId: string) => Promise<void>

  // digests and deliveries
  /** Newest slot of a subscription that has a digest. */
  readonly lastSlot: (
    subscriptionId: string,
  ) => Promise<{ readonly slot: string; readonly to: Instant } | undefined>
  /** A digest as it was saved, for what it left out. */
  readonly findDigest: (subscriptionId: string, slot: string) => Promise<Digest | undefined>
  /** Writes the digest and its deliveries, all pending; `false` when the slot has one already (law 11). */
  readonly saveDigest: (digest: Digest, deliveries: readonly Delivery[]) => Promise<boolean>
  /** Deliveries without a slot (instant, breaking); one that is there already by id is left alone. */
  readonly addDeliveries: (deliveries: readonly Delivery[]) => Promise<void>
  /**
   * Due deliveries, those without a slot before digests, oldest first, marked `sending` for `holder`; a lapsed `sending`
   * is due again. A channel that another holder is sending to is left to it, so that its messages stay in order.
   */
  readonly claimDeliveries: (claim: {
    readonly holder: string
    readonly now: Instant
    readonly until: Instant
    readonly limit: number
    /** Channels that are left out this time. */
    readonly busy?: readonly string[]
  }) => Promise<readonly ClaimedDelivery[]>
  /**
   * Saves the outcome; for `sent` also what the channel has now seen. What is done stays done: only `sent` may
   * follow `dropped` or `unknown`, nothing follows `sent`. An outcome other than `sent` is left out when somebody else
   * than `holder` has claimed the delivery; without `holder`, when anybody has.
   */
  readonly saveDelivery: (
    delivery: Delivery,
    posted: readonly PostedStory[],
    holder?: string,
  ) => Promise<void>
  /** The same for several at once, all or none. */
  readonly saveDeliveries: (outcomes: readonly DeliveryOutcome[]) => Promise<void>
  readonly deliveries: (subscriptionId: string, limit: number) => Promise<readonly Delivery[]>
  /** Deliveries of a subscription made after `since`, newest first, without what they say. */
  readonly deliveryNotes: (
    subscriptionId: string,
    since: Instant,
  ) => Promise<readonly DeliveryNote[]>
  /** What a channel has seen of these stories and of those they took over: one per story and mode, oldest first. */
  readonly postedStories: (
    channelId: string,
    storyIds: readonly string[],
  ) => Promise<readonly PostedStory[]>
  /** Every channel that saw one of these stories, oldest first, under the story's id at that time. */
  readonly postedWhere: (storyIds: readonly string[]) => Promise<readonly PostedWhere[]>

  /** Removes at most `limit` rows of each kind in one short transaction; 0 when nothing is left to remove. */
  readonly prune: (cutoffs: PruneCutoffs, limit: number) => Promise<number>

  /**
   * Calls `listener` when another process has written something of this kind, where the store can tell; gives the
   * function that ends it. It only shortens waits: nothing may rest on being told.
   */
  readonly onNews?: (news: News, listener: () => void) => () => void

  readonly close: () => Promise<void>
}

// ---------------------------------------------------------------- Discord

export type PublishOutcome =
  | { readonly kind: 'sent'; readonly messageId: string }
  /** Try again not before `afterMs`; nothing was posted. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  /** The answer was lost: it may or may not be there. */
  | { readonly kind: 'unsure'; readonly reason: string }
  /** The channel is gone or we may not post there. */
  | { readonly kind: 'refused'; readonly reason: string; readonly gone: boolean }
  /** The message that was to be edited or answered is not there any more. */
  | { readonly kind: 'missing'; readonly reason: string }
  /** Discord does not accept the message itself: another try would not help. */
  | { readonly kind: 'invalid'; readonly reason: string }
  /** The token is no longer valid. */
  | { readonly kind: 'unauthorized' }

/** Whether a delivery whose answer was lost stands in its channel; `hidden` where we may not look. */
export type Found =
  | { readonly kind: 'found'; readonly messageId: string }
  | { readonly kind: 'absent' | 'hidden' }
  | { readonly kind: 'failed'; readonly outcome: PublishOutcome }

export type Publisher = {
  /** Posts, edits or answers, as the delivery says. */
  readonly publish: (delivery: Delivery) => Promise<PublishOutcome>
  /** Looks among the channel's recent messages for one of ours that carries the delivery's id. */
  readonly findPosted: (delivery: Delivery) => Promise<Found>
  /** Asks without posting whether a channel that refused us takes messages again. */
  readonly mayPost: (channelId: string, kind: ChannelKind) => Promise<boolean>
}

// ---------------------------------------------------------------- what the bot is handed

/** The pack in use, and why its changed files are not. */
export type PackState = {
  readonly hash: string
  /** Since when this process uses it. */
  readonly since: Instant
  /** The files say something else since then, which fails its own tests or cannot be read. */
  readonly refused?: { readonly at: Instant; readonly reasons: readonly string[] }
}

export type TrendQuery = {
  readonly windowMs: number
  readonly actor?: string
  readonly theme?: string
}

/** Charts of answers as PNG; undefined (or none) where there is nothing to draw or drawing failed. */
export type Pictures = {
  /** Stories a day of an actor, a theme or a pair (`a|b`, in alphabetical order). */
  readonly activity: (
    of: { readonly kind: 'actor' | 'theme' | 'pair'; readonly id: string },
    days: number,
  ) => Promise<Picture | undefined>
  /** Themes against what is usual, and who is named together. */
  readonly trends: (trends: Trends, title: string) => Promise<readonly Picture[]>
  /** When each camp told it. */
  readonly story: (detail: StoryDetail) => Promise<Picture | undefined>
}

/** Answers that need a stage which the bot may not import. */
export type Answers = {
  /** Tags a headline as the running pack would. */
  readonly tagHeadline: (title: string, summary?: string) => Tags
  readonly pack: () => PackInfo
  /** Whether changed files of the pack are in use; absent where nobody watches them. */
  readonly packState?: () => PackState
  readonly feeds: () => readonly Feed[]
  readonly camps: () => readonly Camp[]
  /** What the digest of a subscription would show for the time before `to`. */
  readonly previewDigest: (
    subscription: Subscription,
    from: Instant,
    to: Instant,
  ) => Promise<Digest>
  /** Next planned slot of a subscription, if it has one. */
  readonly nextSlotAt: (subscription: Subscription, after: Instant) => Instant | undefined
  /** Words of a text as the store's full-text index knows them. */
  readonly searchWords: (text: string) => readonly string[]
  /** The address under which an article is stored; as it is where absent. */
  readonly canonicalUrl?: (url: string) => string | undefined
  /** Themes, actors and pairs of the last window against what is usual for them. */
  readonly trends?: (query: TrendQuery) => Promise<Trends>
  /** Absent where nothing is drawn. */
  readonly pictures?: Pictures
  /** Independent origins of a story within the window of breaking. */
  readonly breakingOrigins?: (detail: StoryDetail) => number
  /** Reads an address once as a poll would; stores nothing. */
  readonly testFeed?: (url: string) => Promise<FeedTest>
  /** A new feed with id and family; throws UserError for what no list would take. */
  readonly toNewFeed?: (draft: FeedDraft) => Feed
  /** Reads the changed feeds again, so that `feeds` has them. */
  readonly refreshFeeds?: () => Promise<void>
}

export type FeedDraft = {
  readonly url: string
  readonly outlet: string
  readonly camp: string
  readonly language?: Lang
  readonly homepage?: string
}

export type FeedTest =
  | {
      readonly kind: 'feed'
      /** Where it was found in the end. */
      readonly url: string
      readonly status: number
      readonly format: string
      readonly title?: string
      readonly homepage?: string
      readonly language?: Lang
      readonly items: number
      readonly dated: number
      readonly oldestAt?: Instant
      readonly newestAt?: Instant
      /** Of its first items. */
      readonly titles: readonly string[]
      /** Codes of what had to be repaired. */
      readonly repairs: readonly string[]
    }
  | {
      readonly kind: 'none'
      readonly reason: string
      /** Feeds that the page names instead. */
      readonly found: readonly {
        readonly url: string
        readonly title?: string
        readonly items: number
      }[]
    }

export type { MessageBody }
