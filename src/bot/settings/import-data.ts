// A file that `data export` wrote, read back: each part is checked as if somebody had typed it, and what
// does not fit here is named and left out.

import { UserError } from '../../lib/errors.ts'
import type { GuildSettings, Mute } from '../../ports.ts'
import type { Filters, Mode, Severity, Subscription } from '../../types.ts'
import type { Ask } from '../command.ts'
import { missingForBot, missingText, requireManage, toTarget } from '../permissions.ts'
import { toQuery } from '../query.ts'
import {
  parseDays,
  parseQuiet,
  parseTimes,
  parseZone,
  SEVERITIES,
  toSubscription,
} from '../subs/draft-settings.ts'
import { freeId } from '../subs/subscribe.ts'
import type { SettingKey } from './keys.ts'

export const EXPORT_FORMAT = 'axis-watch-guild'
export const EXPORT_VERSION = 1
const IMPORT_SUBSCRIPTIONS_MAX = 100
const MUTES_MAX = 100

export type Imported = {
  readonly subscriptions: readonly Subscription[]
  readonly settings: Partial<Pick<GuildSettings, SettingKey>>
  /** What was left out, and why. */
  readonly notes: readonly string[]
}

/** What the file holds for this server; throws UserError where it is no such file. */
export async function readImport(ask: Ask, text: string): Promise<Imported> {
  const whole = toWhole(text)
  const channels = toRecord(whole.channels)
  const notes: string[] = []
  const subscriptions: Subscription[] = []
  const list = Array.isArray(whole.subscriptions) ? whole.subscriptions : []
  for (const [at, one] of list.slice(0, IMPORT_SUBSCRIPTIONS_MAX).entries()) {
    try {
      const imported = await toImported(ask, toRecord(one), channels, at)
      subscriptions.push(imported)
      if (toRecord(one).notify === 'role') {
        notes.push(`${imported.id}: pings nobody; allow it anew: /axis subs edit mention`)
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      notes.push(`${textOf(toRecord(one).id) ?? `subscription ${at + 1}`}: ${error.message}`)
    }
  }
  return { subscriptions, settings: toSettings(ask, toRecord(whole.settings), notes), notes }
}

type Json = Readonly<Record<string, unknown>>

function toWhole(text: string): Json {
  let whole: unknown
  try {
    whole = JSON.parse(text)
  } catch {
    throw new UserError('That file is no JSON. Take the one that /axis-admin data export gave.')
  }
  const found = toRecord(whole)
  if (found.format !== EXPORT_FORMAT) {
    throw new UserError('That file is no export of mine. Take the one of /axis-admin data export.')
  }
  if (found.version !== EXPORT_VERSION) {
    throw new UserError(
      `That export has version ${String(found.version).slice(0, 20)}; I read ${EXPORT_VERSION}.`,
    )
  }
  return found
}

async function toImported(ask: Ask, from: Json, channels: Json, at: number): Promise<Subscription> {
  const target = toTarget(ask.guild, findChannelId(ask, textOf(from.channelId), channels))
  requireManage(ask.member, target.channel)
  const missing = missingForBot(target)
  if (missing.length > 0) throw new UserError(missingText(target.channel, missing))
  const mode = oneOf<Mode>(from.mode, ['digest', 'instant', 'breaking'], 'mode')
  const zone = parseZone(textOf(from.zone) ?? 'UTC')
  const lang = textOf(from.lang) ?? 'en'
  const base = toSubscription(
    {
      id: await idFor(ask, textOf(from.id), at),
      guildId: ask.guildId,
      channelId: target.channel.id,
      channelKind: target.kind,
      createdBy: ask.userId,
      createdAt: ask.deps.clock.now(),
      zone,
      lang: /^[a-z]{2,3}$/u.test(lang) ? lang : 'en',
    },
    mode,
  )
  const quiet = toRecord(from.quiet)
  const hours = textOf(quiet.from) === undefined ? undefined : toQuiet(quiet)
  return {
    ...base,
    filters: toFilters(ask, toRecord(from.filters)),
    ...(mode === 'digest' ? { times: parseTimes(listOf(from.times).join(',')) } : {}),
    ...(mode === 'digest' ? { days: parseDays(numbersOf(from.days).join(',')) } : {}),
    ...(hours === undefined ? {} : { quiet: hours }),
    // A ping is allowed anew, by an admin of this server.
    notify: oneOf(from.notify === 'role' ? 'normal' : from.notify, ['silent', 'normal'], 'notify'),
    style: oneOf(from.style, ['compact', 'standard', 'rich'], 'style'),
    foreign: oneOf(from.foreign, ['gloss', 'original', 'hide'], 'foreign'),
    empty: oneOf(from.empty, ['post', 'skip'], 'empty'),
    maxPerHour: numberIn(from.maxPerHour, 1, 30) ?? base.maxPerHour,
  }
}

const toQuiet = (quiet: Json): Subscription['quiet'] =>
  parseQuiet(
    `${textOf(quiet.from)}-${textOf(quiet.to)}`,
    quiet.rule === 'critical-only' ? 'critical-only' : 'hold',
  )

/** The channel itself where it is here, else one of the same name and none other. */
function findChannelId(ask: Ask, id: string | undefined, channels: Json): string {
  if (id !== undefined && ask.guild.channels.cache.has(id)) return id
  const name = id === undefined ? undefined : textOf(channels[id])
  const alike = ask.guild.channels.cache.filter((channel) => channel.name === name)
  const only = alike.size === 1 ? alike.first() : undefined
  if (only === undefined) {
    throw new UserError(`there is no channel ${name === undefined ? 'for it' : `#${name}`} here`)
  }
  return only.id
}

/** The old id where it is this server's own or free; ids of other servers are never taken over. */
async function idFor(ask: Ask, id: string | undefined, at: number): Promise<string> {
  if (id !== undefined && /^ax-[A-Z2-7]{5}$/u.test(id)) {
    const known = await ask.deps.store.findSubscription(id)
    if (known === undefined || known.guildId === ask.guildId) return id
  }
  return freeId(ask, `${ask.interactionId}/import/${at}`)
}

function toFilters(ask: Ask, from: Json): Filters {
  const { pack, camps } = ask.deps.answers
  const known = (
    ids: readonly string[],
    entries: readonly { readonly id: string }[],
    what: string,
  ) => {
    const wrong = ids.find((id) => !entries.some((entry) => entry.id === id))
    if (wrong !== undefined) throw new UserError(`I know no ${what} “${wrong.slice(0, 60)}”`)
    return ids
  }
  const query = textOf(from.query)
  if (query !== undefined) toQuery(ask, query)
  const severity = textOf(from.severity)
  const publishersMin = numberIn(from.publishersMin, 1, 20)
  const campsMin = numberIn(from.campsMin, 1, 10)
  if (textOf(from.story) !== undefined) {
    throw new UserError('followed stories are not taken over; follow it again')
  }
  return {
    themes: known(listOf(from.themes), pack().themes, 'theme'),
    actors: known(listOf(from.actors), pack().actors, 'actor'),
    camps: known(listOf(from.camps), camps(), 'camp'),
    langs: listOf(from.langs).filter((lang) => /^[a-z]{2,3}$/u.test(lang)),
    relevance: oneOf(from.relevance, ['core', 'related', 'no'], 'relevance'),
    ...(query === undefined ? {} : { query }),
    ...(severity === undefined
      ? {}
      : { severity: oneOf<Severity>(severity, SEVERITIES, 'severity') }),
    ...(publishersMin === undefined ? {} : { publishersMin }),
    ...(campsMin === undefined ? {} : { campsMin }),
  }
}

function toSettings(ask: Ask, from: Json, notes: string[]): Imported['settings'] {
  const zone = textOf(from.zone)
  const { channels, roles } = ask.guild
  const logChannelId = here(textOf(from.logChannelId), channels.cache, 'log channel', notes)
  const analystRoleId = here(textOf(from.analystRoleId), roles.cache, 'analyst role', notes)
  const mentionRoles = listOf(from.mentionRoles).filter((id) => roles.cache.has(id))
  const sharingChannels = listOf(from.sharingChannels).filter((id) => channels.cache.has(id))
  const mutes = (Array.isArray(from.mutes) ? from.mutes : []).flatMap((one) =>
    toMute(toRecord(one)),
  )
  return {
    ...(zone === undefined ? {} : { zone: parseZone(zone) }),
    ...(logChannelId === undefined ? {} : { logChannelId }),
    ...(analystRoleId === undefined ? {} : { analystRoleId }),
    ...(mentionRoles.length > 0 ? { mentionRoles } : {}),
    sharing: from.sharing === 'off' ? 'off' : 'on',
    ...(sharingChannels.length > 0 ? { sharingChannels } : {}),
    ...(from.answers === 'public' ? { answers: 'public' as const } : {}),
    ...(mutes.length > 0 ? { mutes: mutes.slice(0, MUTES_MAX) } : {}),
  }
}

function here(
  id: string | undefined,
  known: { readonly has: (id: string) => boolean },
  what: string,
  notes: string[],
): string | undefined {
  if (id === undefined || known.has(id)) return id
  notes.push(`the ${what} is none of this server; set it again`)
  return undefined
}

function toMute(from: Json): readonly Mute[] {
  const [id, value, label, by] = [from.id, from.value, from.label, from.by].map(textOf)
  const { kind, until } = from
  const isKind = kind === 'source' || kind === 'words' || kind === 'story'
  if (!isKind || id === undefined || value === undefined || by === undefined) return []
  const ends = typeof until === 'number' ? { until } : {}
  return [
    { id, kind, value, label: label ?? value, by, at: numberIn(from.at, 0, 1e15) ?? 0, ...ends },
  ]
}

const toRecord = (value: unknown): Json =>
  // What is an object is read key by key, each checked.
  typeof value === 'object' && value !== null ? (value as Json) : {}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap((one) => textOf(one) ?? []).slice(0, 50) : []

const numbersOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'number').slice(0, 7) : []

const numberIn = (value: unknown, min: number, max: number): number | undefined =>
  typeof value === 'number' && value >= min && value <= max ? value : undefined

function oneOf<T extends string>(value: unknown, of: readonly T[], name: string): T {
  const found = of.find((one) => one === value)
  if (found === undefined) throw new UserError(`${name} is none of ${of.join(', ')}`)
  return found
}
