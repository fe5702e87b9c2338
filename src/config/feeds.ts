// The lists of feeds and camps: a folder of our YAML and OPML, or one such file.

import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { z } from 'zod'
import { ConfigError, messageOf } from '../lib/errors.ts'
import type { Camp, Feed } from '../types.ts'
import { type Listed, toFeeds } from './feed-list.ts'
import {
  type CampEntry,
  campsFileSchema,
  type FeedEntry,
  feedEntrySchema,
  feedsFileSchema,
} from './feed-schema.ts'
import { parseOpml } from './opml.ts'
import { toProblems } from './problem.ts'
import { readPlainYaml } from './yaml.ts'

const CAMPS_FILE = /^camps\.ya?ml$/
const UNKNOWN: Camp = { id: 'unknown', label: 'Unknown', order: 999, contrast: false }

export type FeedList = { readonly feeds: readonly Feed[]; readonly camps: readonly Camp[] }

/**
 * Reads a folder (its own *.yaml, *.yml and *.opml, and camps.yaml) or one file (our YAML or OPML 2.0, camps.yaml
 * beside it if there). Without camps declared, a feed's camp is taken as it is.
 * @throws ConfigError with every problem at once, each with file, path and value.
 */
export async function loadFeeds(path: string): Promise<FeedList> {
  const { feedFiles, campsFile } = await findFiles(path)
  const problems: string[] = []
  const listed: Listed[] = []
  const campEntries: PlacedCamp[] = []
  if (campsFile !== undefined) campEntries.push(...(await readCamps(campsFile, problems)))
  for (const file of feedFiles) {
    const isOpml = extname(file).toLowerCase() === '.opml' || (await isXml(file))
    const read = isOpml ? await readOpml(file, problems) : await readYaml(file, problems)
    listed.push(...read.listed)
    campEntries.push(...read.camps)
  }
  const camps = toCamps(campEntries, problems)
  checkCamps(listed, campEntries.length > 0 ? camps : undefined, problems)
  const feeds = toFeeds(listed, problems)
  if (problems.length === 0 && feeds.length === 0) problems.push(`${path}: lists no feed`)
  if (problems.length > 0) throw new ConfigError(problems)
  const declared = new Set(camps.map((camp) => camp.id))
  const taken = [...new Set(feeds.map((feed) => feed.camp))]
    .filter((id) => !declared.has(id))
    .map(toUndeclared)
  return { feeds, camps: [...camps, ...taken].sort((a, b) => a.order - b.order) }
}

async function findFiles(
  path: string,
): Promise<{ readonly feedFiles: readonly string[]; readonly campsFile?: string }> {
  const kind = await stat(path).catch((error) => {
    throw new ConfigError([`${path}: cannot be read: ${messageOf(error)}`])
  })
  const folder = kind.isDirectory() ? path : dirname(path)
  const names = (await readdir(folder)).sort()
  const camps = names.find((name) => CAMPS_FILE.test(name) && join(folder, name) !== path)
  const feedFiles = kind.isDirectory()
    ? names
        .filter((name) => /\.(?:ya?ml|opml)$/i.test(name) && !CAMPS_FILE.test(name))
        .map((name) => join(folder, name))
    : [path]
  if (feedFiles.length === 0) {
    throw new ConfigError([`${path}: holds no list of feeds (*.yaml, *.yml or *.opml)`])
  }
  return { feedFiles, ...(camps !== undefined && { campsFile: join(folder, camps) }) }
}

/** The data of a YAML file; undefined (with problems told) where it is none. */
async function readData(file: string, problems: string[]): Promise<unknown> {
  const bytes = await readBytes(file, problems)
  if (bytes === undefined) return undefined
  const text = bytes.toString('utf8')
  const plain = readPlainYaml(text)
  if (plain !== undefined) return plain.value ?? {}
  const { LineCounter, parseDocument } = await import('yaml')
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  for (const error of document.errors) {
    const { line, col } = lineCounter.linePos(error.pos[0])
    problems.push(`${file}:${line}:${col}: ${error.message}`)
  }
  if (document.errors.length > 0) return undefined
  try {
    // Aliases are bounded, so that a file of a few lines cannot fill the memory.
    return document.toJS({ maxAliasCount: 100 }) ?? {}
  } catch (error) {
    problems.push(`${file}: ${messageOf(error)}`)
    return undefined
  }
}

