import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../lib/errors.ts'
import { readDatabase, readToken } from './secrets.ts'

/** What the environment sets, checked; paths as given. */
export type Env = {
  readonly token?: string
  /** Ends in `/api`, no version; Discord's own where absent. */
  readonly apiBase?: string
  readonly data: string
  /** Where the store is: the file of SQLite in the data folder, or the address of PostgreSQL (with its password). */
  readonly database: string
  readonly feeds: string
  readonly settings: string
  readonly pack: string
  readonly pollCron: string
  readonly operatorGuilds: readonly string[]
  readonly allowPrivateFeeds: boolean
  readonly contact?: string
  readonly devGuild?: string
  /** Which of how many shards this process holds; all of them where absent. */
  readonly shards?: { readonly ids: readonly number[]; readonly count: number }
  /** Where `/healthz`, `/readyz` and `/metrics` are served; nowhere where absent. 0 takes a free port. */
  readonly http?: { readonly port: number; readonly host: string }
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** One variable of the environment, as the README's table shows it. */
export type EnvVariable = {
  readonly name: string
  readonly fallback: string
  readonly meaning: string
}

export const ENV_VARIABLES: readonly EnvVariable[] = [
  { name: 'DISCORD_TOKEN', fallback: '–', meaning: 'The bot token.' },
  {
    name: 'DISCORD_TOKEN_FILE',
    fallback: '–',
    meaning: 'A file that holds the token, instead of `DISCORD_TOKEN`.',
  },
  {
    name: 'DISCORD_API_BASE',
    fallback: "Discord's",
    meaning: 'Another Discord-compatible server; ends in `/api`, no version.',
  },
  {
    name: 'AXIS_DATA',
    fallback: './data',
    meaning: 'Folder of the database; made where it is not there.',
  },
  {
    name: 'DATABASE_URL',
    fallback: '–',
    meaning: 'PostgreSQL instead of SQLite: `postgres://user:password@host:5432/database`.',
  },
  {
    name: 'DATABASE_URL_FILE',
    fallback: '–',
    meaning: 'A file that holds the address, instead of `DATABASE_URL`.',
  },
  {
    name: 'AXIS_FEEDS',
    fallback: './feeds',
    meaning: 'A folder or a file of feeds: our YAML or OPML 2.0.',
  },
  {
    name: 'AXIS_SETTINGS',
    fallback: 'config/settings.yaml',
    meaning: 'Windows, limits, retention, politeness.',
  },
  {
    name: 'AXIS_PACK',
    fallback: 'config/packs/russia-iran',
    meaning: 'The topic pack: one file or one folder.',
  },
  {
    name: 'AXIS_POLL_CRON',
    fallback: '* * * * *',
    meaning: 'When the planner wakes; a feed is polled when it is due.',
  },
  {
    name: 'AXIS_OPERATOR_GUILDS',
    fallback: '–',
    meaning: 'Ids of the servers that may change feeds, separated by commas.',
  },
  {
    name: 'AXIS_ALLOW_PRIVATE_FEEDS',
    fallback: '–',
    meaning: '`1` lets feeds on loopback and private addresses through.',
  },
  {
    name: 'AXIS_CONTACT',
    fallback: '–',
    meaning: 'Address or e-mail for the User-Agent, so that outlets can reach you.',
  },
  {
    name: 'AXIS_DEV_GUILD',
    fallback: '–',
    meaning: 'Id of a server in which commands are registered at once.',
  },
  {
    name: 'HTTP_PORT',
    fallback: '–',
    meaning: 'Serves `/healthz`, `/readyz` and `/metrics` on this port.',
  },
  {
    name: 'HTTP_HOST',
    fallback: '127.0.0.1',
    meaning: 'The address that `HTTP_PORT` is bound to; `0.0.0.0` in a container.',
  },
  {
    name: 'AXIS_SHARDS',
    fallback: '–',
    meaning: "This bot process's part of Discord's shards, `0-1/4` or `0,2/4`; all where absent.",
  },
  { name: 'LOG_LEVEL', fallback: 'info', meaning: '`debug`, `info`, `warn`, `error` or `silent`.' },
]

/** `0-1/4` is shards 0 and 1 of 4, `0,2/4` shards 0 and 2; undefined for what is neither. */
function parseShards(text: string): Env['shards'] {
  const [, list, total] = /^(\d{1,4}(?:-\d{1,4}|(?:,\d{1,4})*))\/(\d{1,4})$/.exec(text.trim()) ?? []
  if (list === undefined) return undefined
  const count = Number(total)
  const [first = 0, last] = list.split('-').map(Number)
  const ids =
    last === undefined
      ? [...new Set(list.split(',').map(Number))]
      : Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
  return ids.length > 0 && ids.every((id) => id < count) ? { ids, count } : undefined
}

const snowflake = z.string().regex(/^\d{5,20}$/, 'is no Discord id (digits only)')
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const schema = z.object({
  DISCORD_TOKEN: optional(z.string()),
  DISCORD_TOKEN_FILE: optional(z.string()),
  DISCORD_API_BASE: optional(
    z
      .url({ protocol: /^https?$/, error: 'is no http(s) address' })
      .regex(/\/api\/?$/, 'must end in /api, without a version'),
  ),
  AXIS_DATA: optional(z.string()),
  DATABASE_URL: optional(z.string()),
  DATABASE_URL_FILE: optional(z.string()),
  AXIS_FEEDS: optional(z.string()),
  AXIS_SETTINGS: optional(z.string()),
  AXIS_PACK: optional(z.string()),
  AXIS_POLL_CRON: optional(
    z.string().regex(/^\s*\S+(?:\s+\S+){4,5}\s*$/, 'is no cron expression (five or six fields)'),
  ),
  AXIS_OPERATOR_GUILDS: optional(
    z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter((id) => id !== ''))
      .pipe(z.array(snowflake)),
  ),
  AXIS_ALLOW_PRIVATE_FEEDS: optional(z.enum(['0', '1'], 'must be 0 or 1')),
  AXIS_CONTACT: optional(z.string().max(200, 'is longer than 200 characters')),
  AXIS_DEV_GUILD: optional(snowflake),
  AXIS_SHARDS: optional(
    z
      .string()
      .transform(parseShards)
      .refine((shards) => shards !== undefined, 'names no shards: write `0-1/4` or `0,2/4`'),
  ),
  HTTP_PORT: optional(
    z
      .string()
      .regex(/^\d{1,5}$/, 'is no port (0 to 65535)')
      .transform(Number)
      .refine((port) => port <= 65_535, 'is no port (0 to 65535)'),
  ),
  HTTP_HOST: optional(z.string().regex(/^[\w.:-]+$/, 'is no address or name of a host')),
  LOG_LEVEL: optional(
    z.enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      'must be debug, info, warn, error or silent',
    ),
  ),
})

