import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LICENCES_FILE, licencesPage, runtimeDependencies } from './tools/licences.ts'

/** Licences that let anybody use, change and pass on what is under MIT beside them. */
const OPEN = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'PSF-2.0',
  // Used unchanged, as a file of its own.
  'MPL-2.0',
  // The DejaVu fonts: use and passing on are allowed.
  'Bitstream Vera',
])

const manifest = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>

describe('what runs with the bot', () => {
  const dependencies = runtimeDependencies()

  test('is under licences that allow it', () => {
    expect(dependencies.length).toBeGreaterThan(50)
    const others = dependencies.filter(({ licence }) => !OPEN.has(licence))
    expect(others).toEqual([])
  })

  test('needs no script at install', () => {
    expect(dependencies.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([])
  })

  test('is pinned to exact versions', () => {
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
      }
    }
  })

  test('is listed in docs/licences.md as it is', () => {
    expect(readFileSync(LICENCES_FILE, 'utf8')).toBe(licencesPage(dependencies))
  })
})
