import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Core } from './core.ts'
import { shardOf } from './ids.ts'
import { findNumber, findText, type JsonObject, parseJson, toList, toObject } from './json.ts'
import { toApplication, toGuildCreate, toUser } from './wire.ts'

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

/** Discord's close codes that the playground uses. */
const CLOSE = {
  decodeError: 4002,
  authenticationFailed: 4004,
  invalidShard: 4010,
  disallowedIntents: 4014,
} as const

/** GuildMembers, GuildPresences and MessageContent: refused unless they were switched on. */
const PRIVILEGED_INTENTS = (1 << 1) | (1 << 8) | (1 << 15)
const REPLAY_KEPT = 1000

type Session = {
  readonly id: string
  readonly shard: readonly [number, number]
  readonly intents: number
  sequence: number
  /** Events that a resume can ask for again. */
  replay: { readonly s: number; readonly text: string }[]
  socket: WebSocket | undefined
}

/** How the next RESUME is answered: as usual, with INVALID_SESSION, or with RESUMED and INVALID_SESSION at once. */
export type ResumeAnswer = 'resumed' | 'invalid' | 'both'

export type GatewayServer = {
  readonly dispatch: Core['gateway']['dispatch']
  readonly close: () => void
  /** Cuts the connections; sessions stay and can be resumed. */
  readonly drop: () => void
  /** INVALID_SESSION; without `resumable` the session is forgotten, so that a new identify follows. */
  readonly invalidSession: (resumable?: boolean) => void
  /** Asks the clients to reconnect and resume. */
  readonly requestReconnect: () => void
  readonly answerNextResume: (answer: ResumeAnswer) => void
  /** Stops answering heartbeats: the client must notice the dead connection. */
  readonly stopAcks: (stopped: boolean) => void
  /** While true, new connections are refused. */
  readonly refuseConnections: (refused: boolean) => void
  readonly counts: () => {
    readonly identifies: number
    readonly resumes: number
    readonly connected: number
    readonly heartbeats: number
  }
}

export type GatewayOptions = {
  readonly heartbeatMs: number
  readonly privilegedIntents: boolean
}

