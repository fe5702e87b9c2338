import {
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js'
import type { Command, Group } from './command.ts'
import { adminCommands, adminGroups, axisCommands, axisGroups } from './commands/index.ts'
import { messageMenus } from './menus.ts'

const HERE = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} as const

/** Everything that is registered at Discord: `/axis` for everyone, `/axis-admin` for Manage Server. */
export function definitions(): RESTPutAPIApplicationCommandsJSONBody {
  const axis = {
    name: 'axis',
    description: 'Ask what the outlets say, and subscribe channels',
    type: ApplicationCommandType.ChatInput,
    contexts: [...HERE.contexts],
    integration_types: [...HERE.integration_types],
    options: [...axisCommands.map(toSubcommand), ...axisGroups.map(toGroup)],
  } satisfies RESTPutAPIApplicationCommandsJSONBody[number]
  const admin = {
    name: 'axis-admin',
    description: 'Settings, sources, mutes and health of Axis Watch in this server',
    type: ApplicationCommandType.ChatInput,
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    contexts: [...HERE.contexts],
    integration_types: [...HERE.integration_types],
    options: [...adminCommands.map(toSubcommand), ...adminGroups.map(toGroup)],
  } satisfies RESTPutAPIApplicationCommandsJSONBody[number]
  const menus = [...messageMenus.keys()].map(
    (name) =>
      ({
        name,
        type: ApplicationCommandType.Message,
        contexts: [...HERE.contexts],
        integration_types: [...HERE.integration_types],
      }) satisfies RESTPutAPIApplicationCommandsJSONBody[number],
  )
  return [axis, admin, ...menus]
}

function toSubcommand(command: Command): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name: command.name,
    description: command.description,
    options: [...(command.options ?? [])],
  }
}

function toGroup(group: Group): APIApplicationCommandSubcommandGroupOption {
  return {
    type: ApplicationCommandOptionType.SubcommandGroup,
    name: group.name,
    description: group.description,
    options: group.commands.map(toSubcommand),
  }
}
