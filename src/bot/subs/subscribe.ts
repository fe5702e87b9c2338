// Making a subscription: options → draft → preview → Confirm. Every step checks the permissions again.

import { PermissionFlagsBits } from 'discord.js'
import { subscribePreviewCard } from '../../card/subs.ts'
import { UserError } from '../../lib/errors.ts'
import { base32 } from '../../lib/hash.ts'
import type { Mode, Relevance, Severity, Subscription } from '../../types.ts'
import { toLang } from '../ask.ts'
import type { Ask, Given, Reply } from '../command.ts'
import { missingForBot, missingText, requireManage, type Target, toTarget } from '../permissions.ts'
import { toQuery } from '../query.ts'
import { findNamedId } from '../resolve.ts'
import { keepState } from '../state.ts'
import {
  type Basics,
  FOLLOWS_PER_GUILD,
  fromPreset,
  type Preset,
  parseTimes,
  parseZone,
  SUBSCRIPTIONS_PER_GUILD,
  toSubscription,
} from './draft-settings.ts'
import { readForecast } from './forecast.ts'

/** The drafts that the options of `/axis subscribe` ask for; throws UserError for the first thing that is wrong. */
export async function toDrafts(ask: Ask, given: Given): Promise<readonly Subscription[]> {
  const target = toTarget(ask.guild, given.id('channel') ?? ask.channelId)
  requireManage(ask.member, target.channel)
  const settings = await ask.settings()
  const zone = given.text('timezone')
  const basics: Basics = {
    id: await freeId(ask, ask.interactionId),
    guildId: ask.guildId,
    channelId: target.channel.id,
    channelKind: target.kind,
    createdBy: ask.userId,
    createdAt: ask.deps.clock.now(),
    zone: zone === undefined ? (settings.zone ?? 'UTC') : parseZone(zone),
    lang: toLang(ask.guild.preferredLocale),
  }
  // Discord sends nothing but the choices that the definition offers.
  const mode = (given.text('mode') ?? 'digest') as Mode
  const preset = given.text('preset') as Preset | undefined
  const wanted = preset === undefined ? [toSubscription(basics, mode)] : fromPreset(basics, preset)
  const role = given.id('mention')
  if (role !== undefined) requireMention(ask, role, settings.mentionRoles)
  const drafts: Subscription[] = []
  for (const [at, one] of wanted.entries()) {
    const id = at === 0 ? basics.id : await freeId(ask, `${ask.interactionId}/${at}`)
    drafts.push({ ...applyGiven(ask, given, one, role), id })
  }
  return drafts
}

/**
 * An id that no server's subscription has, or one that is `ours` already: five letters are enough to type,
 * but with some thousand servers two would meet.
 */
export async function freeId(
  ask: Ask,
  seed: string,
  isOurs: (known: Subscription) => boolean = () => false,
): Promise<string> {
  for (let n = 0; ; n += 1) {
    const id = `ax-${base32(n === 0 ? seed : `${seed}#${n}`, ID_LETTERS)}`
    const known = await ask.deps.store.findSubscription(id)
    if (known === undefined || isOurs(known)) return id
  }
}

const ID_LETTERS = 5

function applyGiven(
  ask: Ask,
  given: Given,
  draft: Subscription,
  role: string | undefined,
): Subscription {
  const theme = findNamedId(ask, 'theme', given.text('theme'))
  const actor = findNamedId(ask, 'actor', given.text('actor'))
  const query = given.text('query')
  if (query !== undefined) toQuery(ask, query)
  // Both from Discord's own choices.
  const relevance = given.text('relevance') as Relevance | undefined
  const severity = given.text('severity') as Severity | undefined
  const times = given.text('times')
  if (times !== undefined && draft.mode !== 'digest' && given.text('preset') === undefined) {
    throw new UserError(`times belong to mode:digest; ${draft.mode} posts when something happens.`)
  }
  return {
    ...draft,
    filters: {
      ...draft.filters,
      ...(theme === undefined ? {} : { themes: [theme] }),
      ...(actor === undefined ? {} : { actors: [actor] }),
      ...(query === undefined ? {} : { query }),
      ...(relevance === undefined ? {} : { relevance }),
      ...(severity === undefined ? {} : { severity }),
    },
    ...(times === undefined || draft.mode !== 'digest' ? {} : { times: parseTimes(times) }),
    ...(role === undefined ? {} : { mention: role, notify: 'role' as const }),
  }
}

