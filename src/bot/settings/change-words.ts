// A change of a setting, a subscription or a feed in words; nothing here is escaped.

import { isActive } from '../../digest/mute.ts'
import type { Change, Mute } from '../../ports.ts'
import type { Ask } from '../command.ts'
import type { SettingKey } from './keys.ts'
import { isList } from './keys.ts'

export const SETTING_NAMES: Readonly<Record<SettingKey, string>> = {
  zone: 'time zone',
  logChannelId: 'log channel',
  analystRoleId: 'analyst role',
  mentionRoles: 'roles that may be pinged',
  sharing: 'sharing',
  sharingChannels: 'channels for sharing',
  answers: 'answers',
  mutes: 'mutes',
}

export const isSetting = (what: string): what is SettingKey => Object.hasOwn(SETTING_NAMES, what)

const FEED = 'feed:'
/** Under this a feed's changes are kept. */
export const feedKey = (feedId: string): string => `${FEED}${feedId}`
export const findFeedId = (what: string): string | undefined =>
  what.startsWith(FEED) ? what.slice(FEED.length) : undefined

const VALUE_MAX = 160

/** `time zone: UTC → Europe/Kyiv`, `ax-7KQ2A: times 07:00 → 07:00, 19:00`, `ax-7KQ2A ended`. */
export function changeWords(ask: Ask, change: Change): string {
  const name = isSetting(change.what) ? SETTING_NAMES[change.what] : change.what
  // Both were written by settings.ts alone, from values of these very settings.
  const before: unknown = change.before === undefined ? undefined : JSON.parse(change.before)
  const after: unknown = change.after === undefined ? undefined : JSON.parse(change.after)
  if (isSetting(change.what)) {
    return isList(change.what)
      ? `${name}: ${listWords(ask, toList(before), toList(after))}`
      : `${name}: ${valueWords(ask, before)} → ${valueWords(ask, after)}`
  }
  const kind = findFeedId(change.what) === undefined ? 'ended' : 'removed'
  if (after === undefined) return `${name} ${kind}`
  if (before === undefined) return `${name} made`
  const parts = differences(before, after).map(
    ([key, from, to]) => `${key} ${valueWords(ask, from, key)} → ${valueWords(ask, to, key)}`,
  )
  return `${name}: ${parts.join('; ') || 'as before'}`
}

type Difference = readonly [key: string, before: unknown, after: unknown]

/** Keys whose values differ; what is nested (filters, quiet) by its own keys. */
function differences(before: unknown, after: unknown): readonly Difference[] {
  const a = toRecord(before)
  const b = toRecord(after)
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return keys.flatMap((key): readonly Difference[] => {
    if (JSON.stringify(a[key]) === JSON.stringify(b[key])) return []
    if (isRecord(a[key]) && isRecord(b[key])) return differences(a[key], b[key])
    return [[key, a[key], b[key]]]
  })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const toRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  isRecord(value) ? value : {}

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** What came and what went, which is all that is kept of a list: `+ #intel, − #news`. */
function listWords(ask: Ask, went: readonly unknown[], came: readonly unknown[]): string {
  const words = [
    ...came.map((one) => `+ ${valueWords(ask, one)}`),
    ...went.map((one) => `− ${valueWords(ask, one)}`),
  ]
  return words.join(', ') || 'as before'
}

/** Keys of a subscription whose numbers are instants. */
const INSTANT_KEY = /(?:At|Until)$/u

function valueWords(ask: Ask, value: unknown, key = ''): string {
  if (value === undefined || value === null) return 'not set'
  if (typeof value === 'number' && INSTANT_KEY.test(key)) {
    return `${new Date(value).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  }
  if (Array.isArray(value)) {
    return (
      value
        .map((one) => valueWords(ask, one))
        .join(', ')
        .slice(0, VALUE_MAX) || 'none'
    )
  }
  if (isRecord(value)) {
    if (isMute(value)) {
      const ended = isActive(value, ask.deps.clock.now()) ? '' : ' (ended)'
      return `${value.kind} “${value.label}”${ended}`
    }
    const parts = Object.entries(value).map(([key, one]) => `${key} ${valueWords(ask, one)}`)
    return parts.join(', ').slice(0, VALUE_MAX)
  }
  return nameOf(ask, String(value)).slice(0, VALUE_MAX)
}

const isMute = (
  value: Readonly<Record<string, unknown>>,
): value is Mute & Record<string, unknown> =>
  'kind' in value && 'label' in value && 'value' in value

/** An id by the name that people know. */
export function nameOf(ask: Ask, id: string): string {
  const channel = ask.guild.channels.cache.get(id)
  if (channel !== undefined) return `#${channel.name}`
  const role = ask.guild.roles.cache.get(id)
  return role === undefined ? id : `@${role.name}`
}
