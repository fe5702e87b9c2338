import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toNames } from '../bot/names.ts'
import { trendsCard } from '../card/trends.ts'
import { DAY_MS } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import type { PackEntry } from '../pack.ts'
import type { House } from '../worker/house.ts'
import { print } from './ask.ts'
import type { AddVerb } from './io.ts'
import { type CliIo, writeLine } from './io.ts'
import { withHouse } from './with-house.ts'

type Options = {
  readonly window: string
  readonly actor?: string
  readonly theme?: string
  readonly json?: boolean
  readonly pictures?: string
}

const WINDOWS: Readonly<Record<string, number>> = {
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
}

/** `axis trends`: what `/axis trends` answers, as text, as JSON, with its pictures as files. */
export const addTrends: AddVerb = (program, io) => {
  program
    .command('trends')
    .description(
      'themes, actors and pairs against what is usual for them, as /axis trends shows it',
    )
    .option('--window <span>', Object.keys(WINDOWS).join(', '), '7d')
    .option('--actor <name>', 'only stories with this actor, by any of its names')
    .option('--theme <name>', 'only stories of this theme')
    .option('--json', 'print the figures as JSON')
    .option('--pictures <folder>', 'write the charts there as PNG')
    .action((options: Options) => withHouse(io, (house) => tellTrends(house, io, options)))
}

async function tellTrends(house: House, io: CliIo, options: Options): Promise<void> {
  const { window, json = false, pictures: folder } = options
  const windowMs = WINDOWS[window]
  if (windowMs === undefined) {
    throw new UserError(`--window ${window} is none of ${Object.keys(WINDOWS).join(', ')}`)
  }
  const actor = findNamed(house, 'actor', options.actor)
  const theme = findNamed(house, 'theme', options.theme)
  const trends = await house.answers.trends?.({
    windowMs,
    ...(actor === undefined ? {} : { actor: actor.id }),
    ...(theme === undefined ? {} : { theme: theme.id }),
  })
  if (trends === undefined) throw new UserError('nothing counts stories here')
  const what = [actor?.label, theme?.label].filter((label) => label !== undefined).join(', ')
  if (json) await writeLine(io.stdout, JSON.stringify(trends, undefined, 2))
  else print(io, house, trendsCard({ window, what, trends }, await house.context()))
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  const title = `Trends · last ${window}${what === '' ? '' : ` · ${what}`}`
  for (const { name, data } of (await house.answers.pictures?.trends(trends, title)) ?? []) {
    await writeFile(join(folder, name), data)
    await writeLine(io.stderr, join(folder, name))
  }
}

function findNamed(
  house: House,
  kind: 'actor' | 'theme',
  name: string | undefined,
): PackEntry | undefined {
  if (name === undefined) return undefined
  const names = toNames(house.answers.pack())
  const found = names.find([kind], name)
  if (found !== undefined) return found.entry
  const near = names.near([kind], name, 3).map((one) => one.entry.label)
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`
  throw new UserError(`no ${kind} named "${name}".${hint}`)
}
