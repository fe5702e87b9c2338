// A topic pack from one YAML file or a folder of them: parsed, checked, merged. Every mistake is reported
// at once, each with its file and path.

import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, messageOf } from '../lib/errors.ts'
import { hash128 } from '../lib/hash.ts'
import type { Pack } from '../pack.ts'
import { checkReferences } from './pack-check.ts'
import { toPosition } from './pack-lines.ts'
import { type PackFile, type PackPart, packPart } from './pack-schema.ts'
import { toPath } from './problem.ts'
import { readPlainYaml } from './yaml.ts'

/** Loads a pack. Throws ConfigError with every problem found: `config/packs/x.yaml: themes[3].terms.en is empty`. */
export async function loadPack(path: string): Promise<Pack> {
  return mergePack(await readPackFiles(path))
}

/** Names, sizes and times of a pack's files: another one means that they should be read again. */
export async function packStamp(path: string): Promise<string> {
  const files = await listFiles(path).catch(() => [])
  const stamps = files.map(async (file) => {
    const found = await stat(file).catch(() => undefined)
    return `${file} ${found?.size} ${found?.mtimeMs}`
  })
  return (await Promise.all(stamps)).join('\n')
}

/** The files of a pack, each checked alone. Throws ConfigError. */
export async function readPackFiles(path: string): Promise<readonly PackFile[]> {
  const problems: string[] = []
  const files: PackFile[] = []
  for (const file of await listFiles(path)) {
    const text = await readFile(file, 'utf8')
    const part = await parsePart(file, text, problems)
    if (part) files.push({ path: file, text, part })
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return files
}

/** One pack of its checked files. Throws ConfigError where a reference leads nowhere or a part is missing. */
export function mergePack(files: readonly PackFile[]): Pack {
  const problems: string[] = []
  const head = files.find(({ part }) => part.id !== undefined)
  const name = head?.path ?? files[0]?.path ?? 'pack'
  const once = <K extends keyof PackPart>(key: K): NonNullable<PackPart[K]> | undefined => {
    const holders = files.filter(({ part }) => part[key] !== undefined)
    for (const { path, text } of holders.slice(1)) {
      problems.push(
        `${toPosition({ path, text }, String(key))}: ${String(key)} is already in ${holders[0]?.path}`,
      )
    }
    return holders[0]?.part[key] ?? undefined
  }
  const need = <T>(value: T | undefined, key: string): T | undefined => {
    if (value === undefined) problems.push(`${name}: ${key} is missing`)
    return value
  }
  const list = <T>(pick: (part: PackPart) => readonly T[] | undefined): T[] =>
    files.flatMap(({ part }) => [...(pick(part) ?? [])])
  const blocks: Record<string, string[]> = {}
  for (const { part } of files) {
    for (const [lang, terms] of Object.entries(part.blocks ?? {})) {
      blocks[lang] = [...(blocks[lang] ?? []), ...terms]
    }
  }
  const id = need(once('id'), 'id')
  const relevance = need(once('relevance'), 'relevance')
  const vote = once('vote')
  const pack: Pack = {
    id: id ?? '',
    title: need(once('title'), 'title') ?? '',
    hash: hash128(files.map(({ text }) => `${text.length}:${text}`).join('|')),
    coreLabel: once('coreLabel') ?? 'Core',
    relatedLabel: once('relatedLabel') ?? 'Related',
    covers: once('covers') ?? '',
    languages: need(once('languages'), 'languages') ?? [],
    sides: list((part) => part.sides),
    groups: Object.assign({}, ...files.map(({ part }) => part.groups ?? {})),
    periods: list((part) => part.periods),
    actors: list((part) => part.actors),
    assets: list((part) => part.assets),
    blocks,
    concepts: list((part) => part.concepts),
    themes: list((part) => part.themes),
    relevance: relevance ?? { core: NONE, related: NONE },
    classes: list((part) => part.classes),
    signals: list((part) => part.signals),
    severity: once('severity') ?? { levels: { medium: 2, high: 5, critical: 9 }, caps: {} },
    ...(vote === undefined ? {} : { vote }),
    tests: list((part) => part.tests),
  }
  problems.push(...checkReferences(pack, files))
  if (problems.length > 0) throw new ConfigError(problems)
  return pack
}

const NONE = { threshold: 1, rules: [] }

async function listFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found)
    throw new ConfigError([`${path}: there is no such pack; AXIS_PACK names a file or a folder`])
  if (!found.isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => /\.(?:ya?ml|json)$/.test(name)).sort()
  if (names.length === 0) throw new ConfigError([`${path}: the folder holds no .yaml file`])
  return names.map((name) => join(path, name))
}

async function parsePart(
  file: string,
  text: string,
  problems: string[],
): Promise<PackPart | undefined> {
  let data: unknown
  try {
    // What a program wrote is JSON, which is read in a fiftieth of the time.
    data = file.endsWith('.json') ? JSON.parse(text) : await readYaml(file, text, problems)
  } catch (error) {
    problems.push(`${file}: ${messageOf(error)}`)
    return undefined
  }
  if (data === undefined) return undefined
  const result = packPart.safeParse(data)
  // zod leaves keys absent that are absent, which its types do not say.
  if (result.success) return result.data as PackPart
  for (const issue of result.error.issues) {
    const place = toPath(issue.path)
    problems.push(
      `${toPosition({ path: file, text }, place)}: ${place} ${issue.message}`.replace('  ', ' '),
    )
  }
  return undefined
}

/** What a document holds; undefined where it is no YAML, with the reasons. */
async function readYaml(file: string, text: string, problems: string[]): Promise<unknown> {
  const plain = readPlainYaml(text)
  if (plain !== undefined) return plain.value
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, { prettyErrors: true })
  for (const { message, linePos } of document.errors) {
    const line = linePos === undefined ? '' : `:${linePos[0].line}`
    problems.push(`${file}${line}: ${message.split('\n')[0]}`)
  }
  return document.errors.length > 0 ? undefined : (document.toJS() ?? null)
}
