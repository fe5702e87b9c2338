import { type Json, type JsonObject, toList, toObject } from './json.ts'
import { toChannel, toUser } from './wire.ts'
import type { Guild, World } from './world.ts'

export type FormValues = Readonly<Record<string, string | readonly string[]>>

/** A modal's components as they come back from a person, with values by custom_id. */
export function fillForm(components: readonly Json[], values: FormValues): readonly JsonObject[] {
  return components.map((item) => {
    const source = toObject(item)
    const base = { type: source.type ?? 0, id: source.id ?? 0 }
    const inner = toList(source.components)
    if (inner.length > 0) return { ...base, components: fillForm(inner, values) }
    if (source.component) {
      return { ...base, component: fillForm([source.component], values)[0] ?? {} }
    }
    const value = values[String(source.custom_id)]
    return {
      ...base,
      custom_id: source.custom_id,
      ...(Array.isArray(value) ? { values: [...value] } : { value: String(value ?? '') }),
    }
  })
}

/** What the ids chosen in a select of channels, roles or users stand for. */
export function toResolved(world: World, guild: Guild, ids: readonly string[]): JsonObject {
  const channels = ids.flatMap((id) => guild.channels.get(id) ?? [])
  const roles = ids.flatMap((id) => guild.roles.get(id) ?? [])
  const users = ids.flatMap((id) => world.users.get(id) ?? [])
  return {
    channels: Object.fromEntries(channels.map((item) => [item.id, toChannel(item)])),
    roles: Object.fromEntries(roles.map((item) => [item.id, { id: item.id, name: item.name }])),
    users: Object.fromEntries(users.map((item) => [item.id, toUser(item)])),
  }
}
