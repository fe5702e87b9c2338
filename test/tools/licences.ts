// The licences of everything that runs with the bot: `node test/tools/licences.ts` writes docs/licences.md.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
export const LICENCES_FILE = join(ROOT, 'docs', 'licences.md')

export type Dependency = {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly hasInstallScript: boolean
}

type Locked = {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

/** Every package of the lock file that is not for development alone, by name and version. */
export function runtimeDependencies(): readonly Dependency[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>
  }
  const found = Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', license, hasInstallScript = false }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      const licence = READ[name] ?? license ?? olderLicence(path)
      return { name, version, licence, hasInstallScript }
    })
  const byKey = new Map(found.map((one) => [`${one.name}@${one.version}`, one]))
  return [...byKey.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Named in a file of theirs alone, and read there. */
const READ: Readonly<Record<string, string>> = {
  sylvester: 'MIT',
  'dejavu-fonts-ttf': 'Bitstream Vera',
}

/** Packages from before the field `license` say it in `licenses`. */
function olderLicence(path: string): string {
  const file = join(ROOT, path, 'package.json')
  if (!existsSync(file)) return 'unknown'
  const { licenses = [] } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly licenses?: readonly { readonly type: string }[]
  }
  return licenses.map(({ type }) => type).join(' OR ') || 'unknown'
}

/** The page as it must stand in docs/. */
export function licencesPage(dependencies: readonly Dependency[]): string {
  const rows = dependencies.map(
    ({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`,
  )
  return `# Licences

Axis Watch is under the [MIT licence](../LICENSE). These packages run with it (\`package-lock.json\`; written by
\`node test/tools/licences.ts\`, a test keeps it fresh). Each is pinned to one version, none has an install script.

| package | version | licence |
|---|---|---|
${rows.join('\n')}
`
}

if (import.meta.main) writeFileSync(LICENCES_FILE, licencesPage(runtimeDependencies()))
