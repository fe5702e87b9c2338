// The core data types, floor 0: plain readonly JSON-safe data, no code.
// `undefined` means absent. The pack's own types are in pack.ts, the seams in ports.ts.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** BCP-47 language, base subtag in lower case: `en`, `ru`, `fa`, `uk`, `ar`, `he`, …; `und` where unknown. */
export type Lang = string

// ---------------------------------------------------------------- feeds

export type FeedKind =
  | 'newspaper'
  | 'broadcaster'
  | 'state-media'
  | 'think-tank'
  | 'government'
  | 'wire'
  | 'osint'
  | 'aggregator'

/** One document of an outlet that we poll, as `feeds/*.yaml` lists it. */
export type Feed = {
  readonly id: string
  readonly url: string
  readonly outlet: string
  /** Publisher family: all feeds of one newsroom count once. */
  readonly family: string
  readonly camp: string
  readonly kind: FeedKind
  /** Prior for the language of its articles. */
  readonly language?: Lang
  readonly homepage?: string
  readonly country?: string
  /** IANA zone for dates written without one; UTC where absent. */
  readonly zone?: string
  readonly on: boolean
  /** A sample feed of the demo: everything from it is watermarked. */
  readonly sample?: boolean
  /** What an operator should know before turning it on: law, doubts. */
  readonly note?: string
}

/** A side of the public debate; only contrast camps count for lens, "new camp" and severity. */
export type Camp = {
  readonly id: string
  readonly label: string
  readonly order: number
  readonly contrast: boolean
  /** Families of one state camp count as one publisher for breaking and publishers-min. */
  readonly state?: boolean
}

/** What had to be repaired while a document was read; `at` is a character position where known. */
export type FeedFault = { readonly code: string; readonly at?: number }

/** One item as its document tells it, text fields already plain text. */
export type ParsedItem = {
  /** Shown id: guid → Atom id → rdf:about → link → hash of parts. */
  readonly id: string
  /** The publisher's own id, where the item carries one. */
  readonly guid?: string
  readonly title?: string
  /** Absolute http(s) address. */
  readonly link?: string
  readonly publishedAt?: Instant
  readonly updatedAt?: Instant
  readonly summary?: string
  readonly content?: string
  readonly author?: string
  readonly categories: readonly string[]
  readonly language?: Lang
}

export type FeedFormat = 'rss' | 'atom' | 'rdf' | 'json'

export type ParsedFeed = {
  readonly format: FeedFormat
  readonly title?: string
  readonly link?: string
  readonly language?: Lang
  readonly items: readonly ParsedItem[]
  readonly faults: readonly FeedFault[]
  /** Publisher's hints about polling. */
  readonly ttlMs?: number
  readonly skipHours?: readonly number[]
  readonly skipDays?: readonly string[]
}

export type Validators = {
  readonly etag?: string
  readonly lastModified?: string
  /** Hash of the decoded-from-transfer body: equal bytes are not parsed again. */
  readonly bodyHash?: string
  /** Hash of the same body as it was sent, packed: equal bytes are not even unpacked. */
  readonly wireHash?: string
}

/** `new`: not read yet · `empty`: a feed without items · `broken`: no feed in the answer · `blocked`: a page or a refusal instead. */
export type FeedStatus =
  | 'new'
  | 'healthy'
  | 'stale'
  | 'empty'
  | 'broken'
  | 'blocked'
  | 'unreachable'
  | 'gone'
  | 'paused'

/** What we know about polling one feed; survives restarts. */
export type FeedState = {
  readonly feedId: string
  readonly status: FeedStatus
  /** Why it is not healthy, for people. */
  readonly reason?: string
  /** Since when it has this status. */
  readonly since: Instant
  readonly validators: Validators
  readonly nextDueAt: Instant
  readonly intervalMs: number
  readonly failures: number
  readonly checkedAt?: Instant
  readonly firstSuccessAt?: Instant
  readonly succeededAt?: Instant
  readonly lastArticleAt?: Instant
  /** A permanent redirect is stored after three agreeing polls. */
  readonly moved?: { readonly url: string; readonly seen: number }
  /** Address to use instead of the configured one. */
  readonly url?: string
  /** The configured address that this state belongs to: another one there starts afresh. */
  readonly configuredUrl?: string
  readonly title?: string
  /** Items of the last document that was read. */
  readonly items?: number
  /** What had to be repaired in it, and keys that were none (law 2): codes of docs/feeds.md. */
  readonly faults?: readonly string[]
  /** Usual time between two of its items, for telling silence from a quiet feed. */
  readonly usualGapMs?: number
  /** The publisher's hints, kept for polls that find nothing new. */
  readonly hints?: {
    readonly ttlMs?: number
    readonly skipHours?: readonly number[]
    readonly skipDays?: readonly string[]
  }
}

