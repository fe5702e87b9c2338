import { type Answer, toAnswer } from './answer.ts'
import { ANSWER, INTERACTION } from './check-answer.ts'
import { listComponents } from './check-components.ts'
import { findCommand, type OptionValues, toOptions } from './command-line.ts'
import type { Core, Interaction } from './core.ts'
import { type FormValues, fillForm, toResolved } from './form.ts'
import { type JsonObject, toList, toObject } from './json.ts'
import { FIRST_ANSWER_MS, LIMITS } from './limits.ts'
import { has, permissionsIn } from './permissions.ts'
import { toChannel, toMember, toMessage } from './wire.ts'
import { findChannel, type Guild, type Message } from './world.ts'

export type Choice = { readonly name: string; readonly value: string | number }

/** A person who acts. Users are named by id or by user name. Each rejects when no answer comes within 3 s. */
export type Interact = {
  /** `/axis subs edit` with its options by name; checked against the registered definition first. */
  readonly command: (
    user: string,
    channelId: string,
    line: string,
    options?: OptionValues,
  ) => Promise<Answer>
  /** What is offered while `typed` stands in an option. */
  readonly autocomplete: (
    user: string,
    channelId: string,
    line: string,
    option: string,
    typed: string,
    others?: OptionValues,
  ) => Promise<readonly Choice[]>
  readonly button: (messageId: string, customId: string, user: string) => Promise<Answer>
  readonly select: (
    messageId: string,
    customId: string,
    values: readonly string[],
    user: string,
  ) => Promise<Answer>
  /** A context menu command on a message. */
  readonly contextMenu: (user: string, messageId: string, name: string) => Promise<Answer>
  /** Sends the form that an answer of type 9 opened, with values by custom_id. */
  readonly modal: (
    answer: Answer,
    values: FormValues,
    user: string,
    channelId: string,
  ) => Promise<Answer>
}

