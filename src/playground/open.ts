import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Change, makeChange } from './change.ts'
import type { Core, Logged, Problem, WorldEvent } from './core.ts'
import { type Faults, makeFaults } from './faults.ts'
import { type GatewayServer, openGateway } from './gateway.ts'
import { type Interact, makeInteract } from './interact.ts'
import type { JsonObject } from './json.ts'
import { type PlaygroundWorld, toNames } from './names.ts'
import { type MovableClock, makePage } from './page.ts'
import { addGuild, type GuildSpec, makeWorld } from './populate.ts'
import { makeRateLimits } from './rate-limit.ts'
import { forgetNonces } from './routes/channel.ts'
import { serveApi } from './serve.ts'
import { openSpec } from './spec.ts'
import { toMessage } from './wire.ts'
import { type Command, findChannel, type Message, type World } from './world.ts'

export type PlaygroundOptions = {
  /** Clock of message times and ids, milliseconds; Discord's deadlines keep to real time. */
  readonly now?: () => number
  /** Lets the page move the clock that `now` reads. */
  readonly clock?: MovableClock
  /** Discord's OpenAPI document (JSON); bodies are then judged by it too. */
  readonly openapiPath?: string
  readonly token?: string
  /** Guilds to begin with; one with #intel, #news, #forum and a thread where absent. */
  readonly guilds?: readonly GuildSpec[]
  /** So many more people than admin, reader and analyst: `reader-1` and so on. */
  readonly readers?: number
  /** TCP port on loopback; any free one where absent. */
  readonly port?: number
  /** What `GET /gateway/bot` recommends. */
  readonly shards?: number
  readonly maxConcurrency?: number
  readonly heartbeatMs?: number
  /** Allow GuildMembers, GuildPresences and MessageContent. */
  readonly privilegedIntents?: boolean
  /** `real` enforces Discord's limits with 429; `loose` (the default) only announces wide ones. */
  readonly rateLimits?: 'loose' | 'real'
}

export type Playground = {
  /** Base address for REST, without the version: give it to `rest: { api }`. */
  readonly apiBase: string
  /** `http://127.0.0.1:port`: the page in the browser. */
  readonly origin: string
  readonly token: string
  readonly world: PlaygroundWorld
  /** Public messages of a channel, oldest first; with a user's id also what only that user sees. */
  readonly messages: (channelId: string, viewerId?: string) => readonly Message[]
  /** A message in Discord's own JSON. */
  readonly wire: (message: Message) => JsonObject
  /** Registered commands, of a guild or global. */
  readonly commands: (guildId?: string) => readonly Command[]
  readonly interact: Interact
  readonly problems: () => readonly Problem[]
  readonly requests: () => readonly Logged[]
  readonly clear: () => void
  readonly faults: Faults & {
    /** From now on the token is refused (401, close code 4004). */
    readonly revokeToken: () => void
    readonly restoreToken: () => void
    /** Discord remembers a nonce for minutes only; this is after them. */
    readonly forgetNonces: () => void
  }
  readonly gateway: Omit<GatewayServer, 'dispatch' | 'close'>
  readonly change: Change
  /** 401, 403 and 429 in the last ten minutes. */
  readonly invalidCount: () => number
  /** Told of each message, edit, deletion, problem and change; gives the function that ends it. */
  readonly subscribe: (listener: (event: WorldEvent) => void) => () => void
  /** The next message in a channel that satisfies a condition, or one that is there already; rejects after `timeoutMs` (10 s). */
  readonly waitForMessage: (
    channelId: string,
    isWanted?: (message: Message) => boolean,
    timeoutMs?: number,
  ) => Promise<Message>
  readonly close: () => Promise<void>
}

const HEARTBEAT_MS = 41_250