// ---------------------------------------------------------------- articles and tags

/** One item of one feed, normalised. */
export type Article = {
  /** 128-bit hash (32 hex digits) of its first key. */
  readonly id: string
  readonly feedId: string
  readonly outlet: string
  readonly family: string
  readonly camp: string
  readonly title: string
  readonly summary?: string
  /** The first 4,000 characters at most. */
  readonly content?: string
  readonly link?: string
  readonly canonicalUrl?: string
  readonly author?: string
  readonly categories: readonly string[]
  /** Publisher's date, future clamped to `seenAt`; for display and ranking only. */
  readonly publishedAt?: Instant
  /** Our clock at the poll that brought it. */
  readonly seenAt: Instant
  /** Feed's or item's language, the prior for detection. */
  readonly languageHint?: Lang
  /** Identity (law 2): any key that is known already means the same article. */
  readonly keys: readonly string[]
  /** From a feed's first successful poll, or after more than 24 h of silence: starts no message (law 13). */
  readonly backlog: boolean
  readonly sample?: boolean
}

export type Relevance = 'core' | 'related' | 'no'
export type Field = 'title' | 'summary' | 'content'
export type ArticleClass =
  | 'news'
  | 'opinion'
  | 'analysis'
  | 'explainer'
  | 'live'
  | 'roundup'
  | 'anniversary'

/** Why an article carries a tag. `at` is the UTF-16 offset of `text` in the field as stored. */
export type Match = {
  readonly kind: 'actor' | 'asset' | 'theme' | 'tie' | 'class' | 'signal'
  readonly ref: string
  readonly field: Field
  readonly text: string
  readonly at: number
  readonly points: number
  /** The pack's term as it is written there, where that is not the text itself. */
  readonly term?: string
}

/** A condition that a tag had to meet, in words: `core: needs Russia and Iran: only Iran`. */
export type Gate = { readonly ref: string; readonly passed: boolean; readonly text: string }

/** The decision about one article, stored whole so that it can be shown and recomputed (law 10). */
export type Tags = {
  readonly lang: Lang
  readonly relevance: Relevance
  readonly actors: readonly string[]
  readonly assets: readonly string[]
  readonly themes: readonly string[]
  readonly class: ArticleClass
  readonly matches: readonly Match[]
  readonly gates: readonly Gate[]
  readonly packHash: string
}

export type TaggedArticle = Article & { readonly tags: Tags }

// ---------------------------------------------------------------- stories

export type Severity = 'low' | 'medium' | 'high' | 'critical'
export type StoryStatus = 'new' | 'developing' | 'quiet'

/** One article's place in a story. */
export type Membership = {
  readonly articleId: string
  readonly storyId: string
  /** Language side of the story. */
  readonly side: Lang
  readonly linkedBy: 'first' | 'likeness' | 'copy' | 'linked'
  readonly likeness: number
  /** Up to five nearest articles. */
  readonly neighbours: readonly { readonly articleId: string; readonly likeness: number }[]
}

export type SummarySentence = {
  readonly text: string
  readonly outlet: string
  readonly articleId: string
}

