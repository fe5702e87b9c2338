import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Server } from 'node:net'

export type Seen = { readonly url: string; readonly headers: IncomingMessage['headers'] }

export type TestServer = {
  readonly base: string
  readonly port: number
  /** Every request so far, oldest first. */
  readonly seen: readonly Seen[]
  readonly close: () => Promise<void>
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A real HTTP server on loopback that answers by path; unknown paths are 404. */
export async function openServer(
  handlers: Readonly<Record<string, Handler>>,
  host = '127.0.0.1',
): Promise<TestServer> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    const path = (request.url ?? '').split('?')[0] ?? ''
    const handler = handlers[path]
    if (handler === undefined) response.writeHead(404).end('nothing here')
    else handler(request, response)
  })
  await listen(server, host)
  return {
    ...addressOf(server),
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export const listen = (server: Server, host = '127.0.0.1'): Promise<void> =>
  new Promise((resolve) => server.listen(0, host, resolve))

export function addressOf(server: Server): { readonly base: string; readonly port: number } {
  // A server that listens on TCP has an address with a port.
  const { address, port } = server.address() as AddressInfo
  return { base: `http://${address}:${port}`, port }
}

export const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>Sample Wire</title><item><title>One</title><link>https://wire.example/1</link></item></channel></rss>`
