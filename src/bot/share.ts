// "Share here": a private answer, shown to everybody in the channel by the one who asked.

import { PermissionFlagsBits } from 'discord.js'
import { toButton } from '../card/body.ts'
import { BUTTONS_PER_ROW, ROWS_MAX } from '../card/limits.ts'
import { UserError } from '../lib/errors.ts'
import type { ActionRow, Button, Embed, MessageBody } from '../types.ts'
import type { Ask, Press, Pressing, Reply } from './command.ts'

/** Adds the button where the server allows sharing and the message has room. */
export async function withShare(reply: Reply, ask: Ask): Promise<Reply> {
  if (!reply.shareable) return reply
  const settings = await ask.settings()
  if (settings.sharing === 'off') return reply
  const button = toButton('Share here', 'share', '')
  return button === undefined ? reply : { ...reply, body: addButtons(reply.body, [button]) }
}

/** The message with more buttons: in its last row of buttons, or in a new row; as it was when neither fits. */
export function addButtons(body: MessageBody, buttons: readonly Button[]): MessageBody {
  const rows = body.components ?? []
  const last = rows.at(-1)
  const isOpen =
    last?.components.every((part) => part.type === 2) === true &&
    last.components.length + buttons.length <= BUTTONS_PER_ROW
  if (last !== undefined && isOpen) {
    const row: ActionRow = { type: 1, components: [...last.components, ...buttons] }
    return { ...body, components: [...rows.slice(0, -1), row] }
  }
  if (rows.length >= ROWS_MAX) return body
  return { ...body, components: [...rows, { type: 1, components: buttons }] }
}

/** Posts what the private answer shows, without its buttons, as the answer to the press. */
export const sharePress: Press = {
  kind: 'public',
  run: async (ask, pressed) => {
    const settings = await ask.settings()
    if (settings.sharing === 'off') {
      throw new UserError(
        'Sharing is off in this server. An admin can turn it on: /axis-admin settings sharing.',
      )
    }
    const channel = pressed.interaction.channel
    const has = channel?.permissionsFor(ask.member)
    const post = channel?.isThread()
      ? PermissionFlagsBits.SendMessagesInThreads
      : PermissionFlagsBits.SendMessages
    if (!has?.has(post)) {
      throw new UserError('You may not write in this channel, so I cannot share here for you.')
    }
    return { body: toShared(pressed) }
  },
}

function toShared({ interaction }: Pressing): MessageBody {
  const { message } = interaction
  const content = message.content === '' ? undefined : message.content
  return {
    ...(content === undefined ? {} : { content }),
    embeds: message.embeds.map((embed) => toEmbed(embed.data)),
    allowed_mentions: { parse: [] },
  }
}

type Received = {
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly url?: string | undefined
  readonly color?: number | undefined
  readonly author?: { readonly name: string } | undefined
  readonly footer?: { readonly text: string } | undefined
  readonly fields?:
    | readonly { readonly name: string; readonly value: string; readonly inline?: boolean }[]
    | undefined
  readonly image?: { readonly url: string } | undefined
}

/** Only what we ever write into an embed; Discord adds proxies and sizes that it does not take back. */
function toEmbed(embed: Received): Embed {
  return {
    ...(embed.title === undefined ? {} : { title: embed.title }),
    ...(embed.description === undefined ? {} : { description: embed.description }),
    ...(embed.url === undefined ? {} : { url: embed.url }),
    ...(embed.color === undefined ? {} : { color: embed.color }),
    ...(embed.author === undefined ? {} : { author: { name: embed.author.name } }),
    ...(embed.footer === undefined ? {} : { footer: { text: embed.footer.text } }),
    ...(embed.fields === undefined
      ? {}
      : {
          fields: embed.fields.map(({ name, value, inline }) => ({
            name,
            value,
            inline: inline ?? false,
          })),
        }),
    ...(embed.image === undefined ? {} : { image: { url: embed.image.url } }),
  }
}
