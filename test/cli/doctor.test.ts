import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'
import type { Check, Diagnosis } from '../../src/ops/doctor.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import { openStore } from '../../src/store/open.ts'
import { openServer, RSS, type TestServer } from '../feed/server.ts'
import { makeSubscription } from '../store/make.ts'

let server: TestServer
let playground: Playground
let folder: string

beforeAll(async () => {
  playground = await openPlayground()
  server = await openServer({
    '/rss': (_, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(RSS),
    '/page': (_, response) => response.writeHead(200).end('<html><body>Consent</body></html>'),
    '/gone': (_, response) => response.writeHead(410).end(),
  })
})
afterAll(async () => {
  await playground.close()
  await server.close()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-doctor-'))
  await mkdir(join(folder, 'feeds'))
  await writeFile(join(folder, 'feeds', 'camps.yaml'), 'camps: [{ id: north, label: North }]\n')
  await writeFeeds({ good: '/rss', page: '/page', gone: '/gone' })
})
afterEach(() => rm(folder, { recursive: true }))

const writeFeeds = (paths: Readonly<Record<string, string>>) =>
  writeFile(
    join(folder, 'feeds', 'all.yaml'),
    // JSON is YAML.
    JSON.stringify({
      feeds: Object.entries(paths).map(([id, path]) => ({
        id,
        url: `${server.base}${path}`,
        outlet: id,
        camp: 'north',
        language: 'en',
      })),
    }),
  )

async function doctor(
  args: readonly string[] = [],
  over: Readonly<Record<string, string>> = {},
  now: () => number = Date.now,
) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const outputs = Promise.all([text(stdout), text(stderr)])
  const code = await run(['doctor', ...args], {
    stdin,
    stdout,
    stderr,
    env: {
      AXIS_FEEDS: join(folder, 'feeds'),
      AXIS_DATA: join(folder, 'data'),
      AXIS_ALLOW_PRIVATE_FEEDS: '1',
      DISCORD_TOKEN: playground.token,
      DISCORD_API_BASE: playground.apiBase,
      ...over,
    },
    now,
    signal: new AbortController().signal,
  })
  stdout.end()
  stderr.end()
  const [out, err] = await outputs
  return { code, out, err }
}

async function lines(...args: Parameters<typeof doctor>): Promise<ReadonlyMap<string, Check>> {
  const { out } = await doctor(['--json', ...(args[0] ?? [])], args[1], args[2])
  const { checks } = JSON.parse(out) as Diagnosis
  return new Map(checks.map((check) => [check.name, check]))
}

/** Subscribes a channel; resolves to the name of its line. */
async function subscribe(id: string, channelId: string, guildId?: string): Promise<string> {
  const store = await openStore({ path: join(folder, 'data', 'axis.db'), clock: { now: Date.now } })
  const subscription = makeSubscription(id, {
    guildId: guildId ?? playground.world.guild.id,
    channelId,
  })
  await store.saveSubscription(subscription)
  await store.close()
  return `subscription ${subscription.id}`
}

