import { findText, isObject, type Json, type JsonObject, toList, toObject } from './json.ts'
import { FLAGS } from './limits.ts'
import { type Mark, parseMarkdown } from './markdown.ts'
import { permissionsIn } from './permissions.ts'
import { toChannel, toMessage } from './wire.ts'
import { findChannel, type Guild, type Message, type World } from './world.ts'

/** A message made ready for the page: the wire's JSON, with its texts read as markdown. */
export function toView(world: World, message: Message): JsonObject {
  const guild = findChannel(world, message.channelId)?.guild
  const wire = toMessage(world, message, guild)
  const reply = message.reference
    ? findChannel(world, message.channelId)?.channel.messages.find(
        ({ id }) => id === message.reference?.message_id,
      )
    : undefined
  return {
    ...wire,
    ephemeral: (message.flags & FLAGS.ephemeral) !== 0,
    loading: (message.flags & FLAGS.loading) !== 0,
    crossposted: (message.flags & FLAGS.crossposted) !== 0,
    at: message.createdAt,
    color: colorOf(guild, message.authorId),
    marks: toJson(parseMarkdown(message.content)),
    embeds:
      (message.flags & FLAGS.suppressEmbeds) !== 0 ? [] : toList(wire.embeds).map(toEmbedView),
    components: message.components.map(toComponentView),
    ...(reply ? { reply: { id: reply.id, text: reply.content.slice(0, 100) || '(embed)' } } : {}),
  }
}

function toEmbedView(embed: Json): Json {
  const source = toObject(embed)
  const read = (key: string, mode: 'block' | 'inline'): JsonObject => {
    const text = findText(source[key])
    return text === undefined ? {} : { [key]: toJson(parseMarkdown(text, mode)) }
  }
  return {
    ...source,
    ...read('title', 'inline'),
    ...read('description', 'block'),
    fields: toList(source.fields).map((item) => {
      const field = toObject(item)
      return {
        name: toJson(parseMarkdown(String(field.name ?? ''), 'inline')),
        value: toJson(parseMarkdown(String(field.value ?? ''))),
        inline: field.inline === true,
      }
    }),
  }
}

/** Text displays of Components V2 get their markdown read, at any depth. */
function toComponentView(component: Json): Json {
  if (!isObject(component)) return component
  return {
    ...component,
    ...(component.type === 10
      ? { marks: toJson(parseMarkdown(String(component.content ?? ''))) }
      : {}),
    ...(component.components
      ? { components: toList(component.components).map(toComponentView) }
      : {}),
  }
}

/** Colour of the highest role of an author that has one. */
function colorOf(guild: Guild | undefined, userId: string): number {
  const roles = guild?.members.get(userId)?.roles ?? []
  return roles.reduce((color, id) => guild?.roles.get(id)?.color || color, 0)
}

// Marks are plain JSON by their type.
const toJson = (marks: readonly Mark[]): Json => marks as unknown as Json

/** Everything but messages: guilds with channels, roles and members, people, commands. */
export const toWorldView = (world: World): JsonObject => ({
  bot: world.bot.id,
  users: [...world.users.values()].map(({ id, globalName, bot }) => ({
    id,
    name: globalName,
    bot,
  })),
  guilds: [...world.guilds.values()].map((guild) => ({
    id: guild.id,
    name: guild.name,
    channels: [...guild.channels.values()].map(toChannel),
    roles: [...guild.roles.values()].map(({ id, name, color }) => ({ id, name, color })),
    commands: [...guild.commands, ...world.commands],
    permissions: Object.fromEntries(
      [...guild.members.keys()].map((id) => [id, permissionsIn(guild, undefined, id).toString()]),
    ),
  })),
})
