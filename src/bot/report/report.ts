// Context menu on a message of ours: what is wrong with a story. What an analyst reports takes effect in this
// server at once and can be undone; what others report goes to the log channel.

import { type Message, PermissionFlagsBits } from 'discord.js'
import { toBody } from '../../card/body.ts'
import { toSelect } from '../../card/plain.ts'
import { isReason, reportCard, reportWhatCard, reportWhyCard } from '../../card/report.ts'
import { UserError } from '../../lib/errors.ts'
import { base32 } from '../../lib/hash.ts'
import type { Report, ReportReason } from '../../ports.ts'
import type { Story, StoryDetail } from '../../types.ts'
import type { Ask, Press, Pressing, Reply } from '../command.ts'
import { storiesOfMessage } from '../message-stories.ts'
import { toStory } from '../resolve.ts'
import { tellLogChannel } from '../settings/settings.ts'
import { noteOnMessage } from './note.ts'

export const REPORT = 'Report a problem'

/** Asks which story, where the message shows several, then what is wrong. */
export async function reportMessage(ask: Ask, message: Message): Promise<Reply> {
  const stories = storiesOfMessage(ask, message)
  const place = `${message.channelId}/${message.id}`
  const [only] = stories
  if (only !== undefined && stories.length === 1) return askWhy(ask, only.value, place)
  return {
    body: toBody({
      content: 'Which of its stories?',
      components: [toSelect('report-story', place, 'The story', stories)],
    }),
  }
}

async function askWhy(ask: Ask, storyId: string, place: string): Promise<Reply> {
  const { story } = await toStory(ask, storyId)
  return { body: reportWhyCard(story, `${story.id}/${place}`, await ask.context()) }
}

export const reportPresses: readonly (readonly [string, Press])[] = [
  [
    'report-story',
    {
      kind: 'update',
      run: (ask, pressed) => askWhy(ask, pressed.values[0] ?? '', pressed.id),
    },
  ],
  ['report-why', { kind: 'update', run: (ask, pressed) => takeReason(ask, pressed) }],
  [
    'report-what',
    {
      kind: 'update',
      run: async (ask, pressed) => {
        const [reason = '', ...state] = pressed.id.split('/')
        if (!isReason(reason)) throw new UserError('Report it again.')
        return takeReport(ask, reason, state, pressed.values[0])
      },
    },
  ],
  ['report-apply', { kind: 'private', run: (ask, pressed) => applyReport(ask, pressed.id) }],
  ['report-undo', { kind: 'private', run: (ask, pressed) => undoReport(ask, pressed.id) }],
]

async function takeReason(ask: Ask, pressed: Pressing): Promise<Reply> {
  const reason = pressed.values[0] ?? ''
  if (!isReason(reason)) throw new UserError('Report it again.')
  const state = pressed.id.split('/')
  if (reason !== 'wrong-actor' && reason !== 'wrong-theme') return takeReport(ask, reason, state)
  const { story } = await toStory(ask, state[0] ?? '')
  const tags = reason === 'wrong-actor' ? story.actors : story.themes
  if (tags.length === 0) {
    throw new UserError(
      `It has no ${reason === 'wrong-actor' ? 'actor' : 'theme'} that could be wrong.`,
    )
  }
  const body = reportWhatCard(story, reason, `${reason}/${pressed.id}`, await ask.context())
  return { body }
}

async function takeReport(
  ask: Ask,
  reason: ReportReason,
  [storyId = '', channelId = '', messageId = '']: readonly string[],
  ref?: string,
): Promise<Reply> {
  const detail = await toStory(ask, storyId)
  const { story } = detail
  const known = await ask.deps.store.reports({ guildId: ask.guildId, storyIds: [story.id] })
  const isByAnalyst = isAnalyst(ask, (await ask.settings()).analystRoleId)
  const applied = known.find(
    (one) => one.status === 'applied' && one.reason === reason && one.ref === ref,
  )
  if (applied !== undefined) {
    if (!isByAnalyst) throw new UserError('That is corrected here already.')
    const text = 'That is corrected here already.'
    return { body: reportCard(applied, await ask.context(), { text, buttons: ['undo'] }) }
  }
  const isTold = (one: Report): boolean =>
    one.status === 'noted' && one.by === ask.userId && one.reason === reason && one.ref === ref
  const mine = known.find(isTold)
  if (mine !== undefined && !isByAnalyst) {
    throw new UserError('You reported that already; it waits for an analyst of this server.')
  }
  const report: Report = {
    // Who became an analyst since lets the own report take effect.
    id: mine?.id ?? base32(`report/${ask.interactionId}`, 8),
    guildId: ask.guildId,
    storyId: story.id,
    reason,
    ...(ref === undefined ? {} : { ref }),
    by: ask.userId,
    at: ask.deps.clock.now(),
    status: isByAnalyst ? 'applied' : 'noted',
    article: toArticle(detail),
    channelId,
    messageId,
  }
  await ask.deps.store.saveReport(report)
  ask.deps.log('info', 'report.made', {
    guild: ask.guildId,
    story: story.id,
    reason,
    status: report.status,
  })
  return isByAnalyst ? tellApplied(ask, report, story) : tellNoted(ask, report)
}

