import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { run } from '../../src/cli/index.ts'
import type { Report } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'

const NOW = Date.UTC(2026, 10, 25)
let folder: string

const report = (id: string, more: Partial<Report>): Report => ({
  id,
  guildId: 'g1',
  storyId: 'S-AAAAAAAA',
  reason: 'not-relevant',
  by: 'u',
  at: NOW,
  status: 'applied',
  article: { title: id, lang: 'en', at: NOW, relevance: 'core', actors: [], themes: [] },
  ...more,
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-cli-reports-'))
  const store = await openStore({ path: join(folder, 'axis.db'), clock: { now: () => NOW } })
  await store.saveReport(report('confirmed', {}))
  await store.saveReport(report('noted', { status: 'noted' }))
  await store.saveReport(report('undone', { status: 'undone' }))
  await store.saveReport(report('elsewhere', { guildId: 'g2' }))
  await store.close()
})
afterEach(() => rm(folder, { recursive: true }))

async function axis(...args: readonly string[]) {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() }
  const code = await run(args, {
    stdin: new PassThrough(),
    ...streams,
    env: { AXIS_DATA: folder },
    now: () => NOW,
    signal: new AbortController().signal,
  })
  const read = (stream: PassThrough): string => String(stream.read() ?? '')
  return { code, out: read(streams.stdout), err: read(streams.stderr) }
}

test('axis reports export writes what analysts confirmed, and says what waits', async () => {
  const { code, out, err } = await axis('reports', 'export', '--guild', 'g1')
  expect(code).toBe(0)
  expect(parse(out).tests).toMatchObject([{ title: 'confirmed', relevance: 'no' }])
  expect(err).toBe('1 report, 1 more that no analyst confirmed (--all)\n')
})

test('with --all what waits too, of every server, never what was undone', async () => {
  const { out } = await axis('reports', 'export', '--all')
  const titles = parse(out).tests.map((one: { readonly title: string }) => one.title)
  expect(titles.sort()).toEqual(['confirmed', 'elsewhere', 'noted'])
})
