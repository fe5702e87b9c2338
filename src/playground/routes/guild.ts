import { type Core, param, type Request, type Route } from '../core.ts'
import { Refusal } from '../refusal.ts'
import { toChannel, toGuild, toMember, toRole } from '../wire.ts'
import type { Guild } from '../world.ts'

function guildOf(core: Core, request: Request): Guild {
  const guild = core.world.guilds.get(param(request, 'guild_id'))
  if (!guild) throw new Refusal(10004)
  return guild
}

/** Guilds, as far as a bot with the intent Guilds reads them. */
export const guildRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/guilds/{guild_id}',
    handle: (core, request) => ({ status: 200, body: toGuild(guildOf(core, request)) }),
  },
  {
    method: 'GET',
    template: '/guilds/{guild_id}/channels',
    handle: (core, request) => ({
      status: 200,
      body: [...guildOf(core, request).channels.values()]
        .filter((channel) => channel.thread === undefined)
        .map(toChannel),
    }),
  },
  {
    method: 'GET',
    template: '/guilds/{guild_id}/roles',
    handle: (core, request) => ({
      status: 200,
      body: [...guildOf(core, request).roles.values()].map(toRole),
    }),
  },
  {
    method: 'GET',
    template: '/guilds/{guild_id}/members/{user_id}',
    handle: (core, request) => {
      const id = param(request, 'user_id')
      const member = guildOf(core, request).members.get(id === '@me' ? core.world.bot.id : id)
      if (!member) throw new Refusal(10007)
      return { status: 200, body: toMember(core.world, member) }
    },
  },
  {
    method: 'DELETE',
    template: '/users/@me/guilds/{guild_id}',
    handle: (core, request) => {
      const guild = guildOf(core, request)
      core.world.guilds.delete(guild.id)
      core.gateway.dispatch(guild.id, 'GUILD_DELETE', { id: guild.id })
      core.emit({ kind: 'world' })
      return { status: 204 }
    },
  },
]
