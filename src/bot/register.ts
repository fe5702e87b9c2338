import { REST } from '@discordjs/rest'
import { UserError } from '../lib/errors.ts'
import { hashParts } from '../lib/hash.ts'
import type { Log, Store } from '../ports.ts'
import { definitions } from './definitions.ts'

export type RegisterDeps = {
  readonly store: Store
  readonly log: Log
  /** Only there, and at once, where it is set. */
  readonly devGuild?: string
}

/** The one method of discord.js' REST that is needed here. */
type Puts = Pick<REST, 'put'>

/**
 * Registers all commands by one bulk overwrite, only when their hash changed since the last time
 * (Discord gives 200 creates a day). Returns whether it wrote.
 */
export async function registerCommands(
  deps: RegisterDeps,
  rest: Puts,
  applicationId: string,
): Promise<boolean> {
  const body = definitions()
  const hash = hashParts('commands', [JSON.stringify(body)])
  const place = deps.devGuild === undefined ? 'global' : `guild:${deps.devGuild}`
  const key = `commands:${applicationId}:${place}`
  if ((await deps.store.meta(key)) === hash) return false
  const path: `/${string}` =
    deps.devGuild === undefined
      ? `/applications/${applicationId}/commands`
      : `/applications/${applicationId}/guilds/${deps.devGuild}/commands`
  await rest.put(path, { body })
  await deps.store.setMeta(key, hash)
  deps.log('info', 'commands.registered', { place, commands: body.length })
  return true
}

/** Registers without a gateway connection, for `axis register`; UserError when Discord refuses the token. */
export async function registerByRest(
  deps: RegisterDeps & { readonly token: string; readonly apiBase?: string },
): Promise<boolean> {
  const rest = new REST({
    ...(deps.apiBase === undefined ? {} : { api: deps.apiBase }),
    version: '10',
  }).setToken(deps.token)
  // Discord's answer: an application object.
  const application = (await rest.get('/applications/@me').catch((error) => {
    if (error instanceof Error && 'status' in error && error.status === 401) {
      throw new UserError('Discord refuses the token (401). Check DISCORD_TOKEN.')
    }
    throw error
  })) as { readonly id: string }
  return registerCommands(deps, rest, application.id)
}
