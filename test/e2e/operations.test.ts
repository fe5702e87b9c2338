import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openPlayground } from '../../src/playground/open.ts'
import { type BotProcess, startAxis } from './bot-process.ts'
import { openSampleRun, type SampleRun } from './sample-run.ts'

let run: SampleRun
let bot: BotProcess | undefined

beforeAll(async () => {
  run = await openSampleRun()
})
afterEach(async () => {
  await bot?.kill()
  bot = undefined
})
afterAll(() => run.close())

async function openPort(process: BotProcess): Promise<number> {
  await process.waitFor('"endpoints.open"')
  const line = process
    .output()
    .split('\n')
    .find((text) => text.includes('"endpoints.open"'))
  return (JSON.parse(line ?? '{}') as { readonly port: number }).port
}

async function untilReady(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('not ready after ten seconds')
}

async function untilMetrics(port: number, name: string): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    if (text.includes(`\n${name}`)) return text
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no ${name} after five seconds`)
}

describe('HTTP_PORT on a running bot', () => {
  test('says when it is ready, and counts what its ingest thread and its commands do', async () => {
    const { playground } = run
    bot = run.startBot({ HTTP_PORT: '0' })
    const port = await openPort(bot)
    await bot.waitFor('"poll.round"')
    await untilReady(port)
    const { channels, users } = playground.world
    const asked = await playground.interact.command(
      users.reader.id,
      channels.intel.id,
      '/axis status',
    )
    await asked.whole()

    // The command is counted right after its answer has left.
    const text = await untilMetrics(port, 'axis_command_seconds_count')
    const value = (name: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.slice(name.length),
      )
    expect(value('axis_polls_total{result="read"}')).toBe(run.sample.feeds.length)
    expect(text).toMatch(/^axis_polls_total\{result="(?:broken|unreachable)"\} [1-9]/m)
    expect(value('axis_articles_total')).toBeGreaterThan(20)
    expect(value('axis_matches_total')).toBeGreaterThan(20)
    expect(value('axis_command_seconds_count{command="axis status"}')).toBe(1)
    expect(value('axis_gateway_ready')).toBe(1)
  }, 60_000)

  test('a port that is taken ends the start with a text that names it', async () => {
    bot = run.startBot({ HTTP_PORT: '0' })
    const port = await openPort(bot)
    const second = run.startBot({ HTTP_PORT: String(port), AXIS_DATA: join(run.folder, 'second') })
    await second.waitFor('axis:')
    expect(second.output()).toContain(`HTTP_PORT: cannot listen on 127.0.0.1:${port}`)
    await second.kill()
  }, 30_000)

  test('SIGTERM drains within ten seconds while feeds are polled', async () => {
    bot = run.startBot({ HTTP_PORT: '0', AXIS_DATA: join(run.folder, 'third') })
    await bot.waitFor('"feed.polled"')
    const before = performance.now()
    expect(await bot.stop()).toBe(0)
    expect(performance.now() - before).toBeLessThan(10_000)
  }, 30_000)
})

describe('a secret', () => {
  const MARKER = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GmArKr.zZq0secretmarkersecretmarkersecret12'

  test('stands in no log, no command line, no answer of an endpoint, no file and no backup', async () => {
    const playground = await openPlayground({ token: MARKER })
    try {
      const data = join(run.folder, 'marked')
      const env = { DISCORD_TOKEN: MARKER, DISCORD_API_BASE: playground.apiBase, AXIS_DATA: data }
      bot = run.startBot({ ...env, HTTP_PORT: '0', LOG_LEVEL: 'debug' })
      const port = await openPort(bot)
      await bot.waitFor('"poll.round"')
      const { channels, users } = playground.world
      await (
        await playground.interact.command(users.reader.id, channels.intel.id, '/axis status')
      ).whole()
      const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'])
      const backup = startAxis(['backup', join(data, 'copy.axis')], env)
      await backup.waitFor('checked')
      const answers = await Promise.all(
        ['/healthz', '/readyz', '/metrics'].map(async (path) =>
          (await fetch(`http://127.0.0.1:${port}${path}`)).text(),
        ),
      )
      expect(await bot.stop()).toBe(0)
      const files = await Promise.all(
        (await readdir(data)).map((name) => readFile(join(data, name), 'latin1')),
      )

      expect(files.length).toBeGreaterThan(1)
      for (const text of [bot.output(), backup.output(), stdout, ...answers, ...files]) {
        // Not `not.toContain`: a failure would print the whole file.
        expect(text.includes(MARKER)).toBe(false)
      }
    } finally {
      await playground.close()
    }
  }, 60_000)

  test('that Discord refuses stands in no error either', async () => {
    bot = run.startBot({ DISCORD_TOKEN: MARKER, LOG_LEVEL: 'debug' })
    await bot.waitFor('axis:')
    expect(bot.output()).toMatch(/refuses the token/)
    expect(bot.output().includes(MARKER)).toBe(false)
  }, 30_000)
})
