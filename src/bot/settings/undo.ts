// Taking back a change that the log shows: only while nothing has changed the same thing since.

import { UserError } from '../../lib/errors.ts'
import type { Change, FeedChange, GuildSettings } from '../../ports.ts'
import type { Subscription } from '../../types.ts'
import type { Ask } from '../command.ts'
import { canChangeFeeds, saveFeedChange } from '../feeds/changes.ts'
import { stopForbiddenPings, withAllowedPing } from '../mentions.ts'
import { moveSubscription, toPlace } from '../subs/move.ts'
import { requireRoom } from '../subs/subscribe.ts'
import { findFeedId, isSetting } from './change-words.ts'
import type { ListKey, SettingKey } from './keys.ts'
import { isList } from './keys.ts'
import { changeList, changeSetting, changeSubscription, holds } from './settings.ts'

const CHANGED_SINCE =
  'It was changed again since. See /axis-admin log, and undo the newer one first.'

/** Sets what a change had changed to what it was before it; the undoing is a change of its own. */
export async function undoChange(ask: Ask, change: Change): Promise<void> {
  if (isSetting(change.what)) return undoSetting(ask, change, change.what)
  const feedId = findFeedId(change.what)
  if (feedId !== undefined) return undoFeed(ask, change, feedId)
  return undoSubscription(ask, change)
}

async function undoSetting(ask: Ask, change: Change, key: SettingKey): Promise<void> {
  if (isList(key)) return undoList(ask, change, key)
  const settings = await ask.settings()
  if (!isSame(settings[key], change.after)) throw new UserError(CHANGED_SINCE)
  await changeSetting(ask, key, parse<GuildSettings[typeof key]>(change.before))
}

/** What came goes and what went comes back; what others did to the list since stays. */
async function undoList(ask: Ask, change: Change, key: ListKey): Promise<void> {
  const came = parse<readonly unknown[]>(change.after) ?? []
  const went = parse<readonly unknown[]>(change.before) ?? []
  const settings = await changeList<ListKey, unknown>(ask, key, (list) => {
    const isOpen = came.every((one) => holds(list, one)) && !went.some((one) => holds(list, one))
    if (!isOpen) throw new UserError(CHANGED_SINCE)
    return [...list.filter((one) => !holds(came, one)), ...went]
  })
  if (key === 'mentionRoles') await stopForbiddenPings(ask, settings.mentionRoles)
}

async function undoSubscription(ask: Ask, change: Change): Promise<void> {
  const { store, clock } = ask.deps
  const current = await store.findSubscription(change.what)
  if (current === undefined) throw new UserError(`${change.what} is no longer stored.`)
  const { deletedAt, ...living } = current
  const wasEnded = change.after === undefined
  if ((deletedAt !== undefined) !== wasEnded) throw new UserError(CHANGED_SINCE)
  const { mentionRoles } = await ask.settings()
  if (wasEnded) {
    await requireRoom(ask, [living])
    return changeSubscription(ask, undefined, withAllowedPing(living, mentionRoles))
  }
  if (change.before === undefined) {
    return changeSubscription(ask, current, { ...current, deletedAt: clock.now() })
  }
  const after = withAllowedPing(asBefore(living, change), mentionRoles)
  if (after.channelId === current.channelId) return changeSubscription(ask, current, after)
  return moveSubscription(ask, current, { ...after, ...toPlace(ask, after.channelId) })
}

/** The subscription with what a change had changed as it was before; throws where something else stands there now. */
function asBefore(current: Subscription, change: Change): Subscription {
  const before = parse<Readonly<Record<string, unknown>>>(change.before) ?? {}
  const after = parse<Readonly<Record<string, unknown>>>(change.after) ?? {}
  for (const [key, value] of Object.entries(after)) {
    const now = Reflect.get(current, key) ?? null
    if (JSON.stringify(now) !== JSON.stringify(value)) throw new UserError(CHANGED_SINCE)
  }
  const kept = Object.entries({ ...current, ...before }).filter(([, value]) => value !== null)
  // Its own keys with values that it had.
  return Object.fromEntries(kept) as unknown as Subscription
}

async function undoFeed(ask: Ask, change: Change, feedId: string): Promise<void> {
  if (!canChangeFeeds(ask)) {
    throw new UserError('Feeds belong to the bot: only its operator can change them.')
  }
  const all = await ask.deps.store.feedChanges()
  const current = all.find((one) => one.feedId === feedId)
  if (!isSame(current, change.after)) throw new UserError(CHANGED_SINCE)
  await saveFeedChange(ask, feedId, parse<FeedChange>(change.before))
}

// What settings.ts kept was a value of this very type.
const parse = <T>(json: string | undefined): T | undefined =>
  json === undefined ? undefined : (JSON.parse(json) as T)

const isSame = (value: unknown, json: string | undefined): boolean =>
  (value === undefined ? undefined : JSON.stringify(value)) === json
