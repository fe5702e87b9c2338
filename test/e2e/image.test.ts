import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const execute = promisify(execFile)

let folder: string
let dockerfile: string

beforeAll(async () => {
  dockerfile = await readFile(join(ROOT, 'Dockerfile'), 'utf8')
  folder = await mkdtemp(join(tmpdir(), 'axis-image-'))
  for (const name of copied()) await cp(join(ROOT, name), join(folder, name), { recursive: true })
  // The image installs its own; here the same packages are good enough.
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const copied = (): readonly string[] =>
  [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap((match) => (match[1] ?? '').split(' '))

/** The arguments of `["node", …]` behind an instruction. */
function commandOf(instruction: string): readonly string[] {
  const line = new RegExp(`^${instruction}.*?(\\[.+\\])$`, 'm').exec(dockerfile)?.[1]
  return JSON.parse(line ?? '[]')
}

async function runInImage(args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { PATH: process.env.PATH, AXIS_DATA: join(folder, 'data'), LOG_LEVEL: 'silent' }
  try {
    const { stdout, stderr } = await execute(process.execPath, [...args], { cwd: folder, env })
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, output: stdout + stderr }
  }
}

describe('the image', () => {
  test('copies what exists, and .dockerignore lets it through', async () => {
    const ignore = await readFile(join(ROOT, '.dockerignore'), 'utf8')
    expect(copied()).toEqual(['package.json', 'package-lock.json', 'src', 'config', 'feeds'])
    for (const name of copied()) expect(ignore.split('\n')).toContain(`!${name}`)
  })

  test('runs as a user of its own and keeps its data in a volume', () => {
    expect(dockerfile).toMatch(/^USER node$/m)
    expect(dockerfile).toMatch(/^VOLUME \/data$/m)
  })

  test('its command starts from the copied files alone and says that a token is missing', async () => {
    const [node, ...args] = commandOf('CMD')
    expect(node).toBe('node')
    const { code, output } = await runInImage(args)
    expect(code).toBe(1)
    expect(output).toContain('DISCORD_TOKEN is not set')
  })

  test('its health check starts from the copied files alone and gives a verdict', async () => {
    const [, ...args] = commandOf('HEALTHCHECK')
    const { code, output } = await runInImage(args)
    expect([0, 1]).toContain(code)
    expect(output).not.toContain('bug')
    expect(output).not.toBe('')
  })
})
