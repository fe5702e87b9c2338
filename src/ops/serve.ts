import { createServer, type Server, type ServerResponse } from 'node:http'
import { messageOf, UserError } from '../lib/errors.ts'
import type { Clock, Log, Store } from '../ports.ts'
import { health } from './health.ts'
import type { Metrics } from './metrics.ts'

export type ServeDeps = {
  readonly port: number
  readonly host: string
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Connected to Discord; absent in a process without the bot role. */
  readonly gatewayReady?: () => boolean
}

export type Endpoints = { readonly port: number; readonly close: () => Promise<void> }

/** A store that does not answer for so long counts as not ready, milliseconds. */
const STORE_ANSWER_MS = 2000
/** Scrapers and probes need no more at a time. */
const MAX_CONNECTIONS = 32
const REQUEST_MS = 10_000

/**
 * Serves `/healthz` (this process lives), `/readyz` (gateway connected, last poll recent, queue not stuck; 503 with
 * the reasons otherwise) and `/metrics` (Prometheus' text format). Nothing else is known, and nothing is changed by
 * asking. Throws UserError where the port cannot be had.
 */
export async function serveEndpoints(deps: ServeDeps): Promise<Endpoints> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    answer(path, deps, response).catch((error) => {
      deps.log('error', 'endpoint.failed', { path, error: messageOf(error) })
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.maxConnections = MAX_CONNECTIONS
  server.requestTimeout = REQUEST_MS
  await listen(server, deps.port, deps.host)
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : deps.port
  deps.log('info', 'endpoints.open', { host: deps.host, port })
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(path: string, deps: ServeDeps, response: ServerResponse): Promise<void> {
  switch (path) {
    case '/healthz':
      return sendJson(response, 200, { ok: true })
    case '/readyz': {
      const reasons = await unready(deps)
      return sendJson(response, reasons.length === 0 ? 200 : 503, {
        ok: reasons.length === 0,
        reasons,
      })
    }
    case '/metrics': {
      const { store, clock, metrics } = deps
      const [stored, feeds] = await Promise.all([store.health(), store.feedStates()])
      const text = await metrics.text({
        health: stored,
        feeds,
        queueAgeMs:
          stored.oldestPendingAt === undefined
            ? 0
            : Math.max(0, clock.now() - stored.oldestPendingAt),
        ...(deps.gatewayReady && { gatewayReady: deps.gatewayReady() }),
      })
      response.writeHead(200, { 'content-type': metrics.contentType }).end(text)
      return
    }
    default:
      return sendJson(response, 404, { paths: ['/healthz', '/readyz', '/metrics'] })
  }
}

/** Why this process is not ready, one line each; exception texts stay in the log. */
async function unready(deps: ServeDeps): Promise<readonly string[]> {
  const gateway = deps.gatewayReady?.() === false ? ['not connected to Discord'] : []
  const late = Promise.withResolvers<readonly string[]>()
  const timer = setTimeout(() => late.resolve(['the store does not answer']), STORE_ANSWER_MS)
  const stored = health(deps.store, deps.clock).then(
    (found) => found.reasons,
    (error) => {
      deps.log('error', 'endpoint.failed', { path: '/readyz', error: messageOf(error) })
      return ['the store cannot be read']
    },
  )
  const reasons = await Promise.race([stored, late.promise])
  clearTimeout(timer)
  return [...gateway, ...reasons]
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(`${JSON.stringify(body)}\n`)
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new UserError(`HTTP_PORT: cannot listen on ${host}:${port}: ${messageOf(error)}`)),
    )
    server.listen(port, host, () => resolve())
  })
}
