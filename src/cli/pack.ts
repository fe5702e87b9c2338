import { mergePack, readPackFiles } from '../config/pack.ts'
import { UserError } from '../lib/errors.ts'
import { lintPack } from '../tag/lint.ts'
import { testPack } from '../tag/promise.ts'
import type { AddVerb } from './index.ts'
import { writeLine } from './io.ts'
import { toLines } from './pack-lines.ts'
import { openMatcher, packPath } from './pack-path.ts'

/** `axis pack …`: what a maker of packs needs. */
export const addPack: AddVerb = (program, io) => {
  const pack = program.command('pack').description('check, test and apply a topic pack')

  pack
    .command('check')
    .description('look for mistakes and weak spots, each with its file, line and path')
    .argument('[path]', 'a file or folder (default: AXIS_PACK)')
    .action(async (path: string | undefined) => {
      const files = await readPackFiles(packPath(io, path))
      const found = lintPack(mergePack(files), io.now())
      const lines = toLines(files)
      for (const { level, place, text } of found) {
        await writeLine(io.stdout, `${level.padEnd(7)} ${lines(place)}: ${text}`)
      }
      const faults = found.filter(({ level }) => level === 'error').length
      await writeLine(io.stdout, `${faults} errors, ${found.length - faults} warnings`)
      if (faults > 0) throw new UserError(`the pack has ${faults} errors`)
    })

  pack
    .command('test')
    .description("run the pack's own tests: headlines and the tags they must get")
    .argument('[path]', 'a file or folder (default: AXIS_PACK)')
    .action(async (path: string | undefined) => {
      const matcher = await openMatcher(io, path)
      const failures = testPack(matcher)
      for (const { title, faults } of failures) {
        await writeLine(io.stdout, `failed  ${title}\n        ${faults.join('; ')}`)
      }
      const count = matcher.pack.tests.length
      await writeLine(io.stdout, `${count - failures.length} passed, ${failures.length} failed`)
      if (failures.length > 0) throw new UserError(`${failures.length} tests of the pack fail`)
    })
}