/** The articles of one or more outlets that tell one event, with what is derived from them. */
export type Story = {
  /** `S-` + 8 base32 characters of the hash of its first article's id. */
  readonly id: string
  /** Title, language, outlet, camp and link of the medoid. */
  readonly title: string
  readonly lang: Lang
  readonly medoidId: string
  readonly outlet: string
  readonly camp: string
  readonly link?: string
  /** Titles of the medoid of each language side. */
  readonly sides: readonly {
    readonly lang: Lang
    readonly title: string
    readonly articleId: string
    /** Address and outlet of that side's medoid. */
    readonly link?: string
    readonly outlet?: string
    /** From that side's leads; the story's own `summary` is that of its `lang`. */
    readonly summary?: readonly SummarySentence[]
  }[]
  readonly openedAt: Instant
  /** `seenAt` of its newest article. */
  readonly updatedAt: Instant
  readonly actors: readonly string[]
  readonly assets: readonly string[]
  readonly themes: readonly string[]
  readonly relevance: Relevance
  readonly class: ArticleClass
  readonly severity: Severity
  readonly severityPoints: readonly { readonly text: string; readonly points: number }[]
  readonly articleCount: number
  /** Independent publisher families, sorted. */
  readonly families: readonly string[]
  /** Families without wire copies, those of one state camp counted as one: for publishers-min and breaking. */
  readonly independent?: number
  /** Articles per camp, most first. */
  readonly camps: readonly { readonly camp: string; readonly articles: number }[]
  /** Where the news comes from by attribution ("Reuters reports"); empty where nobody is named. */
  readonly origins: readonly string[]
  /** Independent origins: those named, and publishers who name nobody. */
  readonly originCount?: number
  readonly first: { readonly outlet: string; readonly at: Instant }
  /** Publication time of its newest article, clamped; that of `first` where absent. */
  readonly newestAt?: Instant
  readonly summary: readonly SummarySentence[]
  /** All its articles are backlog: it starts no message (law 13). */
  readonly backlog: boolean
  readonly sample?: boolean
  /** Set when another story took it over (law 4). */
  readonly mergedInto?: string
  /** It was one story with `other` until then, and splits no more (law 4). */
  readonly split?: StorySplit
  /** What analysts of the reader's server corrected, in words; never stored with the story. */
  readonly corrected?: readonly string[]
}

/** `other`: the story that holds the other part. */
export type StorySplit = { readonly at: Instant; readonly other: string }

/** An article as a story card shows it. */
export type StoryArticle = Article & {
  readonly tags: Tags
  readonly membership: Membership
  /** Every title it was seen with, oldest first. */
  readonly titles: readonly { readonly title: string; readonly at: Instant }[]
}

export type StoryDetail = { readonly story: Story; readonly articles: readonly StoryArticle[] }

// ---------------------------------------------------------------- subscriptions, digests, deliveries

export type Mode = 'digest' | 'instant' | 'breaking'
export type ChannelKind = 'text' | 'announcement' | 'forum' | 'thread'

export type Filters = {
  readonly themes: readonly string[]
  readonly actors: readonly string[]
  readonly query?: string
  /** Lowest relevance shown. */
  readonly relevance: Relevance
  readonly severity?: Severity
  readonly publishersMin?: number
  readonly campsMin?: number
  readonly camps: readonly string[]
  readonly langs: readonly Lang[]
  /** Only this story: the subscription follows it and ends with it. */
  readonly story?: string
}

/** What a channel asked for. */
export type Subscription = {
  /** `ax-` + 5 base32 characters. */
  readonly id: string
  readonly guildId: string
  readonly channelId: string
  readonly channelKind: ChannelKind
  readonly createdBy: string
  readonly createdAt: Instant
  readonly mode: Mode
  readonly preset?: 'quiet' | 'desk' | 'weekly'
  readonly filters: Filters
  /** Local times `HH:MM`, ascending; empty in instant and breaking mode. */
  readonly times: readonly string[]
  /** ISO weekdays 1 (Monday) to 7; empty = every day. */
  readonly days: readonly number[]
  /** IANA zone. */
  readonly zone: string
  readonly quiet?: {
    readonly from: string
    readonly to: string
    readonly rule: 'hold' | 'critical-only'
  }
  /** Role id allowed by an admin. */
  readonly mention?: string
  readonly notify: 'silent' | 'normal' | 'role'
  readonly style: 'compact' | 'standard' | 'rich'
  readonly foreign: 'gloss' | 'original' | 'hide'
  readonly empty: 'post' | 'skip'
  readonly maxPerHour: number
  /** Language that titles are shown in where the story has it. */
  readonly lang: Lang
  readonly pausedUntil?: Instant
  readonly pausedReason?: string
  readonly deletedAt?: Instant
}

/** What one subscription is owed for one slot. */
export type Digest = {
  readonly subscriptionId: string
  /** Local date and time, `2026-11-25T07:00`: the identity of a digest (law 11). */
  readonly slot: string
  /** Stories with an article seen in (from, to]. */
  readonly from: Instant
  readonly to: Instant
  readonly core: readonly DigestStory[]
  readonly related: readonly DigestStory[]
  /** Left out by a cap, ranked. */
  readonly cut: readonly string[]
  /** Ids of stories that were here before and did not change materially. */
  readonly continuing: readonly string[]
  readonly articleCount: number
  readonly late: boolean
  /** Slots that were missed or given up and are told in this one. */
  readonly folded?: readonly string[]
  /** Of the weekly preset: the week beside those before it. */
  readonly week?: WeekFacts
}