describe('axis doctor', () => {
  test('finds a house that is well, with warnings for feeds that are not, and exit code 0', async () => {
    await subscribe('AAAAA', playground.world.channels.intel.id)
    const { code, out } = await doctor()
    expect(code).toBe(0)
    expect(out).toMatch(/^ok {4}node +v2\d\./m)
    expect(out).toMatch(/^ok {4}time zones/m)
    expect(out).toMatch(/^ok {4}free space +[\d,]+ MB free$/m)
    expect(out).toMatch(/^ok {4}pack +russia-iran: \d+ actors, 14 themes, \d+ tests kept$/m)
    expect(out).toMatch(/^ok {4}database .*is whole: 0 articles, 0 stories, 1 subscriptions$/m)
    expect(out).toMatch(/^ok {4}feeds +1 of 3 can be read$/m)
    expect(out).toMatch(/^ok {4}token +logged in as /m)
    expect(out).toMatch(/^ok {4}clock +agrees with Discord$/m)
    expect(out).toMatch(/^ok {4}subscription \S+ +can post in #intel$/m)
    expect(out).toMatch(/^warn {2}feed gone +gone for good \(410\)\n +→ /m)
    expect(out).not.toMatch(/^ok {4}feed good/m)
    expect(out).not.toContain(playground.token)
  }, 30_000)

  test('with --all also shows the feeds that are well', async () => {
    const { out } = await doctor(['--all'])
    expect(out).toMatch(/^ok {4}feed good +\d+ items$/m)
    expect(out).toMatch(/^warn {2}feed page +blocked|^warn {2}feed page +broken/m)
  }, 30_000)

  test('every line that is not ok says what to do', async () => {
    const { out } = await doctor(['--json'], { DISCORD_TOKEN: '' })
    const { ok, checks } = JSON.parse(out) as Diagnosis
    expect(ok).toBe(false)
    const bad = checks.filter(({ state }) => state !== 'ok')
    expect(bad.length).toBeGreaterThan(2)
    for (const check of bad) expect(check.fix, check.name).toMatch(/\w{3}/)
  }, 30_000)

  test('changes nothing on Discord: no message, no command', async () => {
    playground.clear()
    await doctor()
    const changing = playground.requests().filter(({ method }) => method !== 'GET')
    expect(changing).toEqual([])
  }, 30_000)
})

describe('what is wrong is found', () => {
  test('every problem of the environment at once, without going on', async () => {
    const { code, out, err } = await doctor([], { LOG_LEVEL: 'loud', HTTP_PORT: 'x' })
    expect(code).toBe(1)
    expect(out.match(/^FAIL {2}environment/gm)).toHaveLength(2)
    expect(out).toContain('LOG_LEVEL: "loud"')
    expect(err).toContain('2 of 4 checks failed')
  })

  test('a token that is missing, and one that Discord refuses', async () => {
    expect((await lines([], { DISCORD_TOKEN: '' })).get('token')).toMatchObject({
      state: 'fail',
      text: 'DISCORD_TOKEN is not set',
    })
    const refused = await lines([], { DISCORD_TOKEN: 'no.such.token' })
    expect(refused.get('token')).toMatchObject({ state: 'fail', text: 'Discord refuses it' })
  }, 30_000)

  test('a Discord that cannot be reached', async () => {
    const found = await lines([], { DISCORD_API_BASE: 'http://127.0.0.1:9/api' })
    expect(found.get('discord')?.state).toBe('fail')
  }, 30_000)

  test('a clock that is a minute off', async () => {
    const found = await lines([], {}, () => Date.now() + 90_000)
    expect(found.get('clock')).toMatchObject({
      state: 'fail',
      text: expect.stringMatching(/^9\d s ahead of Discord's$/),
    })
    const behind = await lines([], {}, () => Date.now() - 10_000)
    expect(behind.get('clock')?.state).toBe('warn')
  }, 30_000)

  test('a permission that is missing in a subscribed channel, and a channel or server that is gone', async () => {
    const { channels, guild } = playground.world
    const lacking = await subscribe('AAAAA', channels.news.id)
    const channelGone = await subscribe('BBBBB', '123456789012345678')
    const serverGone = await subscribe('CCCCC', channels.intel.id, '123456789012345679')
    playground.change.permissionLost(channels.news.id, 'EmbedLinks')
    const found = await lines()
    expect(found.get(lacking)).toMatchObject({
      state: 'warn',
      text: '#news lacks Embed Links',
    })
    expect(found.get(channelGone)?.text).toContain('is gone')
    expect(found.get(serverGone)?.text).toContain('is gone')
    expect(guild.channels.has(channels.news.id)).toBe(true)
  }, 30_000)

  test('a damaged database, without touching it', async () => {
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'data', 'axis.db'), 'this is no database at all'.repeat(200))
    const found = await lines(['--offline'])
    expect(found.get('database')).toMatchObject({ state: 'fail' })
    expect(found.get('database')?.text).toContain('is damaged')
    expect(found.get('database')?.fix).toContain('axis restore')
  })

  test('a pack with mistakes: each is a line', async () => {
    const pack = join(folder, 'pack.yaml')
    await writeFile(pack, 'id: x\nlabel: 3\nactors: 7\n')
    const { out } = await doctor(['--offline'], { AXIS_PACK: pack })
    expect(out.match(/^FAIL {2}pack /gm)?.length).toBeGreaterThan(1)
  })

  test('a data folder that cannot be made', async () => {
    await writeFile(join(folder, 'file'), '')
    const found = await lines(['--offline'], { AXIS_DATA: join(folder, 'file', 'data') })
    expect(found.get('data folder')).toMatchObject({ state: 'fail' })
    expect(found.get('data folder')?.fix).toContain('AXIS_DATA')
  })

  test('no feed that can be read at all', async () => {
    await writeFeeds({ page: '/page' })
    const found = await lines()
    expect(found.get('feeds')).toMatchObject({ state: 'fail', text: '0 of 1 can be read' })
  }, 30_000)
})