/** Starts a Discord of our own on loopback: REST v10 below `apiBase`, the gateway beside it. */
export async function openPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
  const realMs = () => performance.now()
  const now = options.now ?? (() => Math.floor(performance.timeOrigin + performance.now()))
  const world = makeWorld(now, options.readers)
  const first = (options.guilds ?? [{ name: 'Sample desk' }]).map((spec) =>
    addGuild(world, spec),
  )[0]
  const token =
    options.token ?? `${Buffer.from(world.applicationId).toString('base64url')}.play.ground`
  let isTokenGood = true
  const listeners = new Set<(event: WorldEvent) => void>()
  const emit: Core['emit'] = (event) => {
    for (const listener of [...listeners]) listener(event)
  }
  const http = createServer()
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port ?? 0, '127.0.0.1', () => resolve())
  })
  // A TCP server that listens has an address with a port.
  const { port } = http.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const problems: Problem[] = []
  const faults = makeFaults()
  const limits = makeRateLimits(options.rateLimits ?? 'loose', realMs)
  const gateway = openGateway(http, () => core, {
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    privilegedIntents: options.privilegedIntents ?? false,
  })
  const core: Core = {
    world,
    faults,
    gateway: { dispatch: gateway.dispatch, url: () => `ws://127.0.0.1:${port}/gateway` },
    interactions: new Map(),
    problems,
    requests: [],
    spec: options.openapiPath ? openSpec(options.openapiPath) : undefined,
    origin: () => origin,
    realMs,
    token: () => (isTokenGood ? token : undefined),
    shards: options.shards ?? 1,
    maxConcurrency: options.maxConcurrency ?? 16,
    emit,
    report: (problem) => {
      const stamped = { at: now(), ...problem }
      problems.push(stamped)
      emit({ kind: 'problem', problem: stamped })
    },
  }
  const subscribe: Playground['subscribe'] = (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const interact = makeInteract(core)
  const change = makeChange(core)
  const page = makePage({ core, interact, change, subscribe, clock: options.clock })
  http.on('request', (request, response) => {
    if (request.url?.startsWith('/api')) {
      serveApi(core, limits, request, response).catch(() => response.destroy())
      return
    }
    const file = findAttachment(world, request.url ?? '')
    if (!file) {
      page.serve(request, response).catch(() => response.destroy())
      return
    }
    // Never shown as a page of its own, whatever the bot attached.
    response.writeHead(200, {
      'content-type': file.contentType,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    response.end(file.bytes)
  })

  const messages: Playground['messages'] = (channelId, viewerId) => {
    const open = findChannel(world, channelId)?.channel.messages ?? []
    if (viewerId === undefined) return open
    const own = world.ephemerals.filter(
      (message) => message.channelId === channelId && message.viewerId === viewerId,
    )
    return [...open, ...own].toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
  }
  return {
    apiBase: `${origin}/api`,
    origin,
    token,
    world: toNames(world, first),
    messages,
    wire: (message) => toMessage(world, message, findChannel(world, message.channelId)?.guild),
    commands: (guildId) =>
      guildId === undefined ? world.commands : (world.guilds.get(guildId)?.commands ?? []),
    interact,
    problems: () => problems,
    requests: () => core.requests,
    clear: () => {
      problems.length = 0
      core.requests.length = 0
    },
    faults: {
      ...faults,
      revokeToken: () => {
        isTokenGood = false
      },
      restoreToken: () => {
        isTokenGood = true
      },
      forgetNonces: () => forgetNonces(core),
    },
    gateway,
    change,
    invalidCount: limits.invalidCount,
    subscribe,
    waitForMessage: (channelId, isWanted = () => true, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const look = (): boolean => {
          const found = messages(channelId).find(isWanted)
          if (found) resolve(found)
          return found !== undefined
        }
        if (look()) return
        const timer = setTimeout(() => {
          stop()
          reject(new Error(`no such message in channel ${channelId} within ${timeoutMs} ms`))
        }, timeoutMs)
        const stop = subscribe(() => {
          if (!look()) return
          clearTimeout(timer)
          stop()
        })
      }),
    close: () =>
      new Promise((resolve) => {
        gateway.close()
        http.closeAllConnections()
        http.close(() => resolve())
      }),
  }
}

function findAttachment(world: World, url: string) {
  const [, channelId = '', id] = url.match(/^\/attachments\/(\d+)\/(\d+)\//) ?? []
  const all = [...(findChannel(world, channelId)?.channel.messages ?? []), ...world.ephemerals]
  return all.flatMap(({ attachments }) => attachments).find((attachment) => attachment.id === id)
}
