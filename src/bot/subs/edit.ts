// `/axis subs edit`: every setting of a subscription. A setting that is not given stays.

import { type APIApplicationCommandBasicOption, ApplicationCommandOptionType } from 'discord.js'
import { subscriptionCard } from '../../card/subs.ts'
import { namesSource } from '../../digest/passes.ts'
import { UserError } from '../../lib/errors.ts'
import { QUERY_MAX } from '../../lib/query.ts'
import type { Filters, Lang, Mode, Relevance, Severity, Subscription } from '../../types.ts'
import type { Ask, Command, Given } from '../command.ts'
import { completeCamps, completeNames, count, freeText, oneOf, typed } from '../options.ts'
import { TARGET_TYPES } from '../permissions.ts'
import { toQuery } from '../query.ts'
import { findCamp, findNamedId, shown } from '../resolve.ts'
import { changeSubscription } from '../settings/settings.ts'
import {
  nearZones,
  parseDays,
  parseQuiet,
  parseTimes,
  parseZone,
  SEVERITIES,
  toSubscription,
} from './draft-settings.ts'
import { moveSubscription, toPlace } from './move.ts'
import { completeSubscriptions, toManaged } from './subs.ts'
import { requireMention } from './subscribe.ts'

const NONE = 'off'
const LANGS_MAX = 10

const options: readonly APIApplicationCommandBasicOption[] = [
  typed('id', 'Which subscription', { required: true }),
  {
    type: ApplicationCommandOptionType.Channel,
    name: 'channel',
    description: 'Move it there; it keeps its memory',
    channel_types: [...TARGET_TYPES],
  },
  oneOf('mode', 'A digest, each story, or only breaking ones', ['digest', 'instant', 'breaking']),
  typed('theme', 'Only this theme, or off'),
  typed('actor', 'Only with this actor, or off'),
  freeText('query', 'Only what this query finds, or off', QUERY_MAX),
  oneOf('relevance', 'core, related; all needs a query that names sources', [
    'core',
    'related',
    'all',
  ]),
  oneOf('severity', 'At least this severe', SEVERITIES),
  count('publishers-min', 'At least so many independent publishers', 1, 20),
  count('camps-min', 'Told by at least so many camps', 1, 10),
  typed('camp', 'Only told by this camp, or off'),
  freeText('lang', 'Only in these languages, as en,ru, or off', 40),
  freeText('times', 'Times of a digest, as 07:00,19:00', 80),
  freeText('days', 'Weekdays, as mon-fri, or daily', 40),
  typed('timezone', 'Zone of the times, as Europe/Kyiv'),
  freeText('quiet', 'Quiet hours, as 23:00-07:00, or off', 20),
  oneOf('quiet-rule', 'In quiet hours: hold all, or only let critical through', [
    'hold',
    'critical-only',
  ]),
  {
    type: ApplicationCommandOptionType.Role,
    name: 'mention',
    description: 'Role to ping; an admin must have allowed it',
  },
  oneOf('notify', 'How loud', ['silent', 'normal', 'role']),
  oneOf('style', 'A line, two lines, or a card a story', ['compact', 'standard', 'rich']),
  oneOf('foreign', 'Titles in other languages', ['gloss', 'original', 'hide']),
  oneOf('empty', 'When there is nothing', ['post', 'skip']),
  count('max-per-hour', 'Messages an hour at most', 1, 30),
]

export const subsEdit = {
  name: 'edit',
  description: 'Change a subscription; what is not given stays',
  options,
  complete: {
    id: completeSubscriptions,
    theme: completeNames('theme'),
    actor: completeNames('actor'),
    camp: completeCamps,
    timezone: (text) => nearZones(text, 25).map((zone) => ({ name: zone, value: zone })),
  },
  run: async (ask, given) => {
    const before = await toManaged(ask, given.text('id') ?? '')
    const after = await applyEdit(ask, given, before)
    if (JSON.stringify(after) === JSON.stringify(before)) {
      throw new UserError('Nothing to change: give at least one setting besides id.')
    }
    if (after.channelId === before.channelId) await changeSubscription(ask, before, after)
    else await moveSubscription(ask, before, after)
    ask.deps.log('info', 'subscription.edited', { id: after.id, guild: after.guildId })
    const nextAt = ask.deps.answers.nextSlotAt(after, ask.deps.clock.now())
    const row = { subscription: after, ...(nextAt === undefined ? {} : { nextAt }) }
    return { body: subscriptionCard(row, await ask.context()) }
  },
} satisfies Command

