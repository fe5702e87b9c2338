import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY, makeArticle, makePoll } from '../store/make.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'axis-cli-migrate-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function migrate(from: string, to: string, env: Readonly<Record<string, string>> = {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const { signal } = new AbortController()
  const io = { stdin, stdout, stderr, env, now: () => DAY, signal }
  const code = await run(['migrate-store', from, to], io)
  stdout.end()
  stderr.end()
  return { code, out: await text(stdout), err: await text(stderr) }
}

test('copies a store, says what it copied, and that both agree', async () => {
  const [from, to] = [join(folder, 'from.db'), join(folder, 'to.db')]
  const store = await openStore({ path: from, clock: fixedClock(DAY) })
  await store.commitPoll(makePoll([makeArticle('a'), makeArticle('b')]))
  await store.close()
  const { code, out } = await migrate(from, to)
  expect(code).toBe(0)
  expect(out).toMatch(/^articles: 2 rows, checksum [0-9a-f]{32}$/m)
  expect(out).toMatch(/^words_shown: 2 rows, checksum [0-9a-f]{32}$/m)
  expect(out).toContain(`${to} holds all of ${from}; both agree`)
  const copy = await openStore({ path: to, clock: fixedClock(DAY) })
  expect((await copy.articlesSince(0)).length).toBe(2)
  await copy.close()
})

test('a source that is not there is named, and nothing is made in its place', async () => {
  const [from, to] = [join(folder, 'typo.db'), join(folder, 'to.db')]
  expect(await migrate(from, to)).toEqual({ code: 1, out: '', err: `axis: There is no ${from}\n` })
  expect([existsSync(from), existsSync(to)]).toEqual([false, false])
})

test('DATABASE_URL stands for what that variable says, and its password is never shown', async () => {
  const unset = await migrate('DATABASE_URL', join(folder, 'to.db'))
  expect(unset.err).toBe('axis: DATABASE_URL is not set\n')
  // Nobody listens there; the answer comes at once only for a name that cannot be.
  const url = 'postgres://axis:marker-secret@nowhere.invalid:5432/axis'
  const refused = await migrate('DATABASE_URL', join(folder, 'to.db'), { DATABASE_URL: url })
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('postgres://axis@nowhere.invalid:5432/axis')
  expect(refused.err).not.toContain('marker-secret')
})
