import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ENV_VARIABLES } from '../../src/config/env.ts'
import { ROLES } from '../../src/main.ts'

type Service = {
  readonly profiles?: readonly string[]
  readonly image?: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly volumes?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly stop_grace_period?: string
}

let services: Readonly<Record<string, Service>>
let secrets: Readonly<Record<string, { readonly file: string }>>
const own = (): readonly (readonly [string, Service])[] =>
  Object.entries(services).filter(([, { build }]) => build !== undefined)

beforeAll(async () => {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'compose.yaml'), 'utf8')
  const file = parse(text, { merge: true }) as {
    readonly services: typeof services
    readonly secrets: typeof secrets
  }
  services = file.services
  secrets = file.secrets
})

describe('compose.yaml', () => {
  test('starts one container unless asked for the split roles', () => {
    const always = Object.entries(services).filter(([, { profiles }]) => profiles === undefined)
    expect(always.map(([name]) => name)).toEqual(['axis'])
    expect(services.axis?.volumes).toEqual(['data:/data'])
  })

  test('runs each role as a process of its own on PostgreSQL', () => {
    const split = own().filter(([, { profiles }]) => profiles?.includes('split'))
    expect(split.map(([name]) => name).sort()).toEqual([...ROLES].sort())
    for (const [name, { command, environment, secrets: needed }] of split) {
      expect(command).toEqual(['node', 'src/cli/axis.js', 'run', '--role', name])
      expect(environment.DATABASE_URL_FILE).toBe('/run/secrets/database_url')
      expect(needed).toContain('database_url')
    }
  })

  test('gives no container of ours a writable root or a capability', () => {
    for (const [name, service] of own()) {
      expect(service.read_only, name).toBe(true)
      expect(service.cap_drop, name).toEqual(['ALL'])
      expect(service.tmpfs, name).toEqual(['/tmp'])
      expect(Number.parseInt(service.stop_grace_period ?? '', 10), name).toBeGreaterThan(10)
    }
  })

  test('sets only variables that exist, and holds no secret itself', () => {
    const known = new Set(ENV_VARIABLES.map(({ name }) => name))
    for (const [, { environment, secrets: needed = [] }] of own()) {
      for (const name of Object.keys(environment)) expect([...known]).toContain(name)
      for (const name of needed) expect(secrets[name]?.file).toBe(`./${name}`)
      expect(Object.keys(environment)).not.toContain('DISCORD_TOKEN')
      expect(Object.keys(environment)).not.toContain('DATABASE_URL')
    }
  })
})
