import { type JsonObject, toList, toObject } from './json.ts'
import { has } from './permissions.ts'
import type { Guild, Message } from './world.ts'

/**
 * Who a message really pings: what its content names, within `allowed_mentions`; where that is
 * absent, everyone named. Embeds ping nobody. Roles and everyone need the right to ping them.
 */
export function findMentions(
  guild: Guild,
  body: JsonObject,
  permissions: bigint,
): Message['mentions'] {
  const content = typeof body.content === 'string' ? body.content : ''
  const allowed = body.allowed_mentions
  const rules = toObject(allowed)
  const isOpen = allowed === undefined || allowed === null
  const parse = toList(rules.parse)
  const isAllowed = (kind: 'users' | 'roles', id: string): boolean =>
    isOpen || parse.includes(kind) || toList(rules[kind]).includes(id)
  const mayPingAll = has(permissions, 'MentionEveryone')
  const users = idsOf(content, /<@!?(\d+)>/g).filter((id) => guild.members.has(id))
  const roles = idsOf(content, /<@&(\d+)>/g).filter((id) => {
    const role = guild.roles.get(id)
    return role !== undefined && (role.mentionable || mayPingAll)
  })
  return {
    everyone:
      /@(everyone|here)/.test(content) && mayPingAll && (isOpen || parse.includes('everyone')),
    users: users.filter((id) => isAllowed('users', id)),
    roles: roles.filter((id) => isAllowed('roles', id)),
  }
}

const idsOf = (content: string, pattern: RegExp): string[] => [
  ...new Set([...content.matchAll(pattern)].flatMap((match) => match[1] ?? [])),
]