/** Gateway v10 (JSON, without compression) on the upgrade requests of an HTTP server at `/gateway`. */
export function openGateway(
  http: Server,
  core: () => Core,
  options: GatewayOptions,
): GatewayServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 })
  const sessions = new Map<string, Session>()
  let isRefusing = false
  let areAcksStopped = false
  let nextResume: ResumeAnswer = 'resumed'
  let identifies = 0
  let resumes = 0
  let heartbeats = 0

  http.on('upgrade', (request, socket, head) => {
    if (isRefusing || !request.url?.startsWith('/gateway')) {
      socket.destroy()
      return
    }
    server.handleUpgrade(request, socket, head, (ws) => serve(ws, socket))
  })

  function serve(ws: WebSocket, wire: Duplex): void {
    let session: Session | undefined
    ws.on('error', () => ws.terminate())
    ws.on('close', (code) => {
      if (session?.socket !== ws) return
      session.socket = undefined
      // A client that says goodbye ends its session; any other close leaves it to be resumed.
      if (code === 1000 || code === 1001) sessions.delete(session.id)
    })
    ws.on('message', (data) => {
      let payload: JsonObject
      try {
        payload = toObject(parseJson(String(data)))
      } catch {
        ws.close(CLOSE.decodeError, 'Decode error')
        return
      }
      const body = toObject(payload.d)
      switch (payload.op) {
        case OP.heartbeat:
          heartbeats += 1
          if (!areAcksStopped) send(ws, { op: OP.heartbeatAck })
          return
        case OP.identify:
          session = identify(ws, body)
          return
        case OP.resume:
          session = resume(ws, wire, body)
          return
      }
    })
    send(ws, { op: OP.hello, d: { heartbeat_interval: options.heartbeatMs } })
  }

  function identify(ws: WebSocket, body: JsonObject): Session | undefined {
    const { world, token } = core()
    identifies += 1
    if (token() === undefined || findText(body.token) !== token()) {
      ws.close(CLOSE.authenticationFailed, 'Authentication failed.')
      return undefined
    }
    const intents = findNumber(body.intents) ?? 0
    if (!options.privilegedIntents && (intents & PRIVILEGED_INTENTS) !== 0) {
      ws.close(CLOSE.disallowedIntents, 'Disallowed intent(s).')
      return undefined
    }
    const [index = 0, count = 1] = toList(body.shard).map(Number)
    if (!(count >= 1 && index >= 0 && index < count)) {
      ws.close(CLOSE.invalidShard, 'Invalid shard.')
      return undefined
    }
    const session: Session = {
      id: `${world.newId()}${world.newId()}`,
      shard: [index, count],
      intents,
      sequence: 0,
      replay: [],
      socket: ws,
    }
    sessions.set(session.id, session)
    const guilds = [...world.guilds.values()].filter((guild) => shardOf(guild.id, count) === index)
    deliver(session, 'READY', {
      v: 10,
      user: toUser(world.bot),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: core().gateway.url(),
      shard: [index, count],
      application: { id: world.applicationId, flags: toApplication(world).flags },
    })
    for (const guild of guilds) deliver(session, 'GUILD_CREATE', toGuildCreate(world, guild))
    return session
  }

  function resume(ws: WebSocket, wire: Duplex, body: JsonObject): Session | undefined {
    resumes += 1
    const { token } = core()
    if (token() === undefined || findText(body.token) !== token()) {
      ws.close(CLOSE.authenticationFailed, 'Authentication failed.')
      return undefined
    }
    const session = sessions.get(findText(body.session_id) ?? '')
    const answer = nextResume
    nextResume = 'resumed'
    const after = findNumber(body.seq) ?? 0
    const isReplayable = (session?.replay[0]?.s ?? 1) <= after + 1
    if (!session || answer === 'invalid' || !isReplayable) {
      if (session) sessions.delete(session.id)
      send(ws, { op: OP.invalidSession, d: false })
      return undefined
    }
    session.socket = ws
    for (const { s, text } of session.replay) if (s > after) ws.send(text)
    // Corked, so that both arrive in one piece and the client reads them in one turn.
    wire.cork()
    deliver(session, 'RESUMED', {})
    if (answer === 'both') {
      sessions.delete(session.id)
      send(ws, { op: OP.invalidSession, d: false })
    }
    wire.uncork()
    return session
  }

  function deliver(session: Session, event: string, data: JsonObject): void {
    session.sequence += 1
    const text = JSON.stringify({ op: OP.dispatch, t: event, s: session.sequence, d: data })
    session.replay.push({ s: session.sequence, text })
    if (session.replay.length > REPLAY_KEPT) session.replay.shift()
    if (session.socket?.readyState === 1) session.socket.send(text)
  }

  function forEachSocket(act: (ws: WebSocket, session: Session) => void): void {
    for (const session of [...sessions.values()]) if (session.socket) act(session.socket, session)
  }

  return {
    dispatch: (guildId, event, data, intents) => {
      let isDelivered = false
      for (const session of sessions.values()) {
        const [index, count] = session.shard
        if (shardOf(guildId, count) !== index) continue
        if (intents !== undefined && (session.intents & intents) === 0) continue
        deliver(session, event, data)
        isDelivered = true
      }
      return isDelivered
    },
    close: () => {
      for (const client of server.clients) client.terminate()
      server.close()
    },
    drop: () => {
      for (const client of server.clients) client.terminate()
    },
    invalidSession: (resumable = false) =>
      forEachSocket((ws, session) => {
        if (!resumable) sessions.delete(session.id)
        send(ws, { op: OP.invalidSession, d: resumable })
      }),
    requestReconnect: () => forEachSocket((ws) => send(ws, { op: OP.reconnect, d: null })),
    answerNextResume: (answer) => {
      nextResume = answer
    },
    stopAcks: (stopped) => {
      areAcksStopped = stopped
    },
    refuseConnections: (refused) => {
      isRefusing = refused
    },
    counts: () => ({
      identifies,
      resumes,
      heartbeats,
      connected: [...sessions.values()].filter(({ socket }) => socket !== undefined).length,
    }),
  }
}

function send(ws: WebSocket, payload: JsonObject): void {
  ws.send(JSON.stringify({ t: null, s: null, ...payload }))
}
