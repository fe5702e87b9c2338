import {
  Client,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  Options,
} from 'discord.js'
import { MINUTE_MS, SECOND_MS, sleep } from '../lib/clock.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import type { BotDeps } from './command.ts'
import { noteGuilds, noteJoined, noteLeft } from './membership.ts'
import { openMemory } from './memory.ts'
import { registerCommands } from './register.ts'
import { toRouter } from './router.ts'
import { sendRequest } from './send/request.ts'
import { superviseShards } from './supervise.ts'

export type Bot = {
  /** Connected, and answering. */
  readonly ready: () => boolean
  /** Ids of the servers it is in. */
  readonly guilds: () => readonly string[]
  /** How often the connection had to be opened anew after a failure of discord.js itself. */
  readonly reopened: () => number
  readonly close: () => Promise<void>
}

const BAD_TOKEN =
  'Discord refuses the token (401). Copy it again from the Developer Portal (Bot, Reset Token) into DISCORD_TOKEN, then start again.'
const REOPEN_MIN_MS = SECOND_MS
/** Discord gives 1,000 identifies a day: at this pace a day of failures uses a fraction of them. */
const REOPEN_MAX_MS = 2 * MINUTE_MS
/** An answer that is late by more than this is of no use to anybody. */
const RATE_WAIT_MAX_MS = 5 * SECOND_MS
const REGISTER_AGAIN_MS = MINUTE_MS
const CLOSE_WAIT_MS = 3 * SECOND_MS
const AUTHENTICATION_FAILED = 4004
const DISALLOWED_INTENTS = 4014

/**
 * Connects to Discord, registers the commands and answers. Resolves once it is ready, or after the
 * first failed try when Discord cannot be reached: it goes on trying then. Throws UserError for a token
 * that Discord refuses; the same later calls `onFatal`, without another try.
 */
export async function openBot(deps: BotDeps): Promise<Bot> {
  const memory = openMemory(deps)
  void memory.refresh()
  const route = toRouter(deps, memory)
  const stop = new AbortController()
  let client: Client | undefined
  let reopened = 0
  let opening: Promise<void> | undefined
  let isWaitedFor = true
  const firstTry = Promise.withResolvers<void>()

  /** One whole client: a failure of any kind throws it away. */
  async function openOnce(): Promise<void> {
    const failure = Promise.withResolvers<never>()
    // Heard by the race below while it opens, and by `reopen` after it.
    failure.promise.catch(() => undefined)
    const made = makeClient(deps, (error) => {
      failure.reject(error)
      reopen(made, error)
    })
    client = made
    stop.signal.addEventListener('abort', () => failure.reject(stop.signal.reason), { once: true })
    made.on(Events.InteractionCreate, (interaction: Interaction) => void route(interaction))
    made.on(Events.GuildDelete, (guild) => void noteLeft(deps, guild.id))
    made.on(Events.GuildCreate, (guild) => void noteJoined(deps, guild.id))
    const ready = new Promise<void>((resolve) => made.once(Events.ClientReady, () => resolve()))
    const login = made.login(deps.token)
    login.catch(() => undefined)
    await Promise.race([login.then(() => ready), failure.promise])
    const application = made.application?.id
    if (application !== undefined) await registerOrLater(made.rest, application)
    void noteGuilds(deps, new Set(made.guilds.cache.keys()))
    deps.log('info', 'bot.ready', { guilds: made.guilds.cache.size, shards: made.ws.shards.size })
  }

  /** Old commands still answer while the new ones cannot be registered, so the bot goes on meanwhile. */
  async function registerOrLater(rest: Client['rest'], application: string): Promise<void> {
    try {
      await registerCommands(deps, rest, application)
    } catch (error) {
      deps.log('warn', 'commands.failed', { error: messageOf(error) })
      sleep(REGISTER_AGAIN_MS, stop.signal).then(
        () => registerOrLater(rest, application),
        () => undefined,
      )
    }
  }

  /** Tries until it is open, ever slower; gives up only where a person must act. */
  async function openUntilDone(): Promise<void> {
    for (
      let waitMs = REOPEN_MIN_MS;
      !stop.signal.aborted;
      waitMs = Math.min(waitMs * 2, REOPEN_MAX_MS)
    ) {
      try {
        await openOnce()
        return
      } catch (error) {
        await discard(client)
        if (stop.signal.aborted) return
        if (isBadToken(error)) throw new UserError(BAD_TOKEN)
        deps.log('warn', 'bot.open-failed', { error: messageOf(error), waitMs })
        firstTry.resolve()
        const spread = 0.5 + (deps.random?.() ?? 0.5)
        await sleep(waitMs * spread, stop.signal).catch(() => undefined)
      }
    }
  }

  function reopen(failed: Client, error: unknown): void {
    if (failed !== client || stop.signal.aborted) return
    deps.log('error', 'bot.connection-failed', { error: messageOf(error) })
    if (opening !== undefined) return
    client = undefined
    reopened += 1
    void discard(failed)
    start().catch((fatal) => {
      deps.log('error', 'bot.fatal', { error: messageOf(fatal) })
      deps.onFatal?.(fatal instanceof Error ? fatal : new Error(messageOf(fatal)))
    })
  }

  function start(): Promise<void> {
    opening ??= openUntilDone().finally(() => {
      opening = undefined
    })
    return opening
  }

  const started = start()
  started.catch((error) => {
    if (!isWaitedFor) deps.onFatal?.(error)
  })
  await Promise.race([started, firstTry.promise])
  isWaitedFor = false

  return {
    ready: () => client?.isReady() ?? false,
    guilds: () => [...(client?.guilds.cache.keys() ?? [])],
    reopened: () => reopened,
    close: async () => {
      stop.abort(new Error('closed'))
      await discard(client)
      client = undefined
      await opening?.catch(() => undefined)
    },
  }
}

