// Settings of a server and its log: every change is kept with who, before and after, told to the log
// channel, and can be taken back.

import { toBody } from '../../card/body.ts'
import { escapeText } from '../../card/escape.ts'
import { messageOf } from '../../lib/errors.ts'
import { toLimit } from '../../lib/limit.ts'
import type { Change, GuildSettings, Store } from '../../ports.ts'
import type { MessageBody, Subscription } from '../../types.ts'
import type { Ask } from '../command.ts'
import { changeWords } from './change-words.ts'
import { isList, type ListKey, type SettingKey } from './keys.ts'

const CHANGES_KEPT = 50

/** Saves one setting; undefined takes it away. Returns the settings as they are now. */
export function changeSetting<K extends SettingKey>(
  ask: Ask,
  key: K,
  value: GuildSettings[K] | undefined,
): Promise<GuildSettings> {
  return editSettings(ask, key, (before) => ({ value, before: before[key] }))
}

/** The same for a list of which only a part changes: `edit` sees the list as it is when it is written. */
export function changeList<K extends ListKey, T>(
  ask: Ask,
  key: K,
  edit: (list: readonly T[]) => readonly T[],
): Promise<GuildSettings> {
  return editSettings(ask, key, (before) => {
    // K is a key of lists of T: the callers name both.
    const list = (before[key] ?? []) as unknown as readonly T[]
    return { value: edit(list) as unknown as GuildSettings[K], before: before[key] }
  })
}

async function editSettings<K extends SettingKey>(
  ask: Ask,
  key: K,
  edit: (before: GuildSettings) => {
    readonly value: GuildSettings[K] | undefined
    readonly before: GuildSettings[K] | undefined
  },
): Promise<GuildSettings> {
  const [settings, change] = await inTurn(ask, async () => {
    const current = await ask.settings()
    const { value, before } = edit(current)
    const { [key]: _old, ...rest } = current
    const made = isList(key)
      ? toListChange(ask, key, listOf(before), listOf(value))
      : toChange(ask, key, before, value)
    // One key is taken out and put back with the type that it has.
    const after = {
      ...rest,
      ...(value === undefined ? {} : { [key]: value }),
      changes: [made, ...(current.changes ?? [])].slice(0, CHANGES_KEPT),
    } as unknown as GuildSettings
    await ask.deps.store.saveGuildSettings(after)
    return [after, made] as const
  })
  await tellChange(ask, change, settings)
  return settings
}

/** Keeps a change of something that is stored elsewhere: a subscription, a feed. */
export async function recordChange(
  ask: Ask,
  what: string,
  before: object | undefined,
  after: object | undefined,
): Promise<void> {
  const [settings, change] = await inTurn(ask, async () => {
    const current = await ask.settings()
    const made = toChange(ask, what, before, after)
    const changes = [made, ...(current.changes ?? [])].slice(0, CHANGES_KEPT)
    const kept = { ...current, changes }
    await ask.deps.store.saveGuildSettings(kept)
    return [kept, made] as const
  })
  await tellChange(ask, change, settings)
}

/** Saves a subscription and keeps the change; `before` is undefined for a new one or one that comes back. */
export async function changeSubscription(
  ask: Ask,
  before: Subscription | undefined,
  after: Subscription,
): Promise<void> {
  await ask.deps.store.saveSubscription(after)
  if (before === undefined) return recordChange(ask, after.id, undefined, {})
  if (after.deletedAt !== undefined) return recordChange(ask, after.id, {}, undefined)
  // Only what differs: a settings row that is read with each answer must stay small.
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(Reflect.get(before, key)) !== JSON.stringify(Reflect.get(after, key)),
  )
  const pick = (of: Subscription): object =>
    Object.fromEntries(keys.map((key) => [key, Reflect.get(of, key) ?? null]))
  if (keys.length > 0) await recordChange(ask, after.id, pick(before), pick(after))
}

function toChange(ask: Ask, what: string, before: unknown, after: unknown): Change {
  return {
    at: ask.deps.clock.now(),
    by: ask.userId,
    what,
    ...(before === undefined ? {} : { before: JSON.stringify(before) }),
    ...(after === undefined ? {} : { after: JSON.stringify(after) }),
  }
}

/** Of a list only what went (`before`) and what came (`after`), so that the log stays small. */
function toListChange(
  ask: Ask,
  what: string,
  before: readonly unknown[],
  after: readonly unknown[],
): Change {
  const went = before.filter((one) => !holds(after, one))
  const came = after.filter((one) => !holds(before, one))
  return toChange(ask, what, went.length > 0 ? went : undefined, came.length > 0 ? came : undefined)
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Whether a list has an equal value. */
export const holds = (list: readonly unknown[], one: unknown): boolean => {
  const json = JSON.stringify(one)
  return list.some((other) => JSON.stringify(other) === json)
}

async function tellChange(ask: Ask, change: Change, settings: GuildSettings): Promise<void> {
  ask.deps.log('info', 'settings.changed', {
    guild: ask.guildId,
    by: ask.userId,
    what: change.what,
  })
  const words = escapeText(changeWords(ask, change), 600)
  await tellLogChannel(
    ask,
    toBody({ embeds: [{ description: `${words}, by <@${ask.userId}>` }] }),
    settings,
  )
}

/** Best effort: a log channel that is gone must not stop what is told there. Returns whether it was told. */
export async function tellLogChannel(
  ask: Ask,
  body: MessageBody,
  settings: GuildSettings,
): Promise<boolean> {
  if (settings.logChannelId === undefined) return false
  try {
    await ask.guild.client.rest.post(`/channels/${settings.logChannelId}/messages`, { body })
    return true
  } catch (error) {
    ask.deps.log('warn', 'log-channel.failed', { guild: ask.guildId, error: messageOf(error) })
    return false
  }
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>
const turns = new WeakMap<Store, Map<string, Turn>>()

/** One change of a server's settings at a time: each is read, changed and written whole. */
function inTurn<T>(ask: Ask, work: () => Promise<T>): Promise<T> {
  const ofStore = turns.get(ask.deps.store) ?? new Map<string, Turn>()
  turns.set(ask.deps.store, ofStore)
  const turn = ofStore.get(ask.guildId) ?? toLimit(1)
  ofStore.set(ask.guildId, turn)
  return turn(work)
}
