// Taking back a change that the log shows: only while nothing has changed the same thing since.

import { UserError } from '../lib/errors.ts'
import type { Change, FeedChange, GuildSettings } from '../ports.ts'
import type { Subscription } from '../types.ts'
import { findFeedId, isSetting } from './change-words.ts'
import type { Ask } from './command.ts'
import { canChangeFeeds, saveFeedChange } from './feed-changes.ts'
import { stopForbiddenPings, withAllowedPing } from './mentions.ts'
import { moveSubscription, toPlace } from './move.ts'
import {
  changeList,
  changeSetting,
  changeSubscription,
  holds,
  isList,
  type ListKey,
  type SettingKey,
} from './settings.ts'
import { requireRoom } from './subscribe.ts'

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
  const before = parse<Subscription>(change.before)
  const isEnded = current.deletedAt !== undefined
  if (isEnded !== (change.after === undefined)) throw new UserError(CHANGED_SINCE)
  if (!isEnded && !isSame(current, change.after)) throw new UserError(CHANGED_SINCE)
  if (before === undefined) {
    await changeSubscription(ask, current, { ...current, deletedAt: clock.now() })
    return
  }
  if (isEnded) await requireRoom(ask, [before])
  const { mentionRoles } = await ask.settings()
  const after = withAllowedPing(before, mentionRoles)
  if (isEnded) return changeSubscription(ask, undefined, after)
  if (after.channelId === current.channelId) return changeSubscription(ask, current, after)
  return moveSubscription(ask, current, { ...after, ...toPlace(ask, after.channelId) })
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