function makeClient(deps: BotDeps, onFailure: (error: unknown) => void): Client {
  const made = new Client({
    intents: [GatewayIntentBits.Guilds],
    ...(deps.shards === undefined
      ? { shards: 'auto' as const }
      : { shards: [...deps.shards.ids], shardCount: deps.shards.count }),
    // Servers, channels, roles and our own membership are what permissions need; nothing else is kept.
    makeCache: Options.cacheWithLimits({
      ...Object.fromEntries(UNUSED_CACHES.map((name) => [name, 0])),
      GuildMemberManager: { maxSize: 0, keepOverLimit: (one) => one.id === one.client.user.id },
      UserManager: { maxSize: 0, keepOverLimit: (one) => one.id === one.client.user.id },
    }),
    allowedMentions: { parse: [] },
    presence: { activities: [] },
    // The types of discord.js name its own manager here, but it hands over that of @discordjs/ws.
    ws: { buildStrategy: superviseShards(onFailure) as never },
    rest: {
      ...(deps.apiBase === undefined ? {} : { api: deps.apiBase }),
      version: '10',
      makeRequest: sendRequest,
      globalRequestsPerSecond: 50,
      rejectOnRateLimit: (data) => Math.max(data.timeToReset, data.retryAfter) > RATE_WAIT_MAX_MS,
    },
  })
  made.on(Events.Error, (error) => deps.log('warn', 'bot.error', { error: messageOf(error) }))
  made.on(Events.ShardError, (error, shard) =>
    deps.log('warn', 'bot.shard-error', { shard, error: messageOf(error) }),
  )
  made.on(Events.ShardDisconnect, (event, shard) => {
    // discord.js gives this shard up for good.
    onFailure(new GatewayClosed(event.code, shard))
  })
  made.on(Events.ShardResume, (shard, replayed) =>
    deps.log('info', 'bot.resumed', { shard, replayed }),
  )
  return made
}

const UNUSED_CACHES = [
  'ApplicationCommandManager',
  'ApplicationEmojiManager',
  'AutoModerationRuleManager',
  'BaseGuildEmojiManager',
  'DMMessageManager',
  'EntitlementManager',
  'GuildBanManager',
  'GuildEmojiManager',
  'GuildInviteManager',
  'GuildMessageManager',
  'GuildScheduledEventManager',
  'GuildStickerManager',
  'MessageManager',
  'PresenceManager',
  'ReactionManager',
  'ReactionUserManager',
  'StageInstanceManager',
  'ThreadMemberManager',
  'VoiceStateManager',
] as const

class GatewayClosed extends Error {
  readonly code: number

  constructor(code: number, shard: number) {
    super(`the gateway closed shard ${shard} with code ${code}`)
    this.code = code
  }
}

/** What only a person can mend: a token or intents that Discord refuses. */
export function isBadToken(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401
  if (error instanceof GatewayClosed) {
    return error.code === AUTHENTICATION_FAILED || error.code === DISALLOWED_INTENTS
  }
  return error instanceof Error && 'code' in error && error.code === 'TokenInvalid'
}

/** Ends a client; a server that never answers the close is not waited for. */
async function discard(client: Client | undefined): Promise<void> {
  if (client === undefined) return
  const closed = new AbortController()
  const destroyed = client
    .destroy()
    .catch(() => undefined)
    .finally(() => closed.abort())
  // The wait ends with the client, or it would keep an ended process alive.
  const waited = sleep(CLOSE_WAIT_MS, closed.signal).catch(() => undefined)
  await Promise.race([destroyed, waited])
}
