import { DiscordAPIError, HTTPError, RateLimitError, REST } from '@discordjs/rest'
import { MINUTE_MS } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Clock, Log, Publisher, PublishOutcome } from '../ports.ts'
import type { Delivery } from '../types.ts'
import { toCrossposter } from './crosspost.ts'
import { findForumPost, findMessage } from './find-posted.ts'

export type PublisherDeps = {
  readonly token: string
  /** Ends in `/api`, no version; Discord's own where absent. */
  readonly apiBase?: string
  readonly log: Log
  readonly clock: Clock
}

/** Deliveries leave the other ten of Discord's 50 requests a second to answers. */
const REQUESTS_PER_SECOND = 40
/** A longer wait goes back to the outbox, so that a slow channel blocks no other. */
const RATE_WAIT_MAX_MS = 1000
const ANSWER_TIMEOUT_MS = 15_000
/** Discord counts it in its own seconds; a little more is never too early. */
const RETRY_SPARE_MS = 100
const REFUSED_CONNECTION_RETRY_MS = 5000
const THREAD_NAME_MAX = 100
/** Nothing listened or was reached: the request cannot have been carried out. */
const NOT_REACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const TAG_REQUIRED = 40067

/**
 * Posts deliveries by REST alone. A message carries the delivery's id as `nonce` with `enforce_nonce`,
 * so that the retries of this REST instance cannot post it twice; a forum post knows no nonce and is
 * tried once. Never throws for what Discord answers: see `PublishOutcome`.
 */
export function openPublisher(deps: PublisherDeps): Publisher {
  const withNonce = openRest(deps, 2)
  const once = openRest(deps, 0)
  const crosspost = toCrossposter({ rest: once, log: deps.log, clock: deps.clock })
  let unauthorized = false

  return {
    publish: async (delivery) => {
      if (unauthorized) return { kind: 'unauthorized' }
      try {
        if (delivery.channelKind === 'forum') return await postInForum(once, delivery)
        const messageId = await postMessage(withNonce, delivery)
        if (delivery.channelKind === 'announcement') crosspost(delivery.channelId, messageId)
        return { kind: 'sent', messageId }
      } catch (error) {
        const outcome = toOutcome(error)
        if (outcome.kind === 'unauthorized') unauthorized = true
        return outcome
      }
    },
    findPosted: (delivery) =>
      delivery.channelKind === 'forum'
        ? findForumPost(once, delivery)
        : findMessage(once, delivery),
  }
}

function openRest(deps: PublisherDeps, retries: number): REST {
  return new REST({
    ...(deps.apiBase === undefined ? {} : { api: deps.apiBase }),
    version: '10',
    retries,
    timeout: ANSWER_TIMEOUT_MS,
    globalRequestsPerSecond: REQUESTS_PER_SECOND,
    rejectOnRateLimit: (data) => Math.max(data.timeToReset, data.retryAfter) > RATE_WAIT_MAX_MS,
  }).setToken(deps.token)
}

async function postMessage(rest: REST, delivery: Delivery): Promise<string> {
  const body = { ...delivery.body, nonce: delivery.id, enforce_nonce: true }
  return idOf(await rest.post(`/channels/${delivery.channelId}/messages`, { body }))
}

async function postInForum(rest: REST, delivery: Delivery): Promise<PublishOutcome> {
  const name = (delivery.threadName ?? 'Digest').slice(0, THREAD_NAME_MAX)
  const path: `/${string}` = `/channels/${delivery.channelId}/threads`
  try {
    const body = { name, message: delivery.body }
    return { kind: 'sent', messageId: idOf(await rest.post(path, { body })) }
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || error.code !== TAG_REQUIRED) throw error
    // The forum wants a tag; nothing was posted, so a second try is safe.
    const tag = await findOpenTag(rest, delivery.channelId)
    if (tag === undefined) {
      return {
        kind: 'refused',
        reason: 'this forum requires a tag that the bot may not set',
        gone: false,
      }
    }
    const body = { name, message: delivery.body, applied_tags: [tag] }
    return { kind: 'sent', messageId: idOf(await rest.post(path, { body })) }
  }
}

async function findOpenTag(rest: REST, channelId: string): Promise<string | undefined> {
  // Discord's answer: a channel object, of which only the tags are read.
  const channel = (await rest.get(`/channels/${channelId}`)) as {
    readonly available_tags?: readonly { readonly id: string; readonly moderated: boolean }[]
  }
  return channel.available_tags?.find((tag) => !tag.moderated)?.id
}

/** What a failed request means for its delivery. */
export function toOutcome(error: unknown): PublishOutcome {
  if (error instanceof RateLimitError) {
    const afterMs = Math.max(error.timeToReset, error.retryAfter, error.sublimitTimeout)
    return {
      kind: 'retry',
      afterMs: afterMs + RETRY_SPARE_MS,
      reason: error.global ? 'rate limit of the whole bot' : 'rate limit of the channel',
    }
  }
  if (error instanceof DiscordAPIError) return toRefusal(error)
  if (error instanceof HTTPError) {
    return { kind: 'unsure', reason: `Discord answered ${error.status}` }
  }
  if (NOT_REACHED.has(codeOf(error))) {
    return {
      kind: 'retry',
      afterMs: REFUSED_CONNECTION_RETRY_MS,
      reason: `Discord was not reached: ${codeOf(error)}`,
    }
  }
  const name = error instanceof Error && error.name === 'AbortError' ? 'time-out' : messageOf(error)
  return { kind: 'unsure', reason: `no answer from Discord: ${codeOf(error) || name}` }
}

function toRefusal(error: DiscordAPIError): PublishOutcome {
  if (error.status === 401) return { kind: 'unauthorized' }
  if (error.status === 429) {
    return { kind: 'retry', afterMs: MINUTE_MS, reason: 'Discord asks to wait' }
  }
  return {
    kind: 'refused',
    reason: `${error.status} ${error.message.split('\n')[0] ?? ''} (${error.code})`,
    gone: error.status === 404,
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? '' : codeOf(error.cause)
}

function idOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'id' in answer) {
    if (typeof answer.id === 'string') return answer.id
  }
  throw new Error('Discord answered without an id')
}
