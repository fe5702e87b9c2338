// PostgreSQL for tests: the one that TEST_POSTGRES_URL names, or a throw-away server of Debian's packages on loopback.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { sleep } from '../../src/lib/clock.ts'

const run = promisify(execFile)

export type PostgresServer = {
  /** Makes an empty database and gives its address. */
  readonly makeDatabase: () => Promise<string>
  /** Stops and starts it, as a crash (`immediate`) or an operator (`fast`) would; only a throw-away one. */
  readonly restart: (how: 'fast' | 'immediate') => Promise<void>
  readonly close: () => Promise<void>
}

const BINARIES = '/usr/lib/postgresql'
const START_LIMIT_MS = 30_000
/** Waits for the end of its input, then ends the server of a folder and removes it. */
const WATCH =
  'cat >/dev/null; read -r pid <"$1/data/postmaster.pid" && kill -QUIT "$pid" && sleep 1; rm -rf "$1"'

/** Why there is no server to test on, or none of our own to restart; `undefined` when there is one. */
export function findMissing(own = false): string | undefined {
  if (process.env.TEST_POSTGRES_URL && !own) return undefined
  if (findBinaries() === undefined) return 'no PostgreSQL on this machine'
  return process.getuid?.() === 0 && findUser() === undefined ? 'no user postgres' : undefined
}

/** Skips by name where there is no server, unless REQUIRE_POSTGRES=1 says that there must be one. */
export const canSkip = (own = false): boolean =>
  findMissing(own) !== undefined && process.env.REQUIRE_POSTGRES !== '1'

export async function openServer(own = false): Promise<PostgresServer> {
  const given = process.env.TEST_POSTGRES_URL
  if (given && !own) return toServer(given, async () => undefined, noRestart)
  const missing = findMissing(own)
  const bin = findBinaries()
  if (missing !== undefined || bin === undefined) throw new Error(missing)
  return startServer(bin)
}

function noRestart(): Promise<void> {
  throw new Error('the server of TEST_POSTGRES_URL is not ours to restart')
}

function findBinaries(): string | undefined {
  if (!existsSync(BINARIES)) return undefined
  const versions = readdirSync(BINARIES).sort((a, b) => Number(b) - Number(a))
  return versions
    .map((version) => join(BINARIES, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function findUser(): { readonly uid: number; readonly gid: number } | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((what) =>
      Number(execFileSync('id', [what, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] })),
    )
    return uid === undefined || gid === undefined ? undefined : { uid, gid }
  } catch {
    return undefined
  }
}

async function startServer(bin: string): Promise<PostgresServer> {
  const user = process.getuid?.() === 0 ? findUser() : undefined
  const folder = mkdtempSync(join(tmpdir(), 'axis-postgres-'))
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const as = { ...user, cwd: folder }
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'axis', '-E', 'UTF8', '--locale=C', '--no-sync', '-N'],
    as,
  )
  const port = await freePort()
  let server = start()

  function start() {
    // Nothing here has to survive a power cut.
    const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'max_connections=200']
    const options = settings.flatMap((setting) => ['-c', setting])
    return spawn(join(bin, 'postgres'), ['-D', data, '-p', `${port}`, '-k', folder, ...options], {
      ...as,
      stdio: 'ignore',
    })
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
    if (server.exitCode === null && server.signalCode === null) {
      server.kill(signal)
      await ended
    }
  }

  // However this process ends, its end of the pipe closes, and nothing stays behind.
  const watchdog = spawn('/bin/sh', ['-c', WATCH, 'watchdog', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const url = `postgres://axis@127.0.0.1:${port}/postgres`
  await untilReady(url)
  const close = async () => {
    await stop('SIGINT')
    rmSync(folder, { recursive: true, force: true })
    watchdog.stdin?.end()
  }
  return toServer(url, close, async (how) => {
    await stop(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    server = start()
    await untilReady(url)
  })
}

/** A server of its own closes whole; databases made on a given one are dropped. */
function toServer(
  url: string,
  close: () => Promise<void>,
  restart: PostgresServer['restart'],
): PostgresServer {
  const made: string[] = []
  return {
    makeDatabase: async () => {
      const name = `axis_test_${process.pid}_${made.length}_${Math.random().toString(36).slice(2, 8)}`
      await ask(url, `create database ${name} encoding 'UTF8' template template0`)
      made.push(name)
      const address = new URL(url)
      address.pathname = `/${name}`
      return address.href
    },
    restart,
    close: async () => {
      for (const name of made) await ask(url, `drop database ${name} with (force)`)
      await close()
    },
  }
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

async function untilReady(url: string): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    try {
      return await ask(url, 'select 1')
    } catch (error) {
      if (waited > START_LIMIT_MS) throw error
    }
    await sleep(50)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
