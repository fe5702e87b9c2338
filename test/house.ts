// The rules of docs/architecture.md as a function over sources, so that a planted breach can be shown to be caught.

export type Source = { readonly path: string; readonly text: string }

const FLOORS: Readonly<Record<string, number>> = {
  'types.ts': 0,
  'pack.ts': 0,
  'ports.ts': 0,
  lib: 1,
  config: 2,
  feed: 2,
  tag: 2,
  story: 2,
  trend: 2,
  digest: 2,
  card: 2,
  store: 3,
  bot: 3,
  jobs: 3,
  playground: 4,
  ops: 4,
  'main.ts': 5,
  cli: 5,
  worker: 5,
}

/** Rooms that may import less than their floor allows. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  bot: ['types.ts', 'pack.ts', 'ports.ts', 'lib', 'card', 'digest'],
  playground: ['types.ts', 'lib'],
}

/** Every outside package has one home: a folder or a file under src/. */
export const HOMES: Readonly<Record<string, readonly string[]>> = {
  'rss-parser': ['feed/'],
  feedsmith: ['feed/'],
  undici: ['feed/'],
  entities: ['feed/'],
  'iconv-lite': ['feed/'],
  natural: ['lib/words'],
  'node-cron': ['jobs/schedule.ts'],
  'discord.js': ['bot/'],
  '@discordjs/rest': ['bot/'],
  pg: ['store/'],
  'node:sqlite': ['store/', 'ops/backup.ts'],
  zod: ['config/'],
  yaml: ['config/'],
  'js-yaml': ['config/yaml.ts'],
  pino: ['lib/log.ts'],
  commander: ['cli/'],
  'prom-client': ['ops/metrics.ts'],
  'cli-progress': ['cli/progress.ts'],
  'd3-scale': ['trend/chart-'],
  'd3-shape': ['trend/chart-'],
  '@resvg/resvg-wasm': ['trend/chart.ts'],
  ws: ['playground/'],
  ajv: ['playground/'],
}

const EDGE_ONLY: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\bprocess\.env\b/, what: 'process.env' },
  { pattern: /\bprocess\.exit\b/, what: 'process.exit' },
  { pattern: /\bDate\.now\(/, what: 'Date.now()' },
  { pattern: /\bMath\.random\b/, what: 'Math.random' },
]

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s*'([^']+)'/g

/** Every breach of the house's rules, as `path: what`. Paths are relative to src/, with slashes. */
export function breaches(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => [...importBreaches(source), ...edgeBreaches(source)])
}

/** Files that import each other in a circle, types as well: one list a circle, in the order of the alphabet. */
export function circles(sources: readonly Source[]): readonly (readonly string[])[] {
  const imports = new Map(
    sources.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter((name) => name.startsWith('.'))
        .map((name) => resolvePath(path, name)),
    ]),
  )
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const open = [...(imports.get(from) ?? [])]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(...(imports.get(next) ?? []))
    }
    return seen
  }
  const reached = new Map([...imports.keys()].map((path) => [path, reach(path)]))
  const found = new Set<string>()
  for (const [path, to] of reached) {
    if (!to.has(path)) continue
    found.add(
      [...to]
        .filter((other) => reached.get(other)?.has(path))
        .sort()
        .join(' '),
    )
  }
  return [...found].map((one) => one.split(' '))
}

const importsOf = (text: string): readonly string[] =>
  [...withoutComments(text).matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')

function importBreaches({ path, text }: Source): string[] {
  const found: string[] = []
  for (const name of importsOf(text)) {
    const breach = name.startsWith('.') ? insideBreach(path, name) : outsideBreach(path, name)
    if (breach !== undefined) found.push(`${path}: ${breach}`)
  }
  return found
}

function insideBreach(path: string, name: string): string | undefined {
  const target = resolvePath(path, name)
  const from = roomOf(path)
  const to = roomOf(target)
  if (target.startsWith('../')) return undefined
  if (!/\.(?:ts|js|json)$/.test(name)) return `import '${name}' has no ending`
  if (from === to) return undefined
  const fromFloor = FLOORS[from]
  const toFloor = FLOORS[to]
  if (fromFloor === undefined) return `'${from}' is no room of the house`
  if (toFloor === undefined) return `'${to}' is no room of the house`
  const only = ONLY[from]
  if (only !== undefined) return only.includes(to) ? undefined : `${from}/ may not import ${to}`
  if (fromFloor === 0 || fromFloor === 5) return undefined
  return toFloor < fromFloor ? undefined : `${from} may not import ${to}`
}

function outsideBreach(path: string, name: string): string | undefined {
  const scoped = name.startsWith('@')
  const pack = name
    .split('/')
    .slice(0, scoped ? 2 : 1)
    .join('/')
  if (name === 'natural') return "import 'natural' loads all its drivers; import a part by path"
  const homes = HOMES[name] ?? HOMES[pack]
  if (homes === undefined)
    return name.startsWith('node:') ? undefined : `'${pack}' has no home in the house`
  return homes.some((home) => path.startsWith(home))
    ? undefined
    : `'${pack}' lives in ${homes.join(', ')}`
}

function edgeBreaches({ path, text }: Source): string[] {
  if (['main.ts', 'cli', 'worker'].includes(roomOf(path))) return []
  const code = withoutComments(text)
  return EDGE_ONLY.filter(({ pattern }) => pattern.test(code)).map(
    ({ what }) => `${path}: ${what} belongs to main.ts, cli/ and worker/`,
  )
}

const roomOf = (path: string): string => path.split('/')[0] ?? path

function resolvePath(from: string, name: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return `../${name}`
      parts.pop()
    } else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')
