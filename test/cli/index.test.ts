import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'
import type { CliIo } from '../../src/cli/io.ts'

async function axis(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io: CliIo = {
    stdin: new PassThrough(),
    stdout,
    stderr,
    env: { AXIS_DATA: '/nowhere', LOG_LEVEL: 'silent' },
    now: Date.now,
    signal: new AbortController().signal,
  }
  const code = await run(args, io)
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}

describe('the command line', () => {
  test('help names every verb', async () => {
    const { code, out } = await axis('--help')
    expect(code).toBe(0)
    for (const verb of [
      'run',
      'demo',
      'poll',
      'feeds',
      'parse',
      'tag',
      'cluster',
      'eval',
      'explain',
      'latest',
      'actor',
      'search',
      'digest',
      'trends',
      'register',
      'schema',
      'health',
      'pack',
      'record',
    ]) {
      expect(out).toMatch(new RegExp(`^  ${verb}\\b`, 'm'))
    }
  })

  test.each(['run', 'poll', 'actor', 'digest', 'health', 'demo'])(
    '%s has help of its own',
    async (verb) => {
      const { code, out } = await axis(verb, '--help')
      expect(code).toBe(0)
      expect(out).toContain(`axis ${verb}`)
    },
  )

  test('an unknown verb fails and says so', async () => {
    const { code, err } = await axis('dance')
    expect(code).not.toBe(0)
    expect(err).toContain("unknown command 'dance'")
  })

  test('an unknown option fails and names it', async () => {
    const { code, err } = await axis('latest', '--loud')
    expect(code).not.toBe(0)
    expect(err).toContain('--loud')
  })

  test('a role that does not exist is named with those that do', async () => {
    const { code, err } = await axis('run', '--role', 'cook')
    expect(code).toBe(1)
    expect(err).toContain('"cook" is none of all, ingest, deliver, bot')
  })

  test('run without a token tells how to get one, with the permissions of the invite', async () => {
    const { code, err } = await axis('run')
    expect(code).toBe(1)
    expect(err).toContain('https://discord.com/developers/applications')
    expect(err).toContain('permissions=274878024704')
    expect(err).toContain('npm run demo')
  })

  test('health without a database says where it looked', async () => {
    const { code, err } = await axis('health')
    expect(code).toBe(1)
    expect(err).toContain('/nowhere/axis.db')
  })

  test('a span that is none is refused with its value', async () => {
    const { code, err } = await axis('digest', '--since', 'yesterday')
    expect(code).toBe(1)
    expect(err).toContain('"yesterday"')
  })
})
