import { type JsonObject, lengthOf, toList, toObject } from './json.ts'
import { toAttachment, toChannel, toMember, toRole, toUser } from './wire.ts'
import type { Attachment, Command, Guild, World } from './world.ts'

/** Options by name, as a person would fill them; channels, roles, users and files by id. */
export type OptionValues = Readonly<Record<string, string | number | boolean | undefined>>

export type FoundCommand = {
  readonly command: Command
  /** Group and subcommand on the way, outermost first. */
  readonly path: readonly JsonObject[]
}

/** The registered command of a line such as `/axis subs edit`; throws naming what is not registered. */
export function findCommand(world: World, guild: Guild, line: string): FoundCommand {
  const [name = '', ...rest] = line.trim().replace(/^\//, '').split(/\s+/)
  const command = [...guild.commands, ...world.commands].find(
    (item) => item.name === name && (item.type ?? 1) === 1,
  )
  if (!command) throw new Error(`no command /${name} is registered`)
  const path: JsonObject[] = []
  let level: JsonObject = command
  for (const part of rest) {
    const next = toList(level.options)
      .map(toObject)
      .find((option) => option.name === part && Number(option.type) <= 2)
    if (!next) throw new Error(`/${name} has no ${part} at this place`)
    path.push(next)
    level = next
  }
  const deeper = toList(level.options).map(toObject)
  if (deeper.some((option) => Number(option.type) <= 2)) {
    throw new Error(`${line} needs a subcommand`)
  }
  return { command, path }
}

/** Options as the wire nests them, with what they resolve to; throws where Discord's client would not send. */
export function toOptions(
  world: World,
  guild: Guild,
  { command, path }: FoundCommand,
  values: OptionValues,
  focus?: { readonly name: string; readonly value: string },
): { readonly options: readonly JsonObject[]; readonly resolved?: JsonObject } {
  const leaf = path.at(-1) ?? command
  const defined = toList(leaf.options).map(toObject)
  const resolved = { users: {}, members: {}, roles: {}, channels: {}, attachments: {} }
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  for (const [name] of given) {
    if (!defined.some((option) => option.name === name)) {
      throw new Error(`${leaf.name} has no option ${name}`)
    }
  }
  const options: JsonObject[] = []
  for (const option of defined) {
    const name = String(option.name)
    if (focus?.name === name) {
      if (option.autocomplete !== true) throw new Error(`option ${name} has no autocomplete`)
      options.push({ name, type: option.type, value: focus.value, focused: true })
      continue
    }
    const value = values[name]
    if (value === undefined) {
      // While a person still types, required options may be empty.
      if (option.required === true && !focus) throw new Error(`option ${name} is required`)
      continue
    }
    checkValue(option, value)
    resolveValue(world, guild, Number(option.type), String(value), resolved)
    options.push({ name, type: option.type, value })
  }
  if (focus && !defined.some((option) => option.name === focus.name)) {
    throw new Error(`${leaf.name} has no option ${focus.name}`)
  }
  let nested: readonly JsonObject[] = options
  for (const step of path.toReversed()) {
    nested = [{ name: step.name, type: step.type, options: nested }]
  }
  const isResolved = Object.values(resolved).some((group) => Object.keys(group).length > 0)
  return { options: nested, ...(isResolved ? { resolved } : {}) }
}

function checkValue(option: JsonObject, value: string | number | boolean): void {
  const name = String(option.name)
  const type = Number(option.type)
  const expected = type === 4 || type === 10 ? 'number' : type === 5 ? 'boolean' : 'string'
  if (typeof value !== expected) throw new Error(`option ${name} takes a ${expected}`)
  if (type === 4 && !Number.isInteger(value)) throw new Error(`option ${name} takes an integer`)
  const choices = toList(option.choices).map(toObject)
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    throw new Error(`option ${name} does not offer ${value}`)
  }
  const size = typeof value === 'string' ? lengthOf(value) : Number(value)
  const [low, high] =
    typeof value === 'string'
      ? [option.min_length ?? 0, option.max_length ?? 6000]
      : [option.min_value ?? -Infinity, option.max_value ?? Infinity]
  if (size < Number(low) || size > Number(high)) {
    throw new Error(`option ${name} is out of its bounds: ${value}`)
  }
}

type Resolved = Record<
  'users' | 'members' | 'roles' | 'channels' | 'attachments',
  Record<string, JsonObject>
>

function resolveValue(
  world: World,
  guild: Guild,
  type: number,
  id: string,
  resolved: Resolved,
): void {
  const user = type === 6 || type === 9 ? world.users.get(id) : undefined
  const member = user ? guild.members.get(user.id) : undefined
  const channel = type === 7 ? guild.channels.get(id) : undefined
  const role = type === 8 || type === 9 ? guild.roles.get(id) : undefined
  const file = type === 11 ? findAttachment(world, guild, id) : undefined
  if (file) resolved.attachments[id] = toAttachment(file)
  if (user) resolved.users[id] = toUser(user)
  if (member) resolved.members[id] = { ...toMember(world, member), permissions: '0' }
  if (channel) resolved.channels[id] = { ...toChannel(channel), permissions: '0' }
  if (role) resolved.roles[id] = toRole(role)
  const isKnown = user || channel || role || file
  if (((type >= 6 && type <= 9) || type === 11) && !isKnown) {
    throw new Error(`nothing in ${guild.name} has the id ${id}`)
  }
}

/** A file that was sent before stands in for one that a person uploads with a command. */
function findAttachment(world: World, guild: Guild, id: string): Attachment | undefined {
  const posted = [...guild.channels.values()].flatMap((channel) => channel.messages)
  return [...posted, ...world.ephemerals]
    .flatMap(({ attachments }) => attachments)
    .find((attachment) => attachment.id === id)
}