async function tellApplied(ask: Ask, report: Report, story: Story): Promise<Reply> {
  const isNoted = await noteOnMessage(ask, report)
  const context = await ask.context()
  const where = isNoted ? ' The message says so.' : ''
  await tellLogChannel(
    ask,
    reportCard(report, context, { text: 'It takes effect in this server.', buttons: ['undo'] }),
    await ask.settings(),
  )
  const text = `Takes effect in this server at once: what comes next shows ${story.id} so.${where}`
  return { body: reportCard(report, context, { text, buttons: ['undo'] }) }
}

async function tellNoted(ask: Ask, report: Report): Promise<Reply> {
  const context = await ask.context()
  const isTold = await tellLogChannel(
    ask,
    reportCard(report, context, { text: 'An analyst can let it take effect.', buttons: ['apply'] }),
    await ask.settings(),
  )
  const text = isTold
    ? 'Thank you: told to the analysts of this server.'
    : 'Thank you: kept for who looks after the pack. (This server has no log channel to tell it to.)'
  return { body: reportCard(report, context, { text, buttons: [] }) }
}

async function applyReport(ask: Ask, id: string): Promise<Reply> {
  const report = await toReport(ask, id)
  await requireAnalyst(ask)
  if (report.status === 'applied') throw new UserError('It takes effect already.')
  return change(ask, { ...report, status: 'applied' }, 'It takes effect in this server now.', [
    'undo',
  ])
}

async function undoReport(ask: Ask, id: string): Promise<Reply> {
  const report = await toReport(ask, id)
  await requireAnalyst(ask)
  if (report.status !== 'applied') throw new UserError('It does not take effect (any more).')
  return change(ask, { ...report, status: 'undone' }, 'Undone: it no longer takes effect.', [
    'apply',
  ])
}

async function change(
  ask: Ask,
  report: Report,
  text: string,
  buttons: readonly ('apply' | 'undo')[],
): Promise<Reply> {
  await ask.deps.store.saveReport(report)
  await noteOnMessage(ask, report)
  const context = await ask.context()
  const told = `${text} By <@${ask.userId}>.`
  await tellLogChannel(
    ask,
    reportCard(report, context, { text: told, buttons: [] }),
    await ask.settings(),
  )
  return { body: reportCard(report, context, { text, buttons }) }
}

async function toReport(ask: Ask, id: string): Promise<Report> {
  const all = await ask.deps.store.reports({ guildId: ask.guildId })
  const found = all.find((one) => one.id === id)
  if (found === undefined) throw new UserError('That report is no longer stored.')
  return found
}

const isAnalyst = (ask: Ask, roleId: string | undefined): boolean =>
  roleId !== undefined && ask.member.roles.cache.has(roleId)

/** Admins as well: they decide who the analysts are. */
async function requireAnalyst(ask: Ask): Promise<void> {
  if (isAnalyst(ask, (await ask.settings()).analystRoleId)) return
  if (ask.member.permissions.has(PermissionFlagsBits.ManageGuild)) return
  throw new UserError(
    'Only the analysts of this server can do that: /axis-admin settings analyst-role.',
  )
}

/** The article that stands for the story, as it was tagged. */
function toArticle({ story, articles }: StoryDetail): Report['article'] {
  const medoid = articles.find((one) => one.id === story.medoidId) ?? articles[0]
  const { summary } = medoid ?? {}
  return {
    title: medoid?.title ?? story.title,
    ...(summary === undefined ? {} : { summary }),
    lang: medoid?.tags.lang ?? story.lang,
    at: medoid?.publishedAt ?? medoid?.seenAt ?? story.openedAt,
    relevance: medoid?.tags.relevance ?? story.relevance,
    actors: medoid?.tags.actors ?? story.actors,
    themes: medoid?.tags.themes ?? story.themes,
  }
}
