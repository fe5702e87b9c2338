import { ApplicationCommandOptionType } from 'discord.js'
import { toCustomId } from '../../card/custom-id.ts'
import { noticeCard } from '../../card/error.ts'
import { subscribedCard } from '../../card/subs.ts'
import { UserError } from '../../lib/errors.ts'
import { QUERY_MAX } from '../../lib/query.ts'
import type { MessageBody, Subscription } from '../../types.ts'
import type { Ask, Command, Reply } from '../command.ts'
import { completeNames, freeText, oneOf, typed } from '../options.ts'
import {
  missingForBot,
  missingText,
  requireManage,
  TARGET_TYPES,
  toTarget,
} from '../permissions.ts'
import { toQuery } from '../query.ts'
import { changeSubscription } from '../settings/settings.ts'
import { findState } from '../state.ts'
import {
  nearZones,
  PRESETS,
  parseDays,
  parseQuiet,
  parseTimes,
  parseZone,
  SEVERITIES,
} from '../subs/draft-settings.ts'
import { readSample } from '../subs/sample-card.ts'
import { previewReply, requireMention, requireRoom, toDrafts } from '../subs/subscribe.ts'

const TIMES_TEXT_MAX = 80
const ZONE_TEXT_MAX = 60

export const subscribe = {
  name: 'subscribe',
  description: 'Post digests or stories into a channel',
  options: [
    oneOf(
      'mode',
      'A digest at set times, each story, or only breaking ones',
      ['digest', 'instant', 'breaking'],
      {
        required: true,
      },
    ),
    {
      type: ApplicationCommandOptionType.Channel,
      name: 'channel',
      description: 'Where to (here)',
      channel_types: [...TARGET_TYPES],
    },
    oneOf('preset', 'quiet: daily core · desk: 07:00, 19:00 and breaking · weekly', PRESETS),
    typed('theme', 'Only this theme'),
    typed('actor', 'Only with this actor'),
    freeText('query', 'Only what this query finds (as in /axis search)', QUERY_MAX),
    oneOf('relevance', 'core only, or related as well', ['core', 'related']),
    oneOf('severity', 'At least this severe', SEVERITIES),
    freeText('times', 'Times of a digest, as 07:00,19:00 (07:00)', TIMES_TEXT_MAX),
    typed('timezone', 'Zone of the times, as Europe/Kyiv'),
    {
      type: ApplicationCommandOptionType.Role,
      name: 'mention',
      description: 'Role to ping; an admin must have allowed it',
    },
  ],
  complete: {
    theme: completeNames('theme'),
    actor: completeNames('actor'),
    timezone: (text) => nearZones(text, 25).map((zone) => ({ name: zone, value: zone })),
  },
  run: async (ask, given) => previewReply(ask, await toDrafts(ask, given)),
  presses: {
    'sub-confirm': {
      kind: 'update',
      run: async (ask, pressed) => confirm(ask, await draftsOf(ask, pressed.id)),
    },
    // After the missing permission was given.
    'sub-again': {
      kind: 'update',
      run: async (ask, pressed) => {
        const drafts = await draftsOf(ask, pressed.id)
        const [first] = drafts
        if (first !== undefined)
          requireManage(ask.member, toTarget(ask.guild, first.channelId).channel)
        return previewReply(ask, drafts)
      },
    },
    'sub-cancel': {
      kind: 'update',
      run: async () => ({ body: noticeCard('Nothing was changed.') }),
    },
  },
  opens: {
    'sub-edit': async (ask, pressed) => {
      const [draft] = await draftsOf(ask, pressed.id)
      if (draft === undefined) throw new UserError(TOO_OLD)
      return {
        title: 'Edit the subscription',
        customId: toCustomId('sub-form', pressed.id),
        fields: [
          ...(draft.mode === 'digest'
            ? [
                {
                  name: 'times',
                  label: 'Times',
                  value: draft.times.join(','),
                  max: TIMES_TEXT_MAX,
                },
                { name: 'days', label: 'Days', placeholder: 'mon-fri; empty: every day', max: 40 },
              ]
            : []),
          { name: 'zone', label: 'Time zone', value: draft.zone, max: ZONE_TEXT_MAX },
          {
            name: 'query',
            label: 'Query',
            placeholder: `words, "phrase", -not, actor:${ask.deps.answers.pack().actors[0]?.id ?? 'id'}`,
            max: QUERY_MAX,
            ...(draft.filters.query === undefined ? {} : { value: draft.filters.query }),
          },
          { name: 'quiet', label: 'Quiet hours', placeholder: '23:00-07:00', max: 20 },
        ],
      }
    },
  },
  forms: {
    'sub-form': async (ask, filled) => {
      const drafts = await draftsOf(ask, filled.id)
      const query = filled.field('query')
      if (query !== undefined) toQuery(ask, query)
      const zone = filled.field('zone')
      const quiet = filled.field('quiet')
      const isDigest = drafts[0]?.mode === 'digest'
      const times = isDigest ? filled.field('times') : undefined
      const days = isDigest ? filled.field('days') : undefined
      const edited = drafts.map((draft): Subscription => {
        const { query: _before, ...filters } = draft.filters
        const hours = quiet === undefined ? draft.quiet : parseQuiet(quiet, 'hold')
        const { quiet: _old, ...rest } = draft
        return {
          ...rest,
          filters: { ...filters, ...(query === undefined ? {} : { query }) },
          ...(zone === undefined ? {} : { zone: parseZone(zone) }),
          ...(hours === undefined ? {} : { quiet: hours }),
          ...(times === undefined || draft.mode !== 'digest' ? {} : { times: parseTimes(times) }),
          ...(days === undefined || draft.mode !== 'digest' ? {} : { days: parseDays(days) }),
        }
      })
      return previewReply(ask, edited)
    },
  },
} satisfies Command