/** Only roles that an admin allowed can ever be pinged (law 7). */
export function requireMention(ask: Ask, role: string, allowed: readonly string[]): void {
  if (allowed.includes(role)) return
  const name = ask.guild.roles.cache.get(role)?.name ?? role
  throw new UserError(
    `The role ${name} may not be pinged by me. An admin can allow it: /axis-admin settings mention-role-add.`,
  )
}

/** Throws where the server has as many as it may; followed stories are counted apart. */
export async function requireRoom(ask: Ask, more: readonly Subscription[]): Promise<void> {
  const all = await ask.deps.store.subscriptions({ guildId: ask.guildId })
  const follows = all.filter(isFollow).length
  const subscriptions = all.length - follows
  const moreFollows = more.filter(isFollow).length
  if (moreFollows > 0 && follows + moreFollows > FOLLOWS_PER_GUILD) {
    throw new UserError(
      `This server follows ${follows} of ${FOLLOWS_PER_GUILD} stories. End one first: /axis unsubscribe.`,
    )
  }
  const fresh = more.length - moreFollows
  if (fresh > 0 && subscriptions + fresh > SUBSCRIPTIONS_PER_GUILD) {
    throw new UserError(
      `This server has ${subscriptions} of ${SUBSCRIPTIONS_PER_GUILD} subscriptions. End one first: /axis unsubscribe.`,
    )
  }
}

/** A subscription to one story. */
export const isFollow = (one: Subscription): boolean => one.filters.story !== undefined

/** The preview with forecast, notes and Confirm / Edit / Cancel. */
export async function previewReply(ask: Ask, drafts: readonly Subscription[]): Promise<Reply> {
  const [draft] = drafts
  if (draft === undefined) throw new Error('nothing to preview')
  await requireRoom(ask, drafts)
  const target = toTarget(ask.guild, draft.channelId)
  const [context, forecast, state, settings] = await Promise.all([
    ask.context(),
    readForecast(ask, drafts),
    keepState(ask.deps.store, { by: ask.userId, drafts: JSON.stringify(drafts) }),
    ask.settings(),
  ])
  const missing = missingForBot(target)
  const nextAt = ask.deps.answers.nextSlotAt(draft, context.now)
  const input = {
    subscription: draft,
    ...(nextAt === undefined ? {} : { nextAt }),
    forecast,
    notes: [
      ...(missing.length > 0 ? [missingText(target.channel, missing)] : []),
      ...notesOf(ask, drafts, target, settings.zone),
    ],
    blocked: missing.length > 0,
    state,
    edit: true,
  }
  return { body: subscribePreviewCard(input, context) }
}

function notesOf(
  ask: Ask,
  drafts: readonly Subscription[],
  target: Target,
  guildZone: string | undefined,
): readonly string[] {
  const [draft] = drafts
  if (draft === undefined) return []
  const notes: string[] = []
  const others = drafts.slice(1)
  if (others.length > 0) {
    notes.push(
      `This preset also makes a second one here: ${others.map((one) => one.mode).join(', ')}.`,
    )
  }
  if (draft.mode === 'digest' && draft.zone === 'UTC' && guildZone === undefined) {
    notes.push(
      'Times are UTC. Give timezone, or set it for the server: /axis-admin settings timezone.',
    )
  }
  const { query } = draft.filters
  const also = query === undefined ? [] : toQuery(ask, query).also
  if (also.length > 0) notes.push(`The query also finds: ${also.slice(0, 8).join(', ')}.`)
  if (draft.mention !== undefined && !canPing(ask, draft.mention, target)) {
    notes.push(
      'I cannot ping that role here yet: make it mentionable in the server settings, or give me Mention Everyone in that channel.',
    )
  }
  return notes
}

export function canPing(ask: Ask, roleId: string, target: Target): boolean {
  const role = ask.guild.roles.cache.get(roleId)
  const me = ask.guild.members.me
  if (role?.mentionable) return true
  return me !== null && target.channel.permissionsFor(me).has(PermissionFlagsBits.MentionEveryone)
}
