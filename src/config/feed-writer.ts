// Adding to a list of feeds without touching what people wrote in it.

import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, UserError } from '../lib/errors.ts'
import type { Feed } from '../types.ts'
import { toFeeds } from './feed-list.ts'
import { type FeedEntry, feedEntrySchema } from './feed-schema.ts'
import type { FeedList } from './feeds.ts'
import { toProblems } from './problem.ts'

/** What is added goes here where the lists are a folder. */
export const OWN_FILE = 'own.yaml'
const HEAD = '# Feeds that were added by `axis feeds add` and `axis feeds import`.\nfeeds: []\n'

export type Added = { readonly file: string; readonly feeds: readonly Feed[] }

/**
 * Appends entries to the list at `path` (own.yaml where it is a folder); comments and order of what is there stay.
 * Either all are written or none. `list` is what `loadFeeds(path)` gave.
 * @throws ConfigError where an entry is wrong or stands in the list already; UserError where the list is no YAML.
 */
export async function addFeeds(
  path: string,
  entries: readonly FeedEntry[],
  list: FeedList,
): Promise<Added> {
  const file = (await stat(path)).isDirectory() ? join(path, OWN_FILE) : path
  if (!/\.ya?ml$/i.test(file)) {
    throw new UserError(
      `${file} is no YAML: point AXIS_FEEDS at a folder or a .yaml file to add feeds`,
    )
  }
  const feeds = checkEntries(entries, list)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return HEAD
    throw error
  })
  // Only here: who reads lists needs no writer of YAML.
  const { isSeq, parseDocument } = await import('yaml')
  const document = parseDocument(text)
  const items = document.get('feeds')
  if (document.errors.length > 0 || !isSeq(items)) {
    throw new UserError(`${file}: has no list \`feeds:\` to add to`)
  }
  items.flow = false
  for (const feed of feeds) items.add(document.createNode(toEntry(feed)))
  const fresh = `${file}.new`
  await writeFile(fresh, document.toString({ lineWidth: 0 }))
  await rename(fresh, file)
  return { file, feeds }
}

function checkEntries(entries: readonly FeedEntry[], { feeds, camps }: FeedList): readonly Feed[] {
  const problems: string[] = []
  const listed = feeds.map((feed) => ({ place: `feed ${feed.id}`, entry: toEntry(feed) }))
  for (const entry of entries) {
    const parsed = feedEntrySchema.safeParse(entry)
    if (!parsed.success) problems.push(...toProblems(entry.url, parsed.error.issues, entry))
    else listed.push({ place: 'the new feed', entry: parsed.data })
    if (entry.camp !== undefined && !camps.some((camp) => camp.id === entry.camp)) {
      problems.push(
        `camp ${JSON.stringify(entry.camp)} is no declared camp (${camps.map((camp) => camp.id).join(', ')})`,
      )
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  const all = toFeeds(listed, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  return all.slice(feeds.length)
}

/** A feed as an entry of a list; what is usual is left out. */
export function toEntry(feed: Feed): FeedEntry {
  const { sample: _, on, ...rest } = feed
  return { ...rest, ...(!on && { on }) }
}