/** How often something was told this week, and in the mean of the weeks before. */
export type WeekCount = { readonly id: string; readonly stories: number; readonly usual: number }

/** A week against up to four weeks before it. */
export type WeekFacts = {
  readonly stories: number
  /** Mean a week. */
  readonly usual: number
  /** Weeks before this one in which the bot saw anything; 0 where there is nothing to compare with. */
  readonly weeks: number
  /** What is well above or below its mean, the furthest first. */
  readonly themes: readonly WeekCount[]
  readonly actors: readonly WeekCount[]
}

export type DigestStory = {
  readonly story: Story
  /** What changed since this channel saw it: `+3 publishers; severity up`. */
  readonly change?: string
  /** Message that posted it in this channel. */
  readonly postedUrl?: string
}

/** A story as a message shows it: what a material change is measured against. */
export type ShownStory = {
  readonly storyId: string
  readonly families: readonly string[]
  /** Publishers with the families of one state camp counted once. */
  readonly independent?: number
  readonly camps: readonly string[]
  readonly severity: Severity
  /** A line of a situation or overnight message, not a message of its own. */
  readonly gathered?: boolean
  /** Its own message, where another one says something of it. */
  readonly messageId?: string
  /** The message says that this story went on as part of that one (law 4). */
  readonly mergedInto?: string
  /** The state that was last said aloud, by a post or a reply; an edit alone says nothing. */
  readonly said?: {
    readonly at: Instant
    readonly families: readonly string[]
    readonly independent?: number
    readonly camps: readonly string[]
    readonly severity: Severity
  }
}

/** What a channel has already seen of a story, to tell a material change. */
export type PostedStory = ShownStory & {
  readonly at: Instant
  readonly mode: Mode
  /** Whose message it is. */
  readonly subscriptionId?: string
  /** Its id when it was posted, where another story took it over since; set by the store. */
  readonly takenFrom?: string
}

export type DeliveryStatus = 'pending' | 'sending' | 'retry' | 'sent' | 'dropped' | 'unknown'

/** One message on its way to one channel. */
export type Delivery = {
  /** Discord's `nonce`, ≤ 25 characters: hash of subscription, slot or story + revision, part. */
  readonly id: string
  readonly subscriptionId: string
  readonly channelId: string
  readonly channelKind: ChannelKind
  readonly slot?: string
  /** When its slot was: what leaves much later says so, or folds into the next digest. */
  readonly dueAt?: Instant
  readonly storyId?: string
  readonly part: number
  readonly body: MessageBody
  readonly status: DeliveryStatus
  readonly createdAt: Instant
  readonly nextTryAt: Instant
  readonly tries: number
  readonly firstTriedAt?: Instant
  readonly sentAt?: Instant
  readonly messageId?: string
  readonly reason?: string
  /** Title of the post where the target is a forum. */
  readonly threadName?: string
  /** `post` where absent; `edit` changes `targetId` in place, `reply` answers it. */
  readonly kind?: 'post' | 'edit' | 'reply'
  /** The message that is edited or answered; in a forum the post that it opens. */
  readonly targetId?: string
  /** What it shows of which stories, as they stood when it was written. */
  readonly shows?: readonly ShownStory[]
  /** A message that is not one story's and not a digest's. */
  readonly about?: 'situation' | 'overnight' | 'coverage' | 'notice'
  /** What it tells besides stories, so that it is told once: `dark iran-state 1764000000000`. */
  readonly marks?: readonly string[]
  /** An answer to it was lost: it may stand there, so look before the next try (law 5). */
  readonly unsure?: boolean
  /** It mentions the role of its subscription. */
  readonly pings?: boolean
  /** Themes of its story, for the tags of a forum. */
  readonly tags?: readonly string[]
  /** Files that go with it, Base64; an embed shows one as `attachment://name`. */
  readonly files?: readonly {
    readonly name: string
    readonly base64: string
    /** The picture in words. */
    readonly alt?: string
  }[]
}

// ---------------------------------------------------------------- trends and pictures

