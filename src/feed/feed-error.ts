/** Why an answer is no feed: `broken` = no feed in it, `blocked` = a page or a refusal instead. */
export class FeedError extends Error {
  override readonly name = 'FeedError'
  readonly kind: 'broken' | 'blocked'

  constructor(kind: 'broken' | 'blocked', message: string) {
    super(message)
    this.kind = kind
  }
}