const TOO_OLD = 'This preview is too old. Ask again: /axis subscribe.'

async function draftsOf(ask: Ask, stateText: string): Promise<readonly Subscription[]> {
  const state = await findState(ask.deps.store, stateText)
  if (state?.drafts === undefined) throw new UserError(TOO_OLD)
  if (state.by !== ask.userId) throw new UserError('Only who asked for this preview can use it.')
  // Written by previewReply alone.
  return JSON.parse(state.drafts) as readonly Subscription[]
}

/** Saves the drafts once, however often it is pressed: their ids come from the question, not from the press. */
async function confirm(ask: Ask, drafts: readonly Subscription[]): Promise<Reply> {
  const { store, clock, answers, log } = ask.deps
  const [first] = drafts
  if (first === undefined) throw new UserError(TOO_OLD)
  const target = toTarget(ask.guild, first.channelId)
  requireManage(ask.member, target.channel)
  const missing = missingForBot(target)
  if (missing.length > 0) throw new UserError(missingText(target.channel, missing))
  const settings = await ask.settings()
  if (first.mention !== undefined) requireMention(ask, first.mention, settings.mentionRoles)
  const fresh: Subscription[] = []
  for (const draft of drafts) {
    const known = await store.findSubscription(draft.id)
    // The same letters were taken by another server since.
    if (known !== undefined && known.guildId !== ask.guildId) throw new UserError(TOO_OLD)
    if (known === undefined || known.deletedAt !== undefined) fresh.push(draft)
  }
  await requireRoom(ask, fresh)
  for (const draft of fresh) {
    await changeSubscription(ask, undefined, { ...draft, createdAt: clock.now() })
    log('info', 'subscription.created', { id: draft.id, guild: draft.guildId, mode: draft.mode })
  }
  const nextAt = answers.nextSlotAt(first, clock.now())
  const row = { subscription: first, ...(nextAt === undefined ? {} : { nextAt }) }
  const samples: MessageBody[] = []
  for (const draft of drafts) {
    const sample = await readSample(ask, draft)
    samples.push(sample ?? noticeCard(NO_SAMPLE))
  }
  return { body: subscribedCard(row, await ask.context()), also: samples }
}

const NO_SAMPLE =
  'Nothing stored fits this subscription yet, so there is no sample to show. It posts when something comes.'
