import { DiscordAPIError, REST, type RESTOptions } from '@discordjs/rest'
import { openTurns } from '../../lib/turns.ts'
import type { Clock, Log, Publisher, PublishOutcome } from '../../ports.ts'
import type { ChannelKind, Delivery } from '../../types.ts'
import { toCrossposter } from './crosspost.ts'
import { findForumPost, findMessage } from './find-posted.ts'
import { NO_TURN, toOutcome } from './outcome.ts'
import { sendRequest } from './request.ts'
import { editMessage, postInForum, postMessage } from './send.ts'

export { toOutcome } from './outcome.ts'

export type PublisherDeps = {
  readonly token: string
  /** Ends in `/api`, no version; Discord's own where absent. */
  readonly apiBase?: string
  readonly log: Log
  readonly clock: Clock
  /** Requests a second of this process now; 40 of Discord's 50 where absent. */
  readonly perSecond?: () => number
  /** How long an answer is waited for, milliseconds; 15 s where absent. */
  readonly timeoutMs?: number
  /** After it no request is begun any more; what is under way is answered. */
  readonly signal?: AbortSignal
  /** Seam for tests: how one request is made. */
  readonly makeRequest?: RESTOptions['makeRequest']
}

/** Deliveries leave the other ten of Discord's 50 requests a second to answers. */
const REQUESTS_PER_SECOND = 40
/** Discord's own limit; discord.js lets all of a second's requests go at once, so `openTurns` spreads them. */
const DISCORD_PER_SECOND = 50
/** A longer wait goes back to the outbox, so that a slow channel blocks no other. */
const RATE_WAIT_MAX_MS = 1000
const ANSWER_TIMEOUT_MS = 15_000

/**
 * Posts deliveries by REST alone. Every request is made once: discord.js would repeat a 5xx or a reset
 * connection by itself, and when the repetition is then refused (a 429, say) nobody could tell that the first
 * one had been carried out. So a lost answer goes back to the outbox, which looks before it tries again; the
 * delivery's id as `nonce` with `enforce_nonce` guards the second try as well. Never throws for what
 * Discord answers: see `PublishOutcome`.
 */
export function openPublisher(deps: PublisherDeps): Publisher {
  const rest = openRest(deps)
  const crosspost = toCrossposter({ rest, log: deps.log, clock: deps.clock })
  let unauthorized = false

  async function send(delivery: Delivery): Promise<PublishOutcome> {
    if (delivery.kind === 'edit') {
      return { kind: 'sent', messageId: await editMessage(rest, delivery) }
    }
    if (delivery.channelKind === 'forum' && delivery.kind !== 'reply') {
      return postInForum(rest, delivery)
    }
    const messageId = await postMessage(rest, delivery)
    if (delivery.channelKind === 'announcement' && isForFollowers(delivery)) {
      crosspost(delivery.channelId, messageId)
    }
    return { kind: 'sent', messageId }
  }

  return {
    publish: async (delivery) => {
      if (unauthorized) return { kind: 'unauthorized' }
      try {
        return await send(delivery)
      } catch (error) {
        const outcome = toOutcome(error)
        if (outcome.kind === 'unauthorized') unauthorized = true
        return outcome
      }
    },
    findPosted: async (delivery) => {
      try {
        if (delivery.channelKind === 'forum' && delivery.kind !== 'reply') {
          return await findForumPost(rest, delivery)
        }
        return await findMessage(rest, delivery)
      } catch (error) {
        return { kind: 'failed', outcome: toOutcome(error) }
      }
    },
    mayPost: (channelId, kind) => mayPost(rest, channelId, kind),
  }
}

/** Followers of an announcement channel get stories and digests, not the plain lines between them. */
const isForFollowers = (delivery: Delivery): boolean => delivery.body.embeds !== undefined

function openRest(deps: PublisherDeps): REST {
  const { perSecond = () => REQUESTS_PER_SECOND, makeRequest = sendRequest } = deps
  const turn = openTurns(perSecond, deps.signal)
  return new REST({
    ...(deps.apiBase === undefined ? {} : { api: deps.apiBase }),
    // Looks, edits and crossposts count towards Discord's limit as posts do.
    makeRequest: async (url, init) => {
      // Where the end came first, or the time for an answer ran out, it is not begun: nothing is there.
      const isTurn = await turn().then(
        () => init.signal?.aborted !== true,
        () => false,
      )
      if (!isTurn) throw Object.assign(new Error('no turn in time'), { code: NO_TURN })
      return makeRequest(url, init)
    },
    version: '10',
    retries: 0,
    timeout: deps.timeoutMs ?? ANSWER_TIMEOUT_MS,
    globalRequestsPerSecond: Math.max(DISCORD_PER_SECOND, perSecond()),
    rejectOnRateLimit: (data) => Math.max(data.timeToReset, data.retryAfter) > RATE_WAIT_MAX_MS,
  }).setToken(deps.token)
}

/** `typing` needs the right to send and leaves no message; a forum has none, so only that it is seen. */
async function mayPost(rest: REST, channelId: string, kind: ChannelKind): Promise<boolean> {
  try {
    if (kind === 'forum') await rest.get(`/channels/${channelId}`)
    else await rest.post(`/channels/${channelId}/typing`)
    return true
  } catch (error) {
    if (error instanceof DiscordAPIError) return false
    throw error
  }
}
