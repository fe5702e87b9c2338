import type { BaseInteraction } from 'discord.js'
import type { PackInfo } from '../pack.ts'
import type { Ask, BotDeps } from './command.ts'
import type { Memory } from './memory.ts'
import { type Names, toNames } from './names.ts'

/** Who asks, from an interaction in a server that we are in. */
export function toAsk(interaction: BaseInteraction<'cached'>, deps: BotDeps, memory: Memory): Ask {
  const lang = toLang(interaction.locale)
  return {
    deps,
    memory,
    names: namesOf(deps.answers.pack()),
    guild: interaction.guild,
    guildId: interaction.guildId,
    channelId: interaction.channelId ?? '',
    userId: interaction.user.id,
    member: interaction.member,
    interactionId: interaction.id,
    context: () => deps.context(lang),
    settings: () => deps.store.guildSettings(interaction.guildId),
  }
}

/** The base language of Discord's locale: `en` of `en-GB`. */
export const toLang = (locale: string): string => locale.split('-')[0]?.toLowerCase() || 'en'

let known: { readonly hash: string; readonly names: Names } | undefined

/** Folding some thousand names takes milliseconds: once per pack. */
function namesOf(pack: PackInfo): Names {
  if (known?.hash !== pack.hash) known = { hash: pack.hash, names: toNames(pack) }
  return known.names
}
