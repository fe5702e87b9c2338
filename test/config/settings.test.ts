import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, loadSettings } from '../../src/config/settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'axis-settings-'))
function fileWith(text: string): string {
  const path = join(folder, `${Math.abs(hash(text))}.yaml`)
  writeFileSync(path, text)
  return path
}
const hash = (text: string): number =>
  [...text].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) | 0, 7)

describe('settings', () => {
  test('the file that ships says the defaults', async () => {
    const shipped = join(import.meta.dirname, '..', '..', 'config', 'settings.yaml')
    expect(await loadSettings(shipped)).toEqual(DEFAULT_SETTINGS)
  })

  test('an empty file is a whole one', async () => {
    expect(await loadSettings(fileWith('# nothing\n'))).toEqual(DEFAULT_SETTINGS)
  })

  test('one value changes, the others keep their defaults', async () => {
    const settings = await loadSettings(fileWith('poll:\n  concurrency: 4\n'))
    expect(settings.poll).toEqual({ ...DEFAULT_SETTINGS.poll, concurrency: 4 })
  })

  test('every mistake is told at once with file, path and value', async () => {
    const path = fileWith('poll:\n  concurrency: 0\ndigest:\n  zone: Mars/Base\nsurprise: 1\n')
    await expect(loadSettings(path)).rejects.toThrow(
      expect.objectContaining({
        problems: expect.arrayContaining([
          expect.stringContaining(`${path}: poll.concurrency 0`),
          expect.stringContaining(`${path}: digest.zone "Mars/Base": is no IANA time zone`),
          expect.stringContaining('surprise'),
        ]),
      }),
    )
  })

  test('a file that is no YAML is said to be none, with the place', async () => {
    await expect(loadSettings(fileWith('poll: [1,\n'))).rejects.toThrow(/line/)
  })

  test('a file that is not there is named', async () => {
    await expect(loadSettings('/nowhere/settings.yaml')).rejects.toThrow('/nowhere/settings.yaml')
  })
})
