import { readFile, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { openParserPool, type ParserPool } from '../feed/parser-pool.ts'
import { messageOf } from '../lib/errors.ts'
import type { Instant, ParsedFeed, ParsedItem } from '../types.ts'
import type { AddVerb } from './io.ts'
import { type CliIo, readLines, writeLine } from './io.ts'

/** A hostile file must be answered within a second, its start included. */
const PARSE_TIMEOUT_MS = 900
const PARSERS = 2
/** Files read and parsed ahead of the one to be printed. */
const AHEAD = 8
/** As much as a poll would read of an answer. */
const MAX_FILE_BYTES = 10 * 1024 * 1024

/** `axis parse`: file paths in, one JSON line a path out, in order, in bounded memory. */
export const addParse: AddVerb = (program: Command, io: CliIo) => {
  program
    .command('parse')
    .description(
      'Reads feed files: paths on standard input, one a line; one JSON line a path. PATH.meta.json beside a file may give {"url","contentType"}.',
    )
    .action(async () => {
      const pool = openParserPool({ timeoutMs: PARSE_TIMEOUT_MS, size: PARSERS })
      try {
        await parseAll(pool, io)
      } finally {
        await pool.close()
      }
    })
}

async function parseAll(pool: ParserPool, io: CliIo): Promise<void> {
  const ahead: Promise<string>[] = []
  for await (const line of readLines(io.stdin)) {
    io.signal.throwIfAborted()
    ahead.push(toAnswer(line.trim(), pool))
    if (ahead.length >= AHEAD) await writeLine(io.stdout, (await ahead.shift()) ?? '')
  }
  for (const answer of ahead) await writeLine(io.stdout, await answer)
}

async function toAnswer(path: string, pool: ParserPool): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > MAX_FILE_BYTES) throw new Error(`${size} bytes: more than ${MAX_FILE_BYTES}`)
    const bytes = await readFile(path)
    const outcome = await pool.parse(bytes, await readMeta(`${path}.meta.json`))
    return outcome.ok
      ? JSON.stringify({ path, ok: true, feed: toJsonFeed(outcome.feed) })
      : JSON.stringify({ path, ok: false, error: outcome.reason })
  } catch (error) {
    return JSON.stringify({ path, ok: false, error: messageOf(error) })
  }
}

async function readMeta(
  path: string,
): Promise<{ readonly url?: string; readonly contentType?: string }> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return {}
  }
  const meta: unknown = JSON.parse(text)
  if (typeof meta !== 'object' || meta === null) return {}
  const url = 'url' in meta && typeof meta.url === 'string' ? { url: meta.url } : {}
  const contentType =
    'contentType' in meta && typeof meta.contentType === 'string'
      ? { contentType: meta.contentType }
      : {}
  return { ...url, ...contentType }
}

/** The feed in the order and with the nulls that the command promises. */
export function toJsonFeed(feed: ParsedFeed): Readonly<Record<string, unknown>> {
  return {
    format: feed.format,
    title: feed.title ?? null,
    link: feed.link ?? null,
    language: feed.language ?? null,
    items: feed.items.map(toJsonItem),
    faults: feed.faults.map(({ code, at }) => (at === undefined ? { code } : { code, at })),
  }
}

const toJsonItem = (item: ParsedItem): Readonly<Record<string, unknown>> => ({
  id: item.id,
  title: item.title ?? null,
  link: item.link ?? null,
  publishedAt: toIso(item.publishedAt),
  updatedAt: toIso(item.updatedAt),
  summary: item.summary ?? null,
  content: item.content ?? null,
  author: item.author ?? null,
  categories: item.categories,
})

const toIso = (at: Instant | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString()
