// The line under a posted message that says what analysts corrected in it; put there and taken away by edit.

import { escapeText } from '../../card/escape.ts'
import { DESCRIPTION_MAX, EMBED_TOTAL_MAX, embedLength } from '../../card/limits.ts'
import { correctionWords } from '../../digest/correct.ts'
import { messageOf } from '../../lib/errors.ts'
import type { PackInfo } from '../../pack.ts'
import type { Report } from '../../ports.ts'
import type { Embed } from '../../types.ts'
import type { Ask } from '../command.ts'
import { type Received, toEmbed } from '../share.ts'

const MARK = '-# ✎ '

/** Edits the message of a report so that it says every correction that was made on it; best effort. */
export async function noteOnMessage(ask: Ask, report: Report): Promise<boolean> {
  const { channelId, messageId } = report
  if (channelId === undefined || messageId === undefined) return false
  const all = await ask.deps.store.reports({ guildId: ask.guildId })
  const here = all.filter((one) => one.messageId === messageId && one.status === 'applied')
  const path: `/${string}` = `/channels/${channelId}/messages/${messageId}`
  const { rest } = ask.guild.client
  try {
    // Discord's answer: a message object, of which only the embeds and files are read.
    const message = (await rest.get(path)) as Posted
    const own = message.embeds.map((embed) =>
      withOwnImage(toEmbed(embed), message.attachments ?? []),
    )
    const embeds = withNotes(own, here, ask.deps.answers.pack())
    if (embeds === undefined) return false
    await rest.patch(path, { body: { embeds, allowed_mentions: { parse: [] } } })
    return true
  } catch (error) {
    ask.deps.log('info', 'report.note-failed', { report: report.id, error: messageOf(error) })
    return false
  }
}

type Posted = {
  readonly embeds: readonly Received[]
  readonly attachments?: readonly { readonly filename: string; readonly url: string }[]
}

/** A picture of the message's own files is named as such, or Discord would show it twice after an edit. */
function withOwnImage(embed: Embed, files: NonNullable<Posted['attachments']>): Embed {
  const path = URL.parse(embed.image?.url ?? '')?.pathname
  const own = files.find((file) => URL.parse(file.url)?.pathname === path)
  return path === undefined || own === undefined
    ? embed
    : { ...embed, image: { url: `attachment://${own.filename}` } }
}

/** The embeds with one line a correction under the last of them; undefined where there is no room. */
export function withNotes(
  embeds: readonly Embed[],
  applied: readonly Report[],
  pack: PackInfo,
): readonly Embed[] | undefined {
  const last = embeds.at(-1)
  if (last === undefined) return undefined
  const bare = (last.description ?? '').split('\n').filter((line) => !line.startsWith(MARK))
  const lines = applied.map(
    (report) =>
      `${MARK}corrected here: ${escapeText(correctionWords(report, pack), 80)} (${report.storyId})`,
  )
  const description = [...bare, ...new Set(lines)].join('\n')
  const { description: _before, ...rest } = last
  const changed = [
    ...embeds.slice(0, -1),
    { ...rest, ...(description === '' ? {} : { description }) },
  ]
  const total = changed.reduce((sum, embed) => sum + embedLength(embed), 0)
  return description.length > DESCRIPTION_MAX || total > EMBED_TOTAL_MAX ? undefined : changed
}
