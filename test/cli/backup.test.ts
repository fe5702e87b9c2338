import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY } from '../store/make.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'axis-cli-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function axis(...args: readonly string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const { signal } = new AbortController()
  const env = { AXIS_DATA: join(folder, 'data') }
  const code = await run(args, { stdin, stdout, stderr, env, now: () => DAY, signal })
  stdout.end()
  stderr.end()
  return { code, out: await text(stdout), err: await text(stderr) }
}

const openData = () => openStore({ path: join(folder, 'data', 'axis.db'), clock: fixedClock(DAY) })

test('a backup restores what was there when it was made', async () => {
  const running = await openData()
  await running.setMeta('key', 'old')
  const file = join(folder, 'copy.axis')
  expect(await axis('backup', file)).toMatchObject({ code: 0, err: '' })
  await running.setMeta('key', 'new')

  const restored = await axis('restore', file)
  expect(restored.code).toBe(0)
  expect(restored.out).toContain('what was there is kept in')
  expect(await running.meta('key')).toBe('old')
  await running.close()
})

test('what cannot be done is said in one line, with exit code 1', async () => {
  for (const verb of ['backup', 'restore']) {
    const { code, out, err } = await axis(verb, join(folder, 'nothing'))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^axis: There is no .*\n$/)
  }
})
