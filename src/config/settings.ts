import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ConfigError, messageOf } from '../lib/errors.ts'
import { isZone } from './problem.ts'
import { readPlainYaml } from './yaml.ts'

const count = (fallback: number, min: number, max: number) =>
  z.int().min(min).max(max).default(fallback)

/** `config/settings.yaml`: every value has its default here, so an empty file is a whole one. */
export const settingsSchema = z.strictObject({
  poll: z
    .strictObject({
      concurrency: count(16, 1, 256),
      perHost: count(1, 1, 16),
      hostGapMs: count(1000, 0, 60_000),
      timeoutMs: count(15_000, 1000, 120_000),
      maxBytes: count(10_485_760, 10_000, 104_857_600),
      parseTimeoutMs: count(5000, 100, 60_000),
    })
    .prefault({}),
  story: z
    .strictObject({ windowHours: count(72, 1, 240), idleHours: count(24, 1, 240) })
    .prefault({}),
  digest: z
    .strictObject({
      lateHours: count(6, 1, 24),
      zone: z.string().refine(isZone, 'is no IANA time zone').default('UTC'),
    })
    .prefault({}),
  deliver: z
    .strictObject({ perSecond: count(40, 1, 50), perChannelGapMs: count(1200, 0, 60_000) })
    .prefault({}),
  retention: z
    .strictObject({
      text: count(90, 4, 3650),
      titles: count(730, 7, 3650),
      guild: count(30, 1, 365),
    })
    .prefault({}),
})

export type Settings = z.infer<typeof settingsSchema>

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({})

/**
 * Reads a settings file.
 * @throws ConfigError with every problem, each with file, path and value.
 */
export async function loadSettings(path: string): Promise<Settings> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new ConfigError([`${path}: cannot be read: ${messageOf(error)}`])
  })
  const data = await readData(path, text)
  const parsed = settingsSchema.safeParse(data)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    parsed.error.issues.map((issue) => {
      const value = issue.path.reduce<unknown>(
        // Walks only as far as the file goes.
        (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
        data,
      )
      return `${path}: ${issue.path.join('.') || '(top)'} ${JSON.stringify(value)}: ${issue.message}`
    }),
  )
}

async function readData(path: string, text: string): Promise<unknown> {
  const plain = readPlainYaml(text)
  if (plain !== undefined) return plain.value ?? {}
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text)
  if (document.errors.length > 0) {
    throw new ConfigError(document.errors.map((error) => `${path}: ${error.message}`))
  }
  return document.toJS() ?? {}
}
