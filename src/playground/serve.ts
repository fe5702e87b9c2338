import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseBody, readBody } from './body.ts'
import type { Core, Logged, Reply, Request, Route } from './core.ts'
import type { Fault } from './faults.ts'
import type { Json } from './json.ts'
import type { RateLimits } from './rate-limit.ts'
import { type Complaint, Refusal, toErrorBody } from './refusal.ts'
import { applicationRoutes } from './routes/application.ts'
import { channelRoutes } from './routes/channel.ts'
import { guildRoutes } from './routes/guild.ts'
import { interactionRoutes } from './routes/interaction.ts'
import { threadRoutes } from './routes/thread.ts'

const ROUTES: readonly Route[] = [
  ...applicationRoutes,
  ...channelRoutes,
  ...threadRoutes,
  ...guildRoutes,
  ...interactionRoutes,
]

const COMPILED = ROUTES.map((route) => ({
  route,
  pattern: new RegExp(`^${route.template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}))

const LOG_KEPT = 20_000

/** Answers one request below `/api`, faults included; never rejects. */
export async function serveApi(
  core: Core,
  limits: RateLimits,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', core.origin())
  const path = decodeURIComponent(url.pathname.replace(/^\/api(\/v\d+)?/, ''))
  const method = incoming.method ?? 'GET'
  const bytes = await readBody(incoming)
  const found = findRoute(method, path)
  const logged: Logged = {
    at: core.world.now(),
    method,
    path: path.replace(/^(\/(?:interactions|webhooks)\/\d+\/)[^/]+/, '$1:token'),
    status: 0,
    ...(found ? { route: found.route.template } : {}),
  }
  core.requests.push(logged)
  if (core.requests.length > LOG_KEPT) core.requests.shift()

  const fault = core.faults.take(method, path)
  if (fault) {
    logged.fault = fault.kind
    if (fault.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms))
    if (isBefore(fault) && spoil(limits, fault, logged, response)) return
  }
  let reply: Reply
  let headers: Readonly<Record<string, string>> = {}
  try {
    if (!found) throw new Refusal(0)
    if (!found.route.open && incoming.headers.authorization !== `Bot ${core.token()}`) {
      reply = { status: 401, body: { message: '401: Unauthorized', code: 0 } }
    } else {
      const verdict = limits.take(method, found.route.template, majorOf(found.params))
      headers = verdict.headers
      if (verdict.retryAfterMs === undefined) {
        const parsed = await parseBody(incoming, bytes)
        Object.assign(logged, { body: parsed.body })
        const request = { method, path, params: found.params, query: url.searchParams, ...parsed }
        reply = handle(core, found.route, request)
      } else {
        const isGlobal = verdict.isGlobal === true
        const text = isGlobal ? 'more than 50 requests a second' : 'bucket is empty'
        core.report({ kind: 'rate', where: `${method} ${logged.path}`, text })
        return sendRateLimit(limits, response, logged, verdict.retryAfterMs, {
          ...headers,
          'x-ratelimit-scope': isGlobal ? 'global' : 'user',
          ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
        })
      }
    }
  } catch (error) {
    reply = toRefusedReply(core, logged, error)
  }
  if (fault && !isBefore(fault) && spoil(limits, fault, logged, response)) return
  if (reply.status === 401 || reply.status === 403 || reply.status === 429) limits.countInvalid()
  send(response, logged, reply.status, reply.body, headers)
}

/** Runs a route's handler, then lets the specification judge the body of what would have been accepted. */
function handle(core: Core, route: Route, request: Request): Reply {
  const complaints =
    core.spec && request.method !== 'GET'
      ? core.spec.check(request.method, route.template, request.body)
      : []
  const reply = route.handle(core, request)
  if (complaints.length > 0) {
    core.report({
      kind: 'spec',
      where: `${request.method} ${route.template}`,
      text: toText(complaints),
      complaints,
    })
  }
  return reply
}

const toText = (complaints: readonly Complaint[]): string =>
  complaints.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')

function toRefusedReply(core: Core, logged: Logged, error: unknown): Reply {
  const where = `${logged.method} ${logged.path}`
  if (!(error instanceof Refusal)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    core.report({ kind: 'bug', where, text })
    return { status: 500, body: { message: '500: Internal Server Error', code: 0 } }
  }
  const { complaints } = error
  const text = complaints.length > 0 ? toText(complaints) : `${error.code} ${error.message}`
  const kind = error.code === 50035 ? 'limit' : error.code === 10062 ? 'deadline' : 'refused'
  core.report({ kind, where, text, ...(complaints.length > 0 ? { complaints } : {}) })
  return { status: error.status, body: toErrorBody(error) }
}

function findRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly params: Record<string, string> } | undefined {
  for (const { route, pattern } of COMPILED) {
    if (route.method !== method) continue
    const match = pattern.exec(path)
    if (match) return { route, params: { ...match.groups } }
  }
  return undefined
}

const majorOf = (params: Readonly<Record<string, string>>): string =>
  params.channel_id ?? params.guild_id ?? params.webhook_token ?? ''

const isBefore = (fault: Fault): boolean =>
  fault.kind === 'rate-limit' || (fault.kind !== 'slow' && fault.when === 'before')

/** Does what a fault says; false where the request goes on. */
function spoil(
  limits: RateLimits,
  fault: Fault,
  logged: Logged,
  response: ServerResponse,
): boolean {
  switch (fault.kind) {
    case 'rate-limit':
      sendRateLimit(limits, response, logged, fault.retryAfterMs, {
        'x-ratelimit-scope': fault.scope ?? 'user',
        ...(fault.scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
      })
      return true
    case 'status':
      logged.status = fault.status
      if (fault.status === 401 || fault.status === 403) limits.countInvalid()
      response.writeHead(fault.status, {
        'content-type': fault.body?.startsWith('{') ? 'application/json' : 'text/html',
      })
      response.end(fault.body ?? `<html><h1>${fault.status}</h1></html>`)
      return true
    case 'reset':
      response.socket?.resetAndDestroy()
      return true
    case 'close':
      response.socket?.destroy()
      return true
    case 'hang':
      return true
    case 'slow':
      return false
    default:
      fault satisfies never
      return false
  }
}

function sendRateLimit(
  limits: RateLimits,
  response: ServerResponse,
  logged: Logged,
  retryAfterMs: number,
  headers: Readonly<Record<string, string>>,
): void {
  limits.countInvalid()
  const seconds = retryAfterMs / 1000
  const body = {
    message: 'You are being rate limited.',
    retry_after: seconds,
    global: headers['x-ratelimit-global'] === 'true',
  }
  send(response, logged, 429, body, {
    ...headers,
    'retry-after': String(seconds),
    via: '1.1 google',
  })
}

function send(
  response: ServerResponse,
  logged: Logged,
  status: number,
  body: Json | undefined,
  headers: Readonly<Record<string, string>>,
): void {
  logged.status = status
  if (body === undefined) {
    response.writeHead(status, headers)
    response.end()
    return
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
