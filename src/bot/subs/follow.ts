// Following one story in a channel: a subscription of its own, with the same rights, that ends with the story.

import { toBody, toButton, toFooter, toRow } from '../../card/body.ts'
import { escapeText } from '../../card/escape.ts'
import { shownTitle } from '../../card/title.ts'
import { SEVERITY_COLOUR } from '../../card/word.ts'
import { findMute } from '../../digest/mute.ts'
import { UserError } from '../../lib/errors.ts'
import type { Story, Subscription } from '../../types.ts'
import { toLang } from '../ask.ts'
import type { Ask, Press, Reply } from '../command.ts'
import { missingForBot, missingText, requireManage, toTarget } from '../permissions.ts'
import { changeSubscription } from '../settings/settings.ts'
import { FOLLOWS_PER_GUILD, toSubscription } from './draft-settings.ts'
import { freeId, isFollow, requireRoom } from './subscribe.ts'

/** The Follow button under a story: here, in the channel where it is pressed. */
export const followPress: Press = {
  kind: 'private',
  run: async (ask, pressed) => {
    const detail = await ask.deps.store.findStory(pressed.id)
    if (detail === undefined) {
      throw new UserError(`The story ${pressed.id} is no longer stored, so it cannot be followed.`)
    }
    return followStory(ask, detail.story)
  },
}

/** Makes (or shows) the subscription of this channel to one story; every permission is checked first. */
export async function followStory(ask: Ask, story: Story): Promise<Reply> {
  const target = toTarget(ask.guild, ask.channelId)
  requireManage(ask.member, target.channel)
  const missing = missingForBot(target)
  if (missing.length > 0) throw new UserError(missingText(target.channel, missing))
  const here = await ask.deps.store.subscriptions({ guildId: ask.guildId })
  const known = here.find(
    (one) => one.channelId === ask.channelId && one.filters.story === story.id,
  )
  if (known !== undefined) return toReply(ask, story, known, 'Followed here already')
  const settings = await ask.settings()
  const mute = findMute(story, settings.mutes ?? [], ask.deps.clock.now())
  if (mute !== undefined) {
    throw new UserError(
      `It is muted in this server (${mute.kind} “${mute.label}”), so nothing of it would be posted. An admin can end that: /axis-admin mute remove.`,
    )
  }
  const basics = {
    // The same channel and story give the same id, however often it is pressed at once.
    id: await freeId(
      ask,
      `follow/${ask.channelId}/${story.id}`,
      (one) => one.guildId === ask.guildId && one.filters.story === story.id,
    ),
    guildId: ask.guildId,
    channelId: ask.channelId,
    channelKind: target.kind,
    createdBy: ask.userId,
    createdAt: ask.deps.clock.now(),
    zone: settings.zone ?? 'UTC',
    lang: toLang(ask.guild.preferredLocale),
  }
  const plain = toSubscription(basics, 'instant')
  const follow: Subscription = {
    ...plain,
    filters: { ...plain.filters, relevance: 'related', story: story.id },
  }
  await requireRoom(ask, [follow])
  await changeSubscription(ask, undefined, follow)
  ask.deps.log('info', 'story.followed', { id: follow.id, guild: ask.guildId, story: story.id })
  const count = here.filter(isFollow).length + 1
  return toReply(
    ask,
    story,
    follow,
    `Followed here (${count} of ${FOLLOWS_PER_GUILD} in this server)`,
  )
}

async function toReply(ask: Ask, story: Story, follow: Subscription, head: string): Promise<Reply> {
  const context = await ask.context()
  const lines = [
    `**${escapeText(shownTitle(story, context).title, 200) || story.id}**`,
    'Its message here is kept up to date, and what changes materially is said below it. It ends with the story: after three days without news.',
  ]
  return {
    body: toBody({
      embeds: [
        {
          title: head,
          description: lines.join('\n'),
          color: SEVERITY_COLOUR[story.severity],
          footer: toFooter(`id ${follow.id}`, context),
        },
      ],
      components: [toRow([toButton('Stop following', 'unsub-confirm', follow.id)])],
    }),
  }
}
