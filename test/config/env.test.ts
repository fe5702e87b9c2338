import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ENV_VARIABLES, loadEnv } from '../../src/config/env.ts'
import { ConfigError } from '../../src/lib/errors.ts'

function problemsOf(vars: Record<string, string>): readonly string[] {
  try {
    loadEnv(vars, '/app')
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('the environment', () => {
  test('nothing set means the defaults beside the code, and a data folder where we stand', () => {
    expect(loadEnv({}, '/app')).toMatchObject({
      data: './data',
      feeds: '/app/feeds',
      settings: '/app/config/settings.yaml',
      pollCron: '* * * * *',
      operatorGuilds: [],
      allowPrivateFeeds: false,
      logLevel: 'info',
    })
  })

  test('an empty variable is one that is not set', () => {
    expect(loadEnv({ DISCORD_TOKEN: '', LOG_LEVEL: '' }, '/app').token).toBeUndefined()
  })

  test('every problem is told at once, with the name and the value', () => {
    const problems = problemsOf({
      DISCORD_API_BASE: 'https://discord.example/api/v10',
      AXIS_OPERATOR_GUILDS: '123456, abc',
      AXIS_ALLOW_PRIVATE_FEEDS: 'yes',
      LOG_LEVEL: 'loud',
      AXIS_POLL_CRON: 'often',
    })
    expect(problems).toHaveLength(5)
    expect(problems.join('\n')).toContain('"https://discord.example/api/v10" must end in /api')
    expect(problems.join('\n')).toContain('LOG_LEVEL: "loud" must be debug')
  })

  test('HTTP_PORT serves on loopback unless HTTP_HOST says otherwise', () => {
    expect(loadEnv({}, '/app').http).toBeUndefined()
    expect(loadEnv({ HTTP_PORT: '9090' }, '/app').http).toEqual({ port: 9090, host: '127.0.0.1' })
    expect(loadEnv({ HTTP_PORT: '0', HTTP_HOST: '0.0.0.0' }, '/app').http).toEqual({
      port: 0,
      host: '0.0.0.0',
    })
  })

  test.each(['80a', '-1', '65536', '123456'])('HTTP_PORT %s is no port', (value) => {
    expect(problemsOf({ HTTP_PORT: value })).toEqual([
      `HTTP_PORT: "${value}" is no port (0 to 65535)`,
    ])
  })

  test('DATABASE_URL takes the place of the file in the data folder', () => {
    const url = 'postgres://axis:secret@db.example:5432/axis'
    expect(loadEnv({ DATABASE_URL: url }, '/app').database).toBe(url)
    expect(loadEnv({ AXIS_DATA: '/data' }, '/app').database).toBe('/data/axis.db')
  })

  test('DATABASE_URL is read from a file too, and what the file holds is never shown', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'axis-env-')), 'url')
    writeFileSync(file, 'postgres://axis:secret@db.example/axis\n')
    expect(loadEnv({ DATABASE_URL_FILE: file }, '/app').database).toBe(
      'postgres://axis:secret@db.example/axis',
    )
    writeFileSync(file, 'mysql://axis:secret@db.example/axis\n')
    expect(problemsOf({ DATABASE_URL_FILE: file })).toEqual([
      'DATABASE_URL_FILE: is no address that begins with postgres://',
    ])
    expect(
      problemsOf({ DATABASE_URL: 'postgres://db.example/axis', DATABASE_URL_FILE: file }),
    ).toEqual(['DATABASE_URL and DATABASE_URL_FILE are both set; keep one'])
  })

  test.each([
    ['0/1', [0], 1],
    ['0-2/4', [0, 1, 2], 4],
    ['3,1/4', [3, 1], 4],
  ])('AXIS_SHARDS=%s names shards', (text, ids, count) => {
    expect(loadEnv({ AXIS_SHARDS: text }, '/app').shards).toEqual({ ids, count })
  })

  test.each(['4/4', '2-1/4', '1', '0-9/4', 'a/b'])('AXIS_SHARDS=%s is refused', (text) => {
    expect(problemsOf({ AXIS_SHARDS: text }).join('')).toMatch(/^AXIS_SHARDS: .*names no shards/)
  })

  test('a DATABASE_URL that is none is refused without being shown', () => {
    const problems = problemsOf({ DATABASE_URL: 'mysql://axis:secret@db.example/axis' }).join('\n')
    expect(problems).toMatch(/^DATABASE_URL: is no address/)
    expect(problems).not.toContain('secret')
  })

  test('a token is read from a file, without white space and without "Bot "', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'axis-env-')), 'token')
    writeFileSync(file, 'Bot abc.def.ghi\n')
    expect(loadEnv({ DISCORD_TOKEN_FILE: file }, '/app').token).toBe('abc.def.ghi')
  })

  test('a token file that is not there is named', () => {
    expect(problemsOf({ DISCORD_TOKEN_FILE: '/nowhere/token' }).join('')).toContain(
      '/nowhere/token',
    )
  })

  test('two tokens are one too many', () => {
    expect(problemsOf({ DISCORD_TOKEN: 'a', DISCORD_TOKEN_FILE: 'b' })).toEqual([
      'DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set; keep one',
    ])
  })

  test('a bad token is never shown', () => {
    expect(problemsOf({ DISCORD_TOKEN: 'marker secret' }).join('')).not.toContain('marker')
  })

  test('a slash at the end of the API base is dropped', () => {
    expect(loadEnv({ DISCORD_API_BASE: 'http://127.0.0.1:8080/api/' }, '/app').apiBase).toBe(
      'http://127.0.0.1:8080/api',
    )
  })

  const root = join(import.meta.dirname, '..', '..')

  test("the README's configuration table is the one of env.ts", () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const rows = ENV_VARIABLES.map(
      ({ name, fallback, meaning }) =>
        `| \`${name}\` | ${fallback === '–' || fallback.startsWith('Discord') ? fallback : `\`${fallback}\``} | ${meaning} |`,
    )
    for (const row of rows) expect(readme).toContain(row)
  })

  test('.env.example names every variable', () => {
    const example = readFileSync(join(root, '.env.example'), 'utf8')
    for (const { name } of ENV_VARIABLES) expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'))
  })
})
