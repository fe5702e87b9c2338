import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'
import { saveSampleHistory } from '../../src/cli/sample-history.ts'
import { databasePath } from '../../src/config/env.ts'
import { loadPack } from '../../src/config/pack.ts'
import { loadSampleWorld } from '../../src/config/sample.ts'
import { openStore } from '../../src/store/open.ts'
import { toPackInfo } from '../../src/tag/info.ts'
import type { Trends } from '../../src/types.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const NOW = Date.UTC(2026, 10, 25, 14, 37)
const data = mkdtempSync(join(tmpdir(), 'axis-trends-'))

async function axis(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await run(args, {
    stdin: new PassThrough(),
    stdout,
    stderr,
    env: { AXIS_DATA: data, LOG_LEVEL: 'silent' },
    now: () => NOW,
    signal: new AbortController().signal,
  })
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}

beforeAll(async () => {
  const store = await openStore({ path: databasePath(data), clock: { now: () => NOW } })
  const info = toPackInfo(await loadPack(join(ROOT, 'config', 'packs', 'russia-iran')))
  const world = await loadSampleWorld(join(ROOT, 'feeds', 'sample', 'world.yaml'))
  await saveSampleHistory({ store, answers: { pack: () => info } }, world, NOW)
  await store.close()
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

describe('axis trends', () => {
  test('shows themes, actors and pairs against their past, and that a sample is one', async () => {
    const { code, out } = await axis('trends')

    expect(code).toBe(0)
    expect(out).toContain('Trends · last 7d')
    expect(out).toContain('these counts were generated')
    expect(out).toMatch(/expected/u)
  })

  test('gives the figures as JSON, narrowed to an actor by any of its names', async () => {
    const { code, out } = await axis('trends', '--actor', 'Иран', '--window', '24h', '--json')
    const trends = JSON.parse(out) as Trends

    expect(code).toBe(0)
    expect(trends.until - trends.since).toBe(24 * 3_600_000)
    expect(trends.historyMs).toBeGreaterThan(trends.historyNeededMs)
    expect(trends.actors.map(({ id }) => id)).toContain('russia')
    expect(trends.actors.map(({ id }) => id)).not.toContain('iran')
  })

  test('writes its charts as files', async () => {
    const { code, err } = await axis('trends', '--pictures', join(data, 'charts'))

    expect(code).toBe(0)
    expect(err).toContain('trends.png')
    expect(existsSync(join(data, 'charts', 'trends.png'))).toBe(true)
    expect(existsSync(join(data, 'charts', 'pairs.png'))).toBe(true)
  })

  test('a window or a name that is none is said with what there is', async () => {
    expect((await axis('trends', '--window', '9d')).err).toContain('24h, 7d, 30d')
    expect((await axis('trends', '--actor', 'Irann')).err).toContain('Did you mean Iran')
  })
})