export function makeInteract(core: Core): Interact {
  const { world } = core

  const idOf = (user: string): string => {
    const found = [...world.users.values()].find(
      ({ id, username }) => id === user || username === user,
    )
    if (!found) throw new Error(`no user ${user} in the playground`)
    return found.id
  }

  const placeOf = (channelId: string) => {
    const place = findChannel(world, channelId)
    if (!place) throw new Error(`no channel ${channelId} in the playground`)
    return place
  }

  const findMessage = (messageId: string): Message => {
    for (const guild of world.guilds.values()) {
      for (const channel of guild.channels.values()) {
        const message = channel.messages.find(({ id }) => id === messageId)
        if (message) return message
      }
    }
    const hidden = world.ephemerals.find(({ id }) => id === messageId)
    if (!hidden) throw new Error(`no message ${messageId} in the playground`)
    return hidden
  }

  /** Hands an interaction to the bot and waits for its first answer. */
  function send(
    type: number,
    name: string,
    user: string,
    channelId: string,
    data: JsonObject,
    source?: Message,
  ): Promise<Answer> {
    const userId = idOf(user)
    const { guild, channel } = placeOf(channelId)
    const permissions = permissionsIn(guild, channel, userId)
    const id = world.newId()
    const interaction: Interaction = {
      id,
      // Only this process could guess it.
      token: `playground-${id}-${world.newId()}`,
      type,
      name,
      guildId: guild.id,
      channelId,
      userId,
      startedMs: core.realMs(),
      followUps: [],
      changed: new Set(),
      ...(source ? { source } : {}),
    }
    core.interactions.set(interaction.token, interaction)
    if (core.interactions.size > 5000) {
      const oldest = core.interactions.keys().next().value
      if (oldest !== undefined) core.interactions.delete(oldest)
    }
    const member = guild.members.get(userId)
    if (!member) throw new Error(`${user} is no member of ${guild.name}`)
    const isDelivered = core.gateway.dispatch(guild.id, 'INTERACTION_CREATE', {
      id,
      application_id: world.applicationId,
      type,
      token: interaction.token,
      version: 1,
      guild_id: guild.id,
      guild: { id: guild.id, locale: guild.locale, features: [] },
      guild_locale: guild.locale,
      locale: guild.locale,
      channel_id: channelId,
      channel: { ...toChannel(channel), permissions: permissions.toString() },
      member: { ...toMember(world, member), permissions: permissions.toString() },
      app_permissions: permissionsIn(guild, channel, world.bot.id).toString(),
      entitlements: [],
      authorizing_integration_owners: { '0': guild.id },
      context: 0,
      attachment_size_limit: LIMITS.fileBytes,
      data,
      ...(source ? { message: toMessage(world, source, guild) } : {}),
    })
    if (!isDelivered) throw new Error('the bot has no session at the gateway')
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        interaction.changed.delete(look)
        const text = `no answer to ${name} within ${FIRST_ANSWER_MS} ms`
        core.report({ kind: 'deadline', where: name, text })
        reject(new Error(text))
      }, FIRST_ANSWER_MS)
      const look = (): void => {
        if (!interaction.answer) return
        clearTimeout(timer)
        interaction.changed.delete(look)
        resolve(toAnswer(interaction, interaction.answer))
      }
      interaction.changed.add(look)
    })
  }

  async function component(
    messageId: string,
    customId: string,
    user: string,
    more: (found: JsonObject, guild: Guild) => JsonObject,
  ): Promise<Answer> {
    const message = findMessage(messageId)
    const found = listComponents(message.components).find((item) => item.custom_id === customId)
    if (!found) throw new Error(`message ${messageId} has no component ${customId}`)
    if (found.disabled === true) throw new Error(`component ${customId} is disabled`)
    if (message.viewerId && message.viewerId !== idOf(user)) {
      throw new Error(`message ${messageId} is seen by another user alone`)
    }
    const { guild } = placeOf(message.channelId)
    const data = {
      custom_id: customId,
      component_type: found.type ?? 0,
      id: found.id ?? 0,
      ...more(found, guild),
    }
    return send(INTERACTION.component, customId, user, message.channelId, data, message)
  }

  return {
    command: async (user, channelId, line, options = {}) => {
      const { guild, channel } = placeOf(channelId)
      const found = findCommand(world, guild, line)
      mayUse(guild, channelId, idOf(user), found.command)
      const { options: list, resolved } = toOptions(world, guild, found, options)
      if (channel.type === 15) throw new Error('a forum has no command line: use a post in it')
      return send(INTERACTION.command, line, user, channelId, {
        id: found.command.id,
        name: found.command.name,
        type: 1,
        options: list,
        ...(resolved ? { resolved } : {}),
      })
    },
    autocomplete: async (user, channelId, line, option, typed, others = {}) => {
      const { guild } = placeOf(channelId)
      const found = findCommand(world, guild, line)
      const focus = { name: option, value: typed }
      const { options: list } = toOptions(world, guild, found, others, focus)
      const answer = await send(INTERACTION.autocomplete, `${line} ${option}`, user, channelId, {
        id: found.command.id,
        name: found.command.name,
        type: 1,
        options: list,
      })
      // checkAnswer let only choices with a name and a text or number through.
      return toList(answer.data.choices) as unknown as readonly Choice[]
    },
    button: (messageId, customId, user) => component(messageId, customId, user, () => ({})),
    select: (messageId, customId, values, user) =>
      component(messageId, customId, user, (found, guild) => {
        const offered = toList(found.options).map((option) => toObject(option).value)
        const strange = found.type === 3 ? values.filter((value) => !offered.includes(value)) : []
        if (strange.length > 0) throw new Error(`${customId} does not offer ${strange.join(', ')}`)
        const resolved = toResolved(core.world, guild, values)
        return { values: [...values], ...(found.type === 3 ? {} : { resolved }) }
      }),
    contextMenu: async (user, messageId, name) => {
      const message = findMessage(messageId)
      const { guild } = placeOf(message.channelId)
      const command = [...guild.commands, ...world.commands].find(
        (item) => item.name === name && item.type === 3,
      )
      if (!command) throw new Error(`no message command ${name} is registered`)
      mayUse(guild, message.channelId, idOf(user), command)
      return send(INTERACTION.command, name, user, message.channelId, {
        id: command.id,
        name,
        type: 3,
        target_id: messageId,
        resolved: { messages: { [messageId]: toMessage(world, message, guild) } },
      })
    },
    modal: async (answer, values, user, channelId) => {
      if (answer.type !== ANSWER.modal) throw new Error('the answer opened no modal')
      const data = {
        custom_id: answer.data.custom_id,
        components: fillForm(toList(answer.data.components), values),
      }
      return send(
        INTERACTION.modal,
        String(data.custom_id),
        user,
        channelId,
        data,
        answer.message(),
      )
    },
  }

  /** Throws where Discord's client would not show the command to the user. */
  function mayUse(guild: Guild, channelId: string, userId: string, command: JsonObject): void {
    const bits = permissionsIn(guild, guild.channels.get(channelId), userId)
    const needed = command.default_member_permissions
    const isShown = typeof needed !== 'string' || (bits & BigInt(needed)) === BigInt(needed)
    if (!isShown || !has(bits, 'UseApplicationCommands')) {
      throw new Error(`${command.name} is not shown to this user here`)
    }
  }
}