/** A key that told more stories in an hour than its past explains, with all that a reader needs to doubt it. */
export type Alarm = {
  readonly kind: 'actor' | 'theme' | 'pair'
  /** Actor, theme, or `a|b` in alphabetical order. */
  readonly id: string
  readonly level: 'rising' | 'breaking'
  /** Start of the hour. */
  readonly at: Instant
  readonly stories: number
  readonly expected: number
  /** Independent publishers of those stories. */
  readonly publishers: number
  /** Chance of so many stories or more in an ordinary hour. */
  readonly p: number
  /** History that the expectation rests on. */
  readonly windowMs: number
  /** Counts that were generated for the demo are in it. */
  readonly sample?: boolean
}

/** A key's stories in a window beside what its past led to expect. */
export type TrendRow = {
  readonly id: string
  readonly stories: number
  /** Absent where the history before the window is shorter than it must be. */
  readonly usual?: { readonly expected: number; readonly low: number; readonly high: number }
}

export type Trends = {
  readonly since: Instant
  readonly until: Instant
  /** Hours before the window in which feeds were read, as a time. */
  readonly historyMs: number
  /** History that a window of this length needs before anything is called usual. */
  readonly historyNeededMs: number
  /** The furthest from its usual range first. */
  readonly themes: readonly TrendRow[]
  readonly actors: readonly TrendRow[]
  readonly pairs: readonly TrendRow[]
  /** Alarms in the window, newest first. */
  readonly alarms: readonly Alarm[]
  readonly sample?: boolean
}

/** A chart as data: what trend/chart.ts draws. Labels are words for people, never ids. */
export type Chart = {
  readonly title: string
  readonly note?: string
  /** The picture in words, for those who cannot see it. */
  readonly alt: string
  readonly sample?: boolean
} & (
  | {
      readonly kind: 'activity'
      /** `25 Nov`, oldest first. */
      readonly days: readonly string[]
      readonly series: readonly { readonly label: string; readonly values: readonly number[] }[]
      /** By day; undefined where the history is too short. */
      readonly usual: readonly (TrendRow['usual'] | undefined)[]
    }
  | {
      readonly kind: 'against'
      readonly rows: readonly { readonly label: string; readonly row: TrendRow }[]
    }
  | {
      readonly kind: 'pairs'
      readonly labels: readonly string[]
      /** Stories that name both, by row and column. */
      readonly cells: readonly (readonly number[])[]
    }
  | {
      readonly kind: 'camps'
      readonly from: Instant
      readonly to: Instant
      /** Times of each camp's articles. */
      readonly camps: readonly { readonly label: string; readonly at: readonly Instant[] }[]
    }
)

/** A drawn chart, as an answer carries it; bytes, so it is stored as base64 where it must wait. */
export type Picture = {
  readonly name: string
  readonly data: Uint8Array
  readonly alt: string
}

/** What is to know about a delivery without reading what it says. */
export type DeliveryNote = Omit<Delivery, 'body' | 'files'>

// ---------------------------------------------------------------- messages (Discord's wire shape, as far as cards use it)

export type EmbedField = {
  readonly name: string
  readonly value: string
  readonly inline?: boolean
}

export type Embed = {
  readonly title?: string
  readonly description?: string
  readonly url?: string
  readonly color?: number
  readonly timestamp?: string
  readonly author?: { readonly name: string }
  readonly footer?: { readonly text: string }
  readonly fields?: readonly EmbedField[]
  readonly image?: { readonly url: string }
}

export type Button = {
  readonly type: 2
  readonly style: 1 | 2 | 3 | 4 | 5
  readonly label: string
  readonly custom_id?: string
  readonly url?: string
  readonly disabled?: boolean
}

export type SelectOption = {
  readonly label: string
  readonly value: string
  readonly description?: string
  readonly default?: boolean
}

export type StringSelect = {
  readonly type: 3
  readonly custom_id: string
  readonly placeholder?: string
  readonly options: readonly SelectOption[]
}

export type ChannelSelect = {
  readonly type: 8
  readonly custom_id: string
  readonly placeholder?: string
  /** Discord's channel types that can be picked. */
  readonly channel_types?: readonly number[]
}

export type ActionRow = {
  readonly type: 1
  readonly components: readonly (Button | StringSelect | ChannelSelect)[]
}

/** A whole message; `allowed_mentions` is never absent (law 7). */
export type MessageBody = {
  readonly content?: string
  readonly embeds?: readonly Embed[]
  readonly components?: readonly ActionRow[]
  readonly allowed_mentions: { readonly parse: readonly []; readonly roles?: readonly string[] }
  readonly flags?: number
}
