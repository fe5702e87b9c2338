import type { Command } from 'commander'
import { MINUTE_MS } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import { type Clusterer, openClusterer } from '../story/cluster.ts'
import { toSeverityRules } from '../story/severity.ts'
import type { Matcher } from '../tag/compile.ts'
import { tagArticle } from '../tag/tag.ts'
import type { Instant, TaggedArticle } from '../types.ts'
import type { AddVerb } from './io.ts'
import { type CliIo, readLines, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'

/** All lines of one slot are one batch, as all articles of one poll round are. */
export const SLOT_MS = 5 * MINUTE_MS

/** `axis cluster`: articles in time order in, the story of each out as soon as it can no longer change. */
export const addCluster: AddVerb = (program: Command, io: CliIo) => {
  program
    .command('cluster')
    .description(
      'Groups articles into stories: JSON lines {"id","title","summary"?,"lang"?,"outlet"?,"publishedAt"} in time order on standard input; {"id","story"} out, each article once, when its story can no longer change or at the end of input.',
    )
    .option('--pack <path>', 'topic pack to tag with (default: AXIS_PACK or the axis)')
    .action(async (options: { readonly pack?: string }) => {
      const matcher = await openMatcher(io, options.pack)
      for await (const { id, story } of clusterStream(readLines(io.stdin), matcher)) {
        io.signal.throwIfAborted()
        await writeLine(io.stdout, JSON.stringify({ id, story }))
      }
    })
}

export type Placed = { readonly id: string; readonly story: string }

/**
 * The story of each article of a stream of JSON lines, in the order in which stories end; memory is
 * bounded by the articles of stories that can still change. Throws UserError on a line that cannot be read.
 */
export async function* clusterStream(
  lines: AsyncIterable<string>,
  matcher: Matcher,
): AsyncGenerator<Placed> {
  const clusterer = openClusterer({ camps: [], severity: toSeverityRules(matcher.pack.severity) })
  const open = openPlaces()
  let batch: TaggedArticle[] = []
  let slot = Number.NEGATIVE_INFINITY
  let line = 0
  for await (const text of lines) {
    line += 1
    const article = parseArticle(text, line, matcher)
    // A line that comes late is clustered with what is being read: the clock never goes back.
    const at = Math.floor(article.seenAt / SLOT_MS)
    if (at > slot) {
      yield* flush(clusterer, open, batch, slot)
      batch = []
      slot = at
    }
    batch.push(article)
  }
  yield* flush(clusterer, open, batch, slot)
  yield* open.rest()
}

function* flush(
  clusterer: Clusterer,
  open: Places,
  batch: readonly TaggedArticle[],
  slot: number,
): Generator<Placed> {
  if (batch.length === 0) return
  const now = (slot + 1) * SLOT_MS
  // Nobody is told of these stories: any of them may split.
  const { memberships } = clusterer.split(clusterer.add(batch, now))
  for (const { articleId, storyId } of memberships) {
    open.put(articleId, storyId)
  }
  for (const story of clusterer.closed(now)) yield* open.take(story)
}

type Places = {
  readonly put: (id: string, story: string) => void
  readonly take: (story: string) => Generator<Placed>
  readonly rest: () => Generator<Placed>
}

/** Which article is in which story, as long as that can change. */
function openPlaces(): Places {
  const storyOf = new Map<string, string>()
  const idsOf = new Map<string, Set<string>>()
  function* take(story: string): Generator<Placed> {
    for (const id of idsOf.get(story) ?? []) {
      storyOf.delete(id)
      yield { id, story }
    }
    idsOf.delete(story)
  }
  return {
    put: (id, story) => {
      const before = storyOf.get(id)
      if (before === story) return
      if (before !== undefined) idsOf.get(before)?.delete(id)
      storyOf.set(id, story)
      const ids = idsOf.get(story)
      if (ids) ids.add(id)
      else idsOf.set(story, new Set([id]))
    },
    take,
    rest: function* () {
      for (const story of [...idsOf.keys()]) yield* take(story)
    },
  }
}

/** One line of the stream, tagged. Throws UserError that names the line. */
export function parseArticle(text: string, line: number, matcher: Matcher): TaggedArticle {
  const value = parseLine(text, line)
  const id = textOf(value, 'id')
  const title = textOf(value, 'title')
  const published = textOf(value, 'publishedAt')
  const seenAt: Instant = Date.parse(published ?? '')
  if (id === undefined || title === undefined || Number.isNaN(seenAt)) {
    throw new UserError(
      `line ${line} of the input needs "id", "title" and "publishedAt" (ISO 8601): ${text.slice(0, 80)}`,
    )
  }
  const summary = textOf(value, 'summary')
  const outlet = textOf(value, 'outlet') ?? 'unknown'
  const languageHint = textOf(value, 'lang')
  const input = {
    title,
    ...(summary !== undefined && { summary }),
    ...(languageHint !== undefined && { languageHint }),
    outlet,
    publishedAt: seenAt,
  }
  return {
    ...input,
    id,
    feedId: outlet,
    family: outlet,
    camp: 'unknown',
    categories: [],
    seenAt,
    keys: [],
    backlog: false,
    tags: tagArticle(matcher, input),
  }
}

function parseLine(text: string, line: number): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Told below, with the line's number.
  }
  throw new UserError(`line ${line} of the input is no JSON object: ${text.slice(0, 80)}`)
}

function textOf(value: object, key: string): string | undefined {
  const field: unknown = Reflect.get(value, key)
  return typeof field === 'string' ? field : undefined
}