/** The subscription with the given settings; throws UserError for the first that is wrong. */
export async function applyEdit(
  ask: Ask,
  given: Given,
  stored: Subscription,
): Promise<Subscription> {
  // From Discord's own choices.
  const before = inMode(stored, given.text('mode') as Mode | undefined)
  const times = given.text('times')
  const days = given.text('days')
  if (before.mode !== 'digest' && (times !== undefined || days !== undefined)) {
    throw new UserError(`times and days belong to a digest; ${before.id} is ${before.mode}.`)
  }
  const zone = given.text('timezone')
  const filters = editFilters(ask, given, before.filters)
  const maxPerHour = given.number('max-per-hour')
  const channelId = given.id('channel')
  const moved = channelId === undefined ? {} : toPlace(ask, channelId)
  const { quiet: _quiet, ...rest } = before
  const quiet = editQuiet(given, before)
  return {
    ...rest,
    ...moved,
    filters,
    ...(times === undefined ? {} : { times: parseTimes(times) }),
    ...(days === undefined ? {} : { days: parseDays(days) }),
    ...(zone === undefined ? {} : { zone: parseZone(zone) }),
    ...(quiet === undefined ? {} : { quiet }),
    ...(await editMention(ask, given, before)),
    // Three from Discord's own choices.
    style: (given.text('style') ?? before.style) as Subscription['style'],
    foreign: (given.text('foreign') ?? before.foreign) as Subscription['foreign'],
    empty: (given.text('empty') ?? before.empty) as Subscription['empty'],
    ...(maxPerHour === undefined ? {} : { maxPerHour }),
  }
}

/** In another mode the times change; what was chosen for it otherwise stays. */
function inMode(before: Subscription, mode: Mode | undefined): Subscription {
  if (mode === undefined || mode === before.mode) return before
  if (before.filters.story !== undefined) {
    throw new UserError(
      `${before.id} follows one story and stays instant. Subscribe anew: /axis subscribe.`,
    )
  }
  const { preset: _gone, ...rest } = before
  const { times, days, maxPerHour } = toSubscription(before, mode)
  return { ...rest, mode, times, days, maxPerHour }
}

function editQuiet(given: Given, before: Subscription): Subscription['quiet'] {
  const text = given.text('quiet')
  // From Discord's own choices.
  const rule = given.text('quiet-rule') as 'hold' | 'critical-only' | undefined
  if (text !== undefined) return parseQuiet(text, rule ?? before.quiet?.rule ?? 'hold')
  if (rule !== undefined && before.quiet === undefined) {
    throw new UserError('quiet-rule needs quiet hours: give quiet as well, as 23:00-07:00.')
  }
  return before.quiet === undefined || rule === undefined ? before.quiet : { ...before.quiet, rule }
}

async function editMention(
  ask: Ask,
  given: Given,
  before: Subscription,
): Promise<Partial<Pick<Subscription, 'mention' | 'notify'>>> {
  const role = given.id('mention')
  if (role !== undefined) requireMention(ask, role, (await ask.settings()).mentionRoles)
  // From Discord's own choices.
  const asked = given.text('notify') as Subscription['notify'] | undefined
  const notify = asked ?? (role === undefined ? before.notify : 'role')
  if (notify === 'role' && (role ?? before.mention) === undefined) {
    throw new UserError('notify:role needs a role: give mention as well.')
  }
  return { notify, ...(role === undefined ? {} : { mention: role }) }
}

function editFilters(ask: Ask, given: Given, before: Filters): Filters {
  const { query: queryBefore, ...rest } = before
  const text = given.text('query')
  if (text !== undefined && text !== NONE) toQuery(ask, text)
  const query = text === undefined ? queryBefore : text === NONE ? undefined : text
  const relevance = given.text('relevance')
  const isNamed = query !== undefined && namesSource(toQuery(ask, query).expr)
  if ((relevance === 'all' || (relevance === undefined && before.relevance === 'no')) && !isNamed) {
    throw new UserError(
      'relevance:all needs named sources: give query as well, as source:"Outlet".',
    )
  }
  const severity = given.text('severity')
  const publishersMin = given.number('publishers-min')
  const campsMin = given.number('camps-min')
  return {
    ...rest,
    themes: listOf(given.text('theme'), before.themes, (name) => findNamedId(ask, 'theme', name)),
    actors: listOf(given.text('actor'), before.actors, (name) => findNamedId(ask, 'actor', name)),
    camps: listOf(given.text('camp'), before.camps, (name) => findCamp(ask, name)?.id),
    langs: parseLangs(given.text('lang'), before.langs),
    // Both from Discord's own choices.
    ...(relevance === undefined
      ? {}
      : { relevance: (relevance === 'all' ? 'no' : relevance) as Relevance }),
    ...(severity === undefined ? {} : { severity: severity as Severity }),
    ...(query === undefined ? {} : { query }),
    ...(publishersMin === undefined ? {} : { publishersMin }),
    ...(campsMin === undefined ? {} : { campsMin }),
  }
}

function listOf(
  text: string | undefined,
  before: readonly string[],
  find: (name: string) => string | undefined,
): readonly string[] {
  if (text === undefined) return before
  if (text.toLowerCase() === NONE) return []
  const id = find(text)
  return id === undefined ? before : [id]
}

function parseLangs(text: string | undefined, before: readonly Lang[]): readonly Lang[] {
  if (text === undefined) return before
  if (text.toLowerCase() === NONE) return []
  const langs = text
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((lang) => lang !== '')
  const wrong = langs.find((lang) => !/^[a-z]{2,3}$/u.test(lang))
  if (wrong !== undefined || langs.length > LANGS_MAX) {
    throw new UserError(
      `lang: “${shown(wrong ?? text)}” is no list of languages. Write it as en,ru,fa.`,
    )
  }
  return [...new Set(langs)]
}
