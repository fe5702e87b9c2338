import {
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
} from 'discord.js'
import { errorCard } from '../card/error.ts'

/** Why there is no answer outside of a server that we know. */
export function notHere(interaction: Interaction): string {
  return interaction.guildId === null
    ? 'Ask me in a server: I answer in channels.'
    : 'I am not a member of this server, or only just joined. Invite me with the scopes bot and applications.commands, then ask again.'
}

/** Says no at once, to the caller alone. */
export async function refuse(
  interaction:
    | ChatInputCommandInteraction
    | MessageContextMenuCommandInteraction
    | MessageComponentInteraction,
  text: string,
): Promise<void> {
  const { embeds } = errorCard(text)
  await interaction.reply({
    // Our readonly embeds are Discord's own JSON.
    embeds: [...(embeds ?? [])] as never[],
    allowedMentions: { parse: [] },
    flags: MessageFlags.Ephemeral,
  })
}
