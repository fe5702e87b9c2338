import { checkCommand, checkCommands } from '../check-command.ts'
import { makeComplainer } from '../complain.ts'
import { type Core, param, type Reply, type Request, type Route } from '../core.ts'
import { findText, type Json, toList, toObject } from '../json.ts'
import { Refusal } from '../refusal.ts'
import { toApplication, toUser } from '../wire.ts'
import type { Command, Guild } from '../world.ts'

const SESSIONS_PER_DAY = 1000

function scopeOf(core: Core, request: Request): { commands: Command[]; id?: string } {
  if (param(request, 'application_id') !== core.world.applicationId) throw new Refusal(20012)
  const guildId = request.params.guild_id
  if (guildId === undefined) return core.world
  const guild: Guild | undefined = core.world.guilds.get(guildId)
  if (!guild) throw new Refusal(50001)
  return guild
}

function toCommand(core: Core, body: Json, guildId: string | undefined, old?: Command): Command {
  const command = toObject(body)
  return {
    default_member_permissions: null,
    nsfw: false,
    name_localizations: null,
    description_localizations: null,
    contexts: null,
    integration_types: [0],
    ...command,
    type: command.type ?? 1,
    description: command.description ?? '',
    id: old?.id ?? core.world.newId(),
    application_id: core.world.applicationId,
    version: core.world.newId(),
    name: findText(command.name) ?? '',
    ...(guildId ? { guild_id: guildId } : {}),
  }
}

const isSame = (command: Command, body: Json): boolean =>
  command.name === toObject(body).name && (command.type ?? 1) === (toObject(body).type ?? 1)

function overwrite(core: Core, request: Request): Reply {
  const scope = scopeOf(core, request)
  const bodies = toList(request.body)
  const complaints = checkCommands(bodies)
  if (complaints.length > 0) throw new Refusal(50035, complaints)
  scope.commands = bodies.map((body) =>
    toCommand(
      core,
      body,
      request.params.guild_id,
      scope.commands.find((command) => isSame(command, body)),
    ),
  )
  core.emit({ kind: 'world' })
  return { status: 200, body: scope.commands }
}

function create(core: Core, request: Request): Reply {
  const scope = scopeOf(core, request)
  const complain = makeComplainer()
  checkCommand(complain, toObject(request.body), [])
  if (complain.list.length > 0) throw new Refusal(50035, complain.list)
  const old = scope.commands.find((command) => isSame(command, request.body))
  const command = toCommand(core, request.body, request.params.guild_id, old)
  scope.commands = [...scope.commands.filter((other) => other !== old), command]
  core.emit({ kind: 'world' })
  return { status: old ? 200 : 201, body: command }
}

function commandOf(core: Core, request: Request): Command {
  const id = param(request, 'command_id')
  const command = scopeOf(core, request).commands.find((item) => item.id === id)
  if (!command) throw new Refusal(10063)
  return command
}

function patch(core: Core, request: Request): Reply {
  const scope = scopeOf(core, request)
  const old = commandOf(core, request)
  const merged = { ...old, ...toObject(request.body) }
  const complain = makeComplainer()
  checkCommand(complain, merged, [])
  if (complain.list.length > 0) throw new Refusal(50035, complain.list)
  const command = toCommand(core, merged, request.params.guild_id, old)
  scope.commands = scope.commands.map((other) => (other === old ? command : other))
  return { status: 200, body: command }
}

function remove(core: Core, request: Request): Reply {
  const scope = scopeOf(core, request)
  const old = commandOf(core, request)
  scope.commands = scope.commands.filter((other) => other !== old)
  return { status: 204 }
}

const commandRoutes = (prefix: string): readonly Route[] => [
  {
    method: 'GET',
    template: `${prefix}/commands`,
    handle: (core, request) => ({ status: 200, body: scopeOf(core, request).commands }),
  },
  { method: 'PUT', template: `${prefix}/commands`, handle: overwrite },
  { method: 'POST', template: `${prefix}/commands`, handle: create },
  {
    method: 'GET',
    template: `${prefix}/commands/{command_id}`,
    handle: (core, request) => ({ status: 200, body: commandOf(core, request) }),
  },
  { method: 'PATCH', template: `${prefix}/commands/{command_id}`, handle: patch },
  { method: 'DELETE', template: `${prefix}/commands/{command_id}`, handle: remove },
]

/** The application, its commands, and where the gateway is. */
export const applicationRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/gateway',
    open: true,
    handle: (core) => ({ status: 200, body: { url: core.gateway.url() } }),
  },
  {
    method: 'GET',
    template: '/gateway/bot',
    handle: (core) => ({
      status: 200,
      body: {
        url: core.gateway.url(),
        shards: core.shards,
        session_start_limit: {
          total: SESSIONS_PER_DAY,
          remaining: SESSIONS_PER_DAY,
          reset_after: 86_400_000,
          max_concurrency: core.maxConcurrency,
        },
      },
    }),
  },
  ...(['/applications/@me', '/oauth2/applications/@me'] as const).map((template) => ({
    method: 'GET' as const,
    template,
    handle: (core: Core): Reply => ({ status: 200, body: toApplication(core.world) }),
  })),
  {
    method: 'GET',
    template: '/users/@me',
    handle: (core) => ({ status: 200, body: toUser(core.world.bot) }),
  },
  {
    method: 'GET',
    template: '/users/@me/guilds',
    handle: (core) => ({
      status: 200,
      body: [...core.world.guilds.values()].map(({ id, name }) => ({
        id,
        name,
        icon: null,
        owner: false,
        permissions: '0',
        features: [],
      })),
    }),
  },
  {
    method: 'GET',
    template: '/users/{user_id}',
    handle: (core, request) => {
      const user = core.world.users.get(param(request, 'user_id'))
      if (!user) throw new Refusal(10013)
      return { status: 200, body: toUser(user) }
    },
  },
  ...commandRoutes('/applications/{application_id}'),
  ...commandRoutes('/applications/{application_id}/guilds/{guild_id}'),
]
