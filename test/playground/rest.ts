import { REST, type RESTOptions } from '@discordjs/rest'
import type { Playground } from '../../src/playground/open.ts'

/** The deliveries' REST client against a playground. */
export const makeRest = (playground: Playground, options: Partial<RESTOptions> = {}): REST =>
  new REST({ api: playground.apiBase, ...options }).setToken(playground.token)

export const messagesOf = (channelId: string): `/${string}` => `/channels/${channelId}/messages`
