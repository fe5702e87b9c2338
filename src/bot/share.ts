// "Share here": a private answer, shown to everybody in the channel by the one who asked.

import { PermissionFlagsBits } from 'discord.js'
import { toButton } from '../card/body.ts'
import { BUTTONS_PER_ROW, ROWS_MAX } from '../card/limits.ts'
import { UserError } from '../lib/errors.ts'
import type { GuildSettings } from '../ports.ts'
import type { ActionRow, Button, Embed, MessageBody } from '../types.ts'
import type { Ask, FileOut, Press, Pressing, Reply } from './command.ts'

/** Adds the button where the server allows sharing and the message has room. */
export async function withShare(reply: Reply, ask: Ask): Promise<Reply> {
  if (!reply.shareable) return reply
  if (!mayShare(await ask.settings(), ask)) return reply
  const button = toButton('Share here', 'share', '')
  return button === undefined ? reply : { ...reply, body: addButtons(reply.body, [button]) }
}

/** Whether answers may be shared in the channel of the question; a thread counts as its channel. */
export function mayShare(
  settings: GuildSettings,
  where: Pick<Ask, 'guild' | 'channelId'>,
): boolean {
  const { sharing, sharingChannels = [] } = settings
  if (sharing === 'off') return false
  if (sharingChannels.length === 0 || sharingChannels.includes(where.channelId)) return true
  const parent = where.guild.channels.cache.get(where.channelId)?.parentId
  return typeof parent === 'string' && sharingChannels.includes(parent)
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
    if (!mayShare(settings, ask)) {
      throw new UserError(
        `Sharing is off in this ${settings.sharing === 'off' ? 'server' : 'channel'}. An admin can turn it on: /axis-admin settings sharing.`,
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
    return toShared(pressed)
  },
}

/** The files of a private answer end with it, so the shared one carries copies of its pictures. */
function toShared({ interaction }: Pressing): Reply {
  const { message } = interaction
  const files: FileOut[] = []
  const embeds = message.embeds.map((embed): Embed => {
    const shared = toEmbed(embed.data)
    const url = shared.image?.url
    const name = url === undefined ? undefined : findFileName(url)
    if (url === undefined || name === undefined) return shared
    const alt = message.attachments.find((file) => file.url === url)?.description ?? undefined
    files.push({ name, data: url, ...(alt === undefined ? {} : { alt }) })
    return { ...shared, image: { url: `attachment://${name}` } }
  })
  const content = message.content === '' ? undefined : message.content
  const body: MessageBody = {
    ...(content === undefined ? {} : { content }),
    embeds,
    allowed_mentions: { parse: [] },
  }
  return files.length === 0 ? { body } : { body, files }
}

/** `trends.png` of the address that Discord gave the file. */
const findFileName = (url: string): string | undefined =>
  URL.parse(url)?.pathname.match(/\/([\w-]+\.png)$/u)?.[1]

export type Received = {
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
export function toEmbed(embed: Received): Embed {
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
