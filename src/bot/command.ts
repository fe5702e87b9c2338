// What a command is: data for Discord and a function for us. A file of commands/ exports one.

import type {
  APIApplicationCommandBasicOption,
  ButtonInteraction,
  ChannelSelectMenuInteraction,
  ChatInputCommandInteraction,
  GuildMember,
  Guild as JoinedGuild,
  StringSelectMenuInteraction,
} from 'discord.js'
import type { CardContext } from '../card/context.ts'
import type { CustomId } from '../card/custom-id.ts'
import type { Answers, Clock, GuildSettings, Log, MessageBody, Store } from '../ports.ts'
import type { Memory } from './memory.ts'
import type { Names } from './names.ts'

export type BotDeps = {
  readonly token: string
  /** Ends in `/api`, no version; Discord's own where absent. */
  readonly apiBase?: string
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly answers: Answers
  /** What every card is handed, read now, for a reader of this language. */
  readonly context: (lang: string) => Promise<CardContext>
  /** The part of Discord's shards that this process holds; all of them where absent. */
  readonly shards?: { readonly ids: readonly number[]; readonly count: number }
  /** Servers whose admins may change feeds. */
  readonly operatorGuilds: readonly string[]
  /** Commands are registered in this server alone, where they show at once. */
  readonly devGuild?: string
  /** From 0 to 1; for ids of failures and spread of retries. */
  readonly random?: () => number
  /** Told once when nothing but a person can help (a token that is no longer valid). */
  readonly onFatal?: (error: Error) => void
}

/** Who asks, where, and what the answer may use. */
export type Ask = {
  readonly deps: BotDeps
  readonly memory: Memory
  readonly names: Names
  readonly guild: JoinedGuild
  readonly guildId: string
  readonly channelId: string
  readonly userId: string
  readonly member: GuildMember
  /** Id of the interaction: unique, and the seed of ids made for it. */
  readonly interactionId: string
  /** What the card needs besides its subject, read now. */
  readonly context: () => Promise<CardContext>
  readonly settings: () => Promise<GuildSettings>
}

export type FileOut = {
  readonly name: string
  /** Its bytes, or Discord's own address of a file of an earlier message of ours. */
  readonly data: Uint8Array | string
  /** The picture in words. */
  readonly alt?: string
}

export type Reply = {
  readonly body: MessageBody
  readonly files?: readonly FileOut[]
  /** Further messages for the caller alone. */
  readonly also?: readonly MessageBody[]
  /** May be shared into the channel, where the server allows it. */
  readonly shareable?: boolean
}

/** A form of one-line texts that a button opens; its custom id carries the state. */
export type Form = {
  readonly title: string
  readonly customId: string
  readonly fields: readonly {
    readonly name: string
    readonly label: string
    readonly value?: string
    readonly placeholder?: string
    readonly max: number
  }[]
}

/** What somebody sent in a form: the state of its custom id, and fields by name, empty ones undefined. */
export type Filled = CustomId & { readonly field: (name: string) => string | undefined }

/** Options as they were given; absent ones are undefined. */
export type Given = {
  readonly text: (name: string) => string | undefined
  readonly number: (name: string) => number | undefined
  readonly flag: (name: string) => boolean | undefined
  readonly id: (name: string) => string | undefined
  readonly file: (name: string) => FileIn | undefined
}

/** A file that was uploaded with a command. */
export type FileIn = { readonly name: string; readonly url: string; readonly size: number }

export type Choice = { readonly name: string; readonly value: string }

/** Offers what may stand in an option, from memory, at most 25. */
export type Complete = (typed: string, ask: Ask) => Promise<readonly Choice[]> | readonly Choice[]

export type Pressing = CustomId & {
  /** Values of a select. */
  readonly values: readonly string[]
  readonly interaction:
    | ButtonInteraction<'cached'>
    | StringSelectMenuInteraction<'cached'>
    | ChannelSelectMenuInteraction<'cached'>
}

/**
 * A button or select by its verb. `update` changes the private answer it stands on (a public message is
 * never changed: there the answer is private), `private` answers the caller alone, `public` everybody.
 */
export type Press = {
  readonly kind: 'update' | 'private' | 'public'
  readonly run: (ask: Ask, pressed: Pressing) => Promise<Reply>
}

export type Command = {
  readonly name: string
  readonly description: string
  readonly options?: readonly APIApplicationCommandBasicOption[]
  /** The answer does not come from memory: deferred as the first thing. */
  readonly slow?: true
  /** Counts towards the server's own limit. */
  readonly heavy?: true
  readonly run: (ask: Ask, given: Given) => Promise<Reply>
  /** By option name. */
  readonly complete?: Readonly<Record<string, Complete>>
  /** By verb of the custom id. */
  readonly presses?: Readonly<Record<string, Press>>
  /** Buttons that open a form, by verb. */
  readonly opens?: Readonly<Record<string, (ask: Ask, pressed: Pressing) => Promise<Form>>>
  /** Forms that were sent, by verb; the answer changes the message of the button. */
  readonly forms?: Readonly<Record<string, (ask: Ask, filled: Filled) => Promise<Reply>>>
}

/** A command with subcommands of its own: `/axis subs list`. */
export type Group = {
  readonly name: string
  readonly description: string
  readonly commands: readonly Command[]
}

/** Reads the options of a chat command. */
export function toGiven(interaction: ChatInputCommandInteraction): Given {
  const { options } = interaction
  return {
    text: (name) => options.getString(name)?.trim() || undefined,
    number: (name) => options.getInteger(name) ?? undefined,
    flag: (name) => options.getBoolean(name) ?? undefined,
    id: (name) => {
      const value = options.get(name)?.value
      return typeof value === 'string' ? value : undefined
    },
    file: (name) => options.getAttachment(name) ?? undefined,
  }
}