async function readBytes(file: string, problems: string[]): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    problems.push(`${file}: cannot be read: ${messageOf(error)}`)
    return undefined
  }
}

async function isXml(file: string): Promise<boolean> {
  const bytes = await readBytes(file, [])
  return bytes !== undefined && /^[^\w#-]{0,8}</.test(bytes.toString('latin1', 0, 64))
}

async function readCamps(file: string, problems: string[]): Promise<readonly PlacedCamp[]> {
  const data = await readData(file, problems)
  if (data === undefined) return []
  const parsed = campsFileSchema.safeParse(data)
  if (parsed.success) return toPlaced(file, parsed.data.camps)
  problems.push(...toProblems(file, parsed.error.issues, data))
  return []
}

type PlacedCamp = { readonly place: string; readonly entry: CampEntry }

const toPlaced = (file: string, camps: readonly CampEntry[]): readonly PlacedCamp[] =>
  camps.map((entry, index) => ({ place: `${file}: camps[${index}]`, entry }))

type ReadFile = { readonly listed: readonly Listed[]; readonly camps: readonly PlacedCamp[] }
const NOTHING: ReadFile = { listed: [], camps: [] }

async function readYaml(file: string, problems: string[]): Promise<ReadFile> {
  const data = await readData(file, problems)
  if (data === undefined) return NOTHING
  const parsed = feedsFileSchema.safeParse(data)
  if (!parsed.success) {
    problems.push(...toProblems(file, parsed.error.issues, data))
    return NOTHING
  }
  const { feeds, camp, language, camps = [] } = parsed.data
  const listed = feeds.map((entry, index) => ({
    place: `${file}: feeds[${index}]`,
    entry: { ...(camp && { camp }), ...(language && { language }), ...entry },
  }))
  return { listed, camps: toPlaced(file, camps) }
}

const opmlSchema = z.object({ outline: z.array(feedEntrySchema) })

async function readOpml(file: string, problems: string[]): Promise<ReadFile> {
  const bytes = await readBytes(file, problems)
  if (bytes === undefined) return NOTHING
  try {
    const data = { outline: parseOpml(file, bytes) }
    const parsed = opmlSchema.safeParse(data)
    if (parsed.success) {
      const listed = parsed.data.outline.map((entry, index) => ({
        place: `${file}: outline[${index}]`,
        entry,
      }))
      return { listed, camps: [] }
    }
    const told = toProblems(file, parsed.error.issues, data)
    problems.push(...told.map((problem) => problem.replace('].url ', '].xmlUrl ')))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems.push(...error.problems)
  }
  return NOTHING
}

function toCamps(entries: readonly PlacedCamp[], problems: string[]): readonly Camp[] {
  const camps: Camp[] = []
  for (const [index, { place, entry }] of entries.entries()) {
    if (camps.some((camp) => camp.id === entry.id)) {
      problems.push(`${place}.id ${JSON.stringify(entry.id)} is declared twice`)
      continue
    }
    camps.push({
      id: entry.id,
      label: entry.label,
      order: entry.order ?? index + 1,
      contrast: entry.contrast ?? true,
      ...(entry.state !== undefined && { state: entry.state }),
    })
  }
  return camps.some((camp) => camp.id === UNKNOWN.id) ? camps : [...camps, UNKNOWN]
}

function checkCamps(
  listed: readonly { readonly place: string; readonly entry: FeedEntry }[],
  camps: readonly Camp[] | undefined,
  problems: string[],
): void {
  if (camps === undefined) return
  for (const { place, entry } of listed) {
    if (entry.camp === undefined || camps.some((camp) => camp.id === entry.camp)) continue
    problems.push(
      `${place}.camp ${JSON.stringify(entry.camp)} is no declared camp (${camps.map((camp) => camp.id).join(', ')})`,
    )
  }
}

/** A camp that no file declares, by the habits of our own ids. */
const toUndeclared = (id: string, index: number): Camp => ({
  id,
  label: toLabel(id),
  order: 500 + index,
  contrast: !NO_CONTRAST.has(id),
  ...(id.endsWith('-state') && { state: true }),
})

const NO_CONTRAST: ReadonlySet<string> = new Set(['analysis', 'international'])

const toLabel = (id: string): string =>
  `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`
