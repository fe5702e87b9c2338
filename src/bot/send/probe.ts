import { Client, Events, GatewayIntentBits, RESTEvents } from 'discord.js'
import { messageOf } from '../../lib/errors.ts'
import type { Clock } from '../../ports.ts'
import { isBadToken } from '../client.ts'
import { channelName, missingForBot, toTarget } from '../permissions.ts'

/** Where a subscription posts. */
export type ProbedChannel = {
  readonly subscriptionId: string
  readonly guildId: string
  readonly channelId: string
}

export type ChannelVerdict = ProbedChannel & {
  /** `#name`; the id where the channel is not there. */
  readonly name: string
  /** `missing` names permissions; `gone` is a channel or a server that the bot no longer sees. */
  readonly verdict: 'ok' | 'gone' | { readonly missing: readonly string[] }
}

export type Probe =
  | {
      readonly kind: 'connected'
      readonly name: string
      readonly guilds: number
      /** Our clock minus Discord's (its `Date` header), milliseconds; whole seconds are all that it tells. */
      readonly skewMs?: number
      readonly channels: readonly ChannelVerdict[]
    }
  | { readonly kind: 'refused'; readonly why: 'token' | 'intents' }
  | { readonly kind: 'unreachable'; readonly reason: string }

export type ProbeDeps = {
  readonly token: string
  /** Ends in `/api`; Discord's own where absent. */
  readonly apiBase?: string
  readonly clock: Clock
  readonly channels: readonly ProbedChannel[]
  readonly timeoutMs: number
}

/**
 * Logs in once as the bot would, looks at clock and channels, and leaves; posts and registers nothing. A bot that
 * runs with the same token is not disturbed.
 */
export async function probeDiscord(deps: ProbeDeps): Promise<Probe> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: {
      version: '10',
      retries: 0,
      timeout: deps.timeoutMs,
      ...(deps.apiBase !== undefined && { api: deps.apiBase }),
    },
  })
  let skewMs: number | undefined
  client.rest.on(RESTEvents.Response, (_request, response) => {
    const date = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(date)) skewMs ??= deps.clock.now() - date
  })
  client.on(Events.Error, () => undefined)
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  const timer = setTimeout(
    () => failed.reject(new Error(`no answer within ${deps.timeoutMs / 1000} s`)),
    deps.timeoutMs,
  )
  client.on(Events.ShardDisconnect, ({ code }) => failed.reject(new GatewayRefusal(code)))
  try {
    const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
    await Promise.race([client.login(deps.token).then(() => ready), failed.promise])
    return {
      kind: 'connected',
      name: client.user?.tag ?? 'unknown',
      guilds: client.guilds.cache.size,
      ...(skewMs !== undefined && { skewMs }),
      channels: deps.channels.map((channel) => judge(client, channel)),
    }
  } catch (error) {
    if (error instanceof GatewayRefusal && error.code === DISALLOWED_INTENTS) {
      return { kind: 'refused', why: 'intents' }
    }
    if (isBadToken(error) || isGatewayToken(error)) return { kind: 'refused', why: 'token' }
    return { kind: 'unreachable', reason: messageOf(error) }
  } finally {
    clearTimeout(timer)
    await client.destroy().catch(() => undefined)
  }
}

const AUTHENTICATION_FAILED = 4004
const DISALLOWED_INTENTS = 4014

class GatewayRefusal extends Error {
  readonly code: number

  constructor(code: number) {
    super(`the gateway closed with code ${code}`)
    this.code = code
  }
}

const isGatewayToken = (error: unknown): boolean =>
  error instanceof GatewayRefusal && error.code === AUTHENTICATION_FAILED

function judge(client: Client, channel: ProbedChannel): ChannelVerdict {
  const guild = client.guilds.cache.get(channel.guildId)
  const found = guild?.channels.cache.get(channel.channelId)
  if (guild === undefined || found === undefined) {
    return { ...channel, name: channel.channelId, verdict: 'gone' }
  }
  const missing = missingForBot(toTarget(guild, channel.channelId))
  return {
    ...channel,
    name: channelName(found),
    verdict: missing.length === 0 ? 'ok' : { missing },
  }
}
