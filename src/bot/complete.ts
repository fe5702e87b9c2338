import type { AutocompleteInteraction } from 'discord.js'
import { messageOf } from '../lib/errors.ts'
import { toAsk } from './ask.ts'
import type { BotDeps, Choice, Command } from './command.ts'
import type { Memory } from './memory.ts'

const CHOICES_MAX = 25
const CHOICE_NAME_MAX = 100

/** Answers what is typed into an option, from memory; offers nothing where something fails: the reader can still type. */
export async function completeOption(
  interaction: AutocompleteInteraction,
  command: { readonly path: string; readonly found: Command | undefined },
  deps: BotDeps,
  memory: Memory,
): Promise<void> {
  const focused = interaction.options.getFocused(true)
  const complete = command.found?.complete?.[focused.name]
  void memory.refresh()
  if (complete === undefined || !interaction.inCachedGuild()) return interaction.respond([])
  let choices: readonly Choice[] = []
  try {
    choices = await complete(String(focused.value), toAsk(interaction, deps, memory))
  } catch (error) {
    deps.log('error', 'autocomplete.failed', { what: command.path, error: messageOf(error) })
  }
  await interaction.respond(
    choices.slice(0, CHOICES_MAX).map(({ name, value }) => ({
      name: name.slice(0, CHOICE_NAME_MAX),
      value: value.slice(0, CHOICE_NAME_MAX),
    })),
  )
}
