// What both readers hand over: rss-parser's names, every text plain, dates in ISO 8601, addresses absolute.

export type ReadItem = {
  readonly title?: string
  readonly link?: string
  readonly guid?: string
  readonly isoDate?: string
  readonly updated?: string
  /** rss-parser's name for an item's description. */
  readonly content?: string
  readonly 'content:encoded'?: string
  readonly author?: string
  readonly language?: string
  readonly categories?: readonly string[]
}

export type ReadFeed = {
  readonly title?: string
  readonly link?: string
  readonly language?: string
  readonly items: readonly ReadItem[]
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** An item without its absent fields. */
export function toReadItem(item: Loose<ReadItem>): ReadItem {
  // Absent and undefined are one thing to the caller, two to exactOptionalPropertyTypes.
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => value !== undefined),
  ) as ReadItem
}
