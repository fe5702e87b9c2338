import { coreFirst } from '../bot/core-first.ts'
import { readActivity } from '../bot/entity.ts'
import { toNames } from '../bot/names.ts'
import { digestMessages } from '../card/digest.ts'
import { entityCard } from '../card/entity.ts'
import { latestCard } from '../card/latest.ts'
import { searchCard } from '../card/search.ts'
import { messageText } from '../card/text.ts'
import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import { parseQuery } from '../lib/query.ts'
import { packResolve } from '../lib/query-names.ts'
import type { PackEntry } from '../pack.ts'
import type { MessageBody } from '../types.ts'
import type { House } from '../worker/house.ts'
import type { AddVerb, CliIo } from './io.ts'
import { plainSubscription } from './plain-subscription.ts'
import { withHouse } from './with-house.ts'

const PAGE_SIZE = 10

/** The reader's verbs: what `/axis …` answers, in the terminal. */
export const addAsk: AddVerb = (program, io) => {
  program
    .command('latest')
    .description('the newest stories, as /axis latest shows them')
    .option('--hours <n>', 'how far back', toCount, 24)
    .action(({ hours }: { readonly hours: number }) =>
      withHouse(io, async (house) => print(io, house, await latestBody(house, hours))),
    )
  program
    .command('actor')
    .argument('<name>', 'an actor by any of its names')
    .description('one actor, as /axis actor shows it')
    .option('--days <n>', 'how far back', toCount, 7)
    .action((name: string, { days }: { readonly days: number }) =>
      withHouse(io, async (house) => print(io, house, await actorBody(house, name, days))),
    )
  program
    .command('search')
    .argument('<query...>', 'words, "exact phrase", -not, OR, ( ), actor: theme: source: …')
    .description('search everything that was read')
    .option('--all', 'what is not relevant as well')
    .action((query: readonly string[], { all }: { readonly all?: boolean }) =>
      withHouse(io, async (house) =>
        print(io, house, await searchBody(house, query.join(' '), all ?? false)),
      ),
    )
  program
    .command('digest')
    .description('what a digest would say now; writes and sends nothing')
    .option('--since <span>', 'such as 24h or 7d', toSpan, DAY_MS)
    .option('--dry-run', 'accepted for clarity: this verb never sends')
    .option('--zone <zone>', 'IANA time zone', 'UTC')
    .action(({ since, zone }: { readonly since: number; readonly zone: string }) =>
      withHouse(io, async (house) => {
        for (const body of await digestBodies(house, since, zone)) print(io, house, body)
      }),
    )
}

/** `/axis latest` for the last `hours`. */
export async function latestBody(house: House, hours: number): Promise<MessageBody> {
  const page = await coreFirst(
    house.store,
    { since: house.clock.now() - hours * HOUR_MS },
    { limit: PAGE_SIZE, offset: 0 },
  )
  return latestCard({ page, offset: 0, what: '', hours, pager: '' }, await house.context())
}

/** `/axis actor` for the last `days`; an unknown name is answered with the nearest. */
export async function actorBody(house: House, name: string, days: number): Promise<MessageBody> {
  const entry = findActor(house, name)
  const now = house.clock.now()
  const filter = { actors: [entry.id], since: now - days * DAY_MS, until: now }
  const [activity, topThemes, page] = await Promise.all([
    readActivity(house.store, { kind: 'actor', id: entry.id }, days, now),
    house.store.counts('theme', filter),
    house.store.latestStories(filter, { limit: 5, offset: 0 }),
  ])
  return entityCard(
    { entry, kind: 'actor', days, activity, topThemes, topActors: [], stories: page.items },
    await house.context(),
  )
}

function findActor(house: House, name: string): PackEntry {
  const names = toNames(house.answers.pack())
  const found = names.find(['actor'], name)
  if (found !== undefined) return found.entry
  const near = names.near(['actor'], name, 3).map((one) => one.entry.label)
  throw new UserError(
    `no actor named "${name}".${near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`}`,
  )
}

async function searchBody(house: House, query: string, all: boolean): Promise<MessageBody> {
  const parsed = parseQuery(query, packResolve(house.answers.pack()))
  if (parsed.kind === 'error') {
    throw new UserError(`${query}\n${' '.repeat(parsed.at)}^ ${parsed.text}`)
  }
  const page = await house.store.search({
    expr: parsed.expr,
    all,
    sort: 'newest',
    limit: PAGE_SIZE,
    offset: 0,
  })
  return searchCard(
    { page, offset: 0, query, also: parsed.also, sort: 'newest', pager: '' },
    await house.context(),
  )
}

/** The digest of the last `since` milliseconds as its messages. */
export async function digestBodies(
  house: House,
  since: number,
  zone: string,
): Promise<readonly MessageBody[]> {
  const to = house.clock.now()
  const subscription = plainSubscription({ id: 'ax-TERMI', createdAt: to, zone })
  const digest = await house.answers.previewDigest(subscription, to - since, to)
  return digestMessages(digest, subscription, await house.context())
}

/** A message as a person would read it, in colour where the terminal has it. */
export function print(io: CliIo, house: House, body: MessageBody): void {
  const color = 'isTTY' in io.stdout && io.stdout.isTTY === true
  io.stdout.write(`${messageText(body, { color, now: house.clock.now() })}\n\n`)
}

function toCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw new UserError(`"${text}" is no whole number from 1 to 1000`)
  }
  return count
}

function toSpan(text: string): number {
  const match = /^(\d{1,4})([hd])$/.exec(text)
  if (!match) throw new UserError(`"${text}" is no span such as 24h or 7d`)
  return Number(match[1]) * (match[2] === 'd' ? DAY_MS : HOUR_MS)
}
