import type { Channel, Guild, User, World } from './world.ts'

/** The default guild by the names of its parts. */
export type PlaygroundWorld = {
  readonly guild: Guild
  readonly channels: Readonly<Record<'intel' | 'news' | 'forum' | 'thread', Channel>>
  readonly roles: Readonly<Record<'everyone' | 'analyst' | 'desk' | 'admin' | 'bot', string>>
  readonly users: Readonly<Record<'admin' | 'reader' | 'analyst' | 'bot', User>>
  /** All of it. */
  readonly all: World
}

/** The first guild's parts by name; where it has no channel of a name, its first channel stands in. */
export function toNames(world: World, guild: Guild | undefined): PlaygroundWorld {
  if (!guild) throw new Error('the playground needs at least one guild')
  const channels = [...guild.channels.values()]
  const channel = (name: string): Channel => {
    const found = channels.find((item) => item.name === name) ?? channels[0]
    if (!found) throw new Error(`guild ${guild.name} needs a channel`)
    return found
  }
  const role = (name: string): string =>
    [...guild.roles.values()].find((item) => item.name === name)?.id ?? guild.id
  const user = (name: string): User =>
    [...world.users.values()].find(({ username }) => username === name) ?? world.bot
  return {
    guild,
    channels: {
      intel: channel('intel'),
      news: channel('news'),
      forum: channel('forum'),
      thread: channel('thread'),
    },
    roles: {
      everyone: guild.id,
      analyst: role('analyst'),
      desk: role('desk'),
      admin: role('admin'),
      bot: role(world.bot.globalName),
    },
    users: {
      admin: user('admin'),
      reader: user('reader'),
      analyst: user('analyst'),
      bot: world.bot,
    },
    all: world,
  }
}
