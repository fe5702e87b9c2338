import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../src/lib/clock.ts'
import { type BotProcess, startAxis } from './bot-process.ts'
import { openSampleRun, type SampleRun } from './sample-run.ts'

let demo: BotProcess | undefined
afterEach(async () => {
  await demo?.kill()
  demo = undefined
})

/** Where the page is, once the first digest is told. */
async function startDemo(): Promise<string> {
  demo = startAxis(['demo'], {})
  await demo.waitFor('── #intel')
  return /http:\/\/127\.0\.0\.1:\d+/.exec(demo.output())?.[0] ?? ''
}

type State = {
  readonly now: number
  readonly canMoveClock: boolean
  readonly guilds: readonly { readonly channels: readonly { id: string; name: string }[] }[]
}
type Message = { readonly id: string; readonly embeds: readonly unknown[] }

const ask = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T

describe('npm run demo', () => {
  test('says in three lines what it is and where to look, and shows a digest', async () => {
    const origin = await startDemo()
    const [first, second, third] = (demo?.output() ?? '').split('\n')
    expect(first).toMatch(/Discord on loopback, \d+ invented feeds/)
    expect(second).toContain('#intel')
    expect(third).toBe(`Open ${origin}/ to see it as Discord would show it; Ctrl-C ends it.`)
    expect(demo?.output()).toContain('[sample]')
    expect((await fetch(origin)).status).toBe(200)
  }, 40_000)

  test("its clock can be moved to see tomorrow's digest", async () => {
    const origin = await startDemo()
    const before = await ask<State>(`${origin}/page/state`)
    expect(before.canMoveClock).toBe(true)
    const intel = before.guilds[0]?.channels.find(({ name }) => name === 'intel')?.id ?? ''
    const messages = () => ask<readonly Message[]>(`${origin}/page/messages?channel=${intel}`)
    const count = (await messages()).length

    const body = JSON.stringify({ ms: DAY_MS })
    await fetch(`${origin}/page/act/clock`, { method: 'POST', body })
    expect((await ask<State>(`${origin}/page/state`)).now).toBeGreaterThan(before.now + DAY_MS - 1)
    // The planner wakes every five seconds.
    for (let tries = 0; tries < 150 && (await messages()).length === count; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const later = await messages()
    expect(later.length).toBeGreaterThan(count)
    expect(JSON.stringify(later.at(-1))).toContain('Digest')
  }, 60_000)

  test('Ctrl-C ends it cleanly', async () => {
    await startDemo()
    expect(await demo?.stop()).toBe(0)
  }, 40_000)
})

describe('npm run demo -- --live', () => {
  let run: SampleRun
  beforeAll(async () => {
    run = await openSampleRun()
  })
  afterAll(() => run.close())

  test('reads the configured feeds instead, with the progress told, and marks nothing as sample', async () => {
    demo = startAxis(['demo', '--live', '--once'], {
      AXIS_FEEDS: join(run.folder, 'feeds.yaml'),
      AXIS_ALLOW_PRIVATE_FEEDS: '1',
    })
    await demo.waitFor('/axis actor iran')
    const output = demo.output()
    expect(output).toContain(`your ${run.sample.feeds.length + 1} feeds, live`)
    expect(output).toMatch(/feeds \d+\/\d+/)
    expect(output).toContain('Digest')
    expect(output).not.toContain('SAMPLE · invented')
  }, 60_000)
})

test('npm start without a token says in ten lines how to get one, with the invite, and what there is without', async () => {
  demo = startAxis(['run'], {})
  await demo.waitFor('--live')
  const lines = demo.output().trim().split('\n')
  expect(lines.length).toBeLessThanOrEqual(10)
  expect(demo.output()).toMatch(
    /oauth2\/authorize\?client_id=\w+&scope=bot\+applications\.commands&permissions=\d+/,
  )
}, 20_000)
