import { createReadStream, existsSync } from 'node:fs'
import type { Command } from 'commander'
import { parseArticleLine, parseLabels } from '../config/json-lines.ts'
import { UserError } from '../lib/errors.ts'
import { type TagInput, tagArticle } from '../tag/tag.ts'
import { clusterStream } from './cluster.ts'
import {
  type Assignment,
  readAssignments,
  toClusterFigures,
  toClusterTable,
} from './eval-clusters.ts'
import { type Judged, reportTags, type TagReport } from './eval-tags.ts'
import type { AddVerb } from './io.ts'
import { type CliIo, readLines, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'

type Options = {
  readonly json?: boolean
  readonly pack?: string
  readonly mistakes?: boolean
  readonly clusters?: string
}

/** `axis eval FILE`: figures of tagging against labels, for the parts *work* and *check* apart. */
export const addEval: AddVerb = (program, io) => {
  evalCommand(program).action(async (file: string | undefined, options: Options) => {
    if (options.clusters !== undefined) await evalClusters(io, options.clusters, options)
    if (file !== undefined) return evalTags(io, file, options)
    if (options.clusters === undefined) {
      throw new UserError('eval needs a file of labelled JSON lines, or --clusters FILE')
    }
  })
}

/** The command with its options, for what else measures to add its own. */
export const evalCommand = (program: Command): Command =>
  program
    .command('eval')
    .description('measure tagging against a file of labelled JSON lines')
    .argument('[file]', 'JSON lines with relevance, actors, themes and part (work or check)')
    .option('--json', 'print the figures as JSON')
    .option('--pack <path>', 'a topic pack (default: AXIS_PACK)')
    .option('--clusters <file>', 'a file of JSON lines with story: cluster it and compare')
    .option('--mistakes', 'list the mistakes, in part work alone')

async function evalClusters(io: CliIo, file: string, options: Options): Promise<void> {
  if (!existsSync(file)) throw new UserError(`${file}: there is no such file`)
  const labelledStories = await readAssignments(file)
  const matcher = await openMatcher(io, options.pack)
  const found: Assignment[] = []
  for await (const placed of clusterStream(readLines(createReadStream(file, 'utf8')), matcher)) {
    found.push(placed)
  }
  const figures = toClusterFigures(labelledStories, found)
  await writeLine(
    io.stdout,
    options.json ? JSON.stringify({ file, clusters: figures }) : toClusterTable(file, figures),
  )
}

/** Reads, tags, measures and prints. */
export async function evalTags(io: CliIo, file: string, options: Options): Promise<void> {
  if (!existsSync(file)) throw new UserError(`${file}: there is no such file`)
  const matcher = await openMatcher(io, options.pack)
  const { pack } = matcher
  const known = {
    actors: new Set(pack.actors.filter(({ parent }) => parent === undefined).map(({ id }) => id)),
    themes: new Set(pack.themes.map(({ id }) => id)),
  }
  const items: Judged[] = []
  const bare: Judged[] = []
  const inputs = new Map<string, TagInput>()
  let line = 0
  for await (const text of readLines(createReadStream(file, 'utf8'))) {
    line += 1
    const { id, ...input } = parseArticleLine(text, line)
    const { part, lang, ...labels } = parseLabels(text, line)
    const { summary: _, ...title } = input
    items.push({ id, part, lang, labels, tags: tagArticle(matcher, input) })
    bare.push({ id, part, lang, labels, tags: tagArticle(matcher, title) })
    inputs.set(id, input)
  }
  const parts = [...new Set(items.map(({ part }) => part))].sort().reverse()
  const reports = Object.fromEntries(
    parts.map((part) => [
      part,
      reportTags(
        items.filter((item) => item.part === part),
        known,
      ),
    ]),
  )
  const titles = Object.fromEntries(
    parts.map((part) => [
      part,
      reportTags(
        bare.filter((item) => item.part === part),
        known,
      ),
    ]),
  )
  if (options.json) {
    await writeLine(
      io.stdout,
      JSON.stringify({ file, pack: pack.hash, parts: reports, titlesOnly: titles }),
    )
    return
  }
  await writeLine(io.stdout, toTable(reports, titles))
  if (!options.mistakes) return
  for (const item of items.filter(({ part }) => part !== 'check')) {
    const text = toMistake(item, inputs.get(item.id))
    if (text) await writeLine(io.stdout, text)
  }
}

const percent = (value: number | undefined): string =>
  value === undefined ? '–' : value.toFixed(3).replace(/^0/, '')

function toTable(
  reports: Readonly<Record<string, TagReport>>,
  titles: Readonly<Record<string, TagReport>>,
): string {
  const parts = Object.keys(reports)
  const rows: string[][] = [['', ...parts, ...(parts.length === 2 ? ['gap'] : [])]]
  const add = (
    name: string,
    pick: (report: TagReport) => number | undefined,
    from = reports,
  ): void => {
    const values = parts.map((part) => (from[part] ? pick(from[part]) : undefined))
    const gap = values.length === 2 ? [((values[0] ?? 0) - (values[1] ?? 0)).toFixed(3)] : []
    rows.push([name, ...values.map(percent), ...gap])
  }
  const first = Object.values(reports)[0]
  rows.push(['items', ...parts.map((part) => String(reports[part]?.items ?? 0))])
  add('actors micro F1', (report) => report.actors.f1)
  add('  precision', (report) => report.actors.precision)
  add('  recall', (report) => report.actors.recall)
  for (const lang of Object.keys(first?.actorsByLang ?? {})) {
    add(
      `  ${lang} (n ${parts.map((part) => reports[part]?.actorsByLang[lang]?.n ?? 0).join('/')})`,
      (report) => report.actorsByLang[lang]?.f1,
    )
  }
  add('themes micro F1', (report) => report.themes.f1)
  add('  precision', (report) => report.themes.precision)
  add('  recall', (report) => report.themes.recall)
  add('themes macro F1', (report) => report.themesMacro)
  for (const id of Object.keys(first?.themesById ?? {})) {
    add(
      `  ${id} (n ${parts.map((part) => reports[part]?.themesById[id]?.n ?? 0).join('/')})`,
      (report) => report.themesById[id]?.f1,
    )
  }
  for (const lang of Object.keys(first?.themesByLang ?? {})) {
    add(`  themes ${lang}`, (report) => report.themesByLang[lang]?.f1)
  }
  add('relevant against no F1', (report) => report.relevant.f1)
  add('core F1', (report) => report.core.f1)
  add('  core precision', (report) => report.core.precision)
  add('  core recall', (report) => report.core.recall)
  add('false alarms on no', (report) => report.falseAlarms)
  add('titles only: actors', (report) => report.actors.f1, titles)
  add('titles only: themes', (report) => report.themes.f1, titles)
  add('titles only: relevant', (report) => report.relevant.f1, titles)
  const weak = Object.keys(first?.actorsById ?? {}).filter((id) =>
    parts.some((part) => (reports[part]?.actorsById[id]?.n ?? 0) > 0),
  )
  for (const id of weak) {
    add(
      `  actor ${id} (n ${parts.map((part) => reports[part]?.actorsById[id]?.n ?? 0).join('/')})`,
      (report) => report.actorsById[id]?.f1,
    )
  }
  const width = Math.max(...rows.map((row) => row[0]?.length ?? 0))
  return rows
    .map((row) =>
      [row[0]?.padEnd(width) ?? '', ...row.slice(1).map((cell) => cell.padStart(8))].join(' '),
    )
    .join('\n')
}

function toMistake(
  { id, lang, labels, tags }: Judged,
  input: TagInput | undefined,
): string | undefined {
  const diff = (wanted: readonly string[], given: readonly string[]) => [
    ...given.filter((one) => !wanted.includes(one)).map((one) => `+${one}`),
    ...wanted.filter((one) => !given.includes(one)).map((one) => `-${one}`),
  ]
  const actors = diff(labels.actors, tags.actors)
  const themes = diff(labels.themes, tags.themes)
  const relevance =
    labels.relevance === tags.relevance ? [] : [`${labels.relevance}→${tags.relevance}`]
  if (actors.length + themes.length + relevance.length === 0) return undefined
  return `\n[${lang}] ${id} | ${relevance.join(' ')} | ${actors.join(' ')} | ${themes.join(' ')}\n  ${input?.title}\n  ${input?.summary?.slice(0, 300) ?? ''}`
}