/** The one file of the SQLite store in the data folder. */
export const databasePath = (data: string): string => join(data, 'axis.db')

/** Variables whose value is, or holds, a secret: it is never shown. */
const SECRETS: ReadonlySet<string> = new Set(['DISCORD_TOKEN', 'DATABASE_URL'])

/**
 * Reads and checks the whole environment once.
 * @throws ConfigError with every problem, each naming the variable and (but for secrets) the value.
 */
export function loadEnv(vars: Readonly<Record<string, string | undefined>>, root: string): Env {
  const problems: string[] = []
  const parsed = schema.safeParse(vars)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0])
      const shown = SECRETS.has(name) ? '' : `${JSON.stringify(vars[name] ?? '')} `
      problems.push(`${name}: ${shown}${issue.message}`)
    }
    throw new ConfigError(problems)
  }
  const env = parsed.data
  const token = readToken(env, problems)
  const database = readDatabase(env, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  const data = env.AXIS_DATA ?? './data'
  return {
    ...(token === undefined ? {} : { token }),
    ...(env.DISCORD_API_BASE === undefined
      ? {}
      : { apiBase: env.DISCORD_API_BASE.replace(/\/$/, '') }),
    data,
    database: database ?? databasePath(data),
    feeds: env.AXIS_FEEDS ?? join(root, 'feeds'),
    settings: env.AXIS_SETTINGS ?? join(root, 'config', 'settings.yaml'),
    pack: env.AXIS_PACK ?? join(root, 'config', 'packs', 'russia-iran'),
    pollCron: env.AXIS_POLL_CRON ?? '* * * * *',
    operatorGuilds: env.AXIS_OPERATOR_GUILDS ?? [],
    allowPrivateFeeds: env.AXIS_ALLOW_PRIVATE_FEEDS === '1',
    ...(env.AXIS_CONTACT === undefined ? {} : { contact: env.AXIS_CONTACT }),
    ...(env.AXIS_DEV_GUILD === undefined ? {} : { devGuild: env.AXIS_DEV_GUILD }),
    ...(env.HTTP_PORT === undefined
      ? {}
      : { http: { port: env.HTTP_PORT, host: env.HTTP_HOST ?? '127.0.0.1' } }),
    ...(env.AXIS_SHARDS === undefined ? {} : { shards: env.AXIS_SHARDS }),
    logLevel: env.LOG_LEVEL ?? 'info',
  }
}
