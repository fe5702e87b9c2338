// One answer to one interaction: at once, or after a deferral; never twice, never without allowed_mentions.

import {
  type ChatInputCommandInteraction,
  type InteractionEditReplyOptions,
  type InteractionReplyOptions,
  type InteractionUpdateOptions,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalMessageModalSubmitInteraction,
} from 'discord.js'
import type { FileOut, Reply } from './command.ts'

export type Answerable =
  | ChatInputCommandInteraction<'cached'>
  | MessageContextMenuCommandInteraction<'cached'>
  | MessageComponentInteraction<'cached'>
  | ModalMessageModalSubmitInteraction<'cached'>

export type AnswerKind = 'private' | 'public' | 'update'

export type Answering = {
  /** Says "thinking" (or nothing, for an update); the kind cannot change after it. */
  readonly defer: () => Promise<void>
  readonly send: (reply: Reply) => Promise<void>
  /** A failure never replaces what stands there, and is told to the caller alone unless it was deferred in public. */
  readonly fail: (reply: Reply) => Promise<void>
  readonly isDeferred: () => boolean
}

/** Discord gives three seconds; what takes longer than this is deferred without being asked to. */
const DEFER_AFTER_MS = 1500

/** Starts the clock of an interaction; `send` or `fail` must follow. */
export function openAnswer(interaction: Answerable, kind: AnswerKind): Answering {
  let deferring: Promise<void> | undefined
  const defer = (): Promise<void> => {
    deferring ??= deferNow(interaction, kind)
    return deferring
  }
  // A failed deferral shows again in `send`, which is awaited.
  const timer = setTimeout(() => void defer().catch(() => undefined), DEFER_AFTER_MS)

  return {
    defer: () => {
      clearTimeout(timer)
      return defer()
    },
    send: async (reply) => {
      clearTimeout(timer)
      if (deferring !== undefined) {
        await deferring
        await interaction.editReply(toWhole(reply))
      } else if (kind === 'update' && isOnMessage(interaction)) {
        await interaction.update(toWhole(reply))
      } else {
        await interaction.reply(toReply(reply, kind === 'public' ? 'public' : 'private'))
      }
      // Further parts of a public answer are as public as its first.
      const more = kind === 'public' ? 'public' : 'private'
      for (const body of reply.also ?? []) await interaction.followUp(toReply({ body }, more))
    },
    fail: async (reply) => {
      clearTimeout(timer)
      if (deferring === undefined) {
        await interaction.reply(toReply(reply, 'private'))
        return
      }
      await deferring
      if (kind === 'update') await interaction.followUp(toReply(reply, 'private'))
      // What was deferred in public stays public, a failure too: Discord changes no flag later.
      else await interaction.editReply(toWhole(reply))
    },
    isDeferred: () => deferring !== undefined,
  }
}

async function deferNow(interaction: Answerable, kind: AnswerKind): Promise<void> {
  if (kind === 'update' && isOnMessage(interaction)) {
    await interaction.deferUpdate()
    return
  }
  await interaction.deferReply(kind === 'public' ? {} : { flags: MessageFlags.Ephemeral })
}

const isOnMessage = (
  interaction: Answerable,
): interaction is
  | MessageComponentInteraction<'cached'>
  | ModalMessageModalSubmitInteraction<'cached'> =>
  interaction.isMessageComponent() || interaction.isModalSubmit()

function toReply(reply: Reply, kind: 'private' | 'public'): InteractionReplyOptions {
  return {
    ...toParts(reply),
    ...(kind === 'private' ? { flags: MessageFlags.Ephemeral } : {}),
  }
}

/** What an edit leaves out stays as it was, so everything is named. */
function toWhole(reply: Reply): InteractionEditReplyOptions & InteractionUpdateOptions {
  const parts = toParts(reply)
  return {
    content: null,
    embeds: [],
    components: [],
    files: [],
    attachments: [],
    ...parts,
  }
}

// Our messages are readonly and in Discord's own JSON; discord.js takes the same shapes as mutable ones.
type Parts = Pick<
  InteractionReplyOptions,
  'embeds' | 'components' | 'files' | 'allowedMentions'
> & {
  content?: string
}

function toParts({ body, files }: Reply): Parts {
  const parts = {
    ...(body.content === undefined ? {} : { content: body.content }),
    ...(body.embeds === undefined ? {} : { embeds: body.embeds }),
    ...(body.components === undefined ? {} : { components: body.components }),
    ...(files === undefined ? {} : { files: files.map(toFile) }),
    // An answer pings nobody, whatever its text says.
    allowedMentions: { parse: [] },
  }
  return parts as unknown as Parts
}

const toFile = ({ name, data, alt }: FileOut) => ({
  name,
  attachment: typeof data === 'string' ? data : Buffer.from(data),
  ...(alt === undefined ? {} : { description: alt }),
})
