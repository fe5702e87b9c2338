import { mergePack, readPackFiles } from '../config/pack.ts'
import { toPlaces } from '../config/pack-lines.ts'
import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import { lintPack } from '../tag/lint.ts'
import { testPack } from '../tag/promise.ts'
import type { AddVerb } from './io.ts'
import { writeLine } from './io.ts'
import { backtestPack } from './pack-backtest.ts'
import { printNeverHit } from './pack-hits.ts'
import { type LearnChoice, learnPack } from './pack-learn.ts'
import { openMatcher, packPath } from './pack-path.ts'
import { retagStore } from './pack-retag.ts'

/** `axis pack …`: what a maker of packs needs. */
export const addPack: AddVerb = (program, io) => {
  const pack = program.command('pack').description('check, test and apply a topic pack')

  pack
    .command('check')
    .description('look for mistakes and weak spots, each with its file, line and path')
    .argument('[path]', 'a file or folder (default: AXIS_PACK)')
    .option('--since <span>', 'also name terms that no stored article of 30d, say, hits', toSpan)
    .action(async (path: string | undefined, { since }: { readonly since?: number }) => {
      const files = await readPackFiles(packPath(io, path))
      const merged = mergePack(files)
      const found = lintPack(merged, io.now())
      const toPlace = toPlaces(files)
      for (const { level, place, text } of found) {
        await writeLine(io.stdout, `${level.padEnd(7)} ${toPlace(place)} ${text}`)
      }
      if (since !== undefined) await printNeverHit(io, merged, since, toPlace)
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

  pack
    .command('learn')
    .description('learn the second vote from labelled lines (part check is left out) and the tests')
    .argument('<files...>', 'JSON lines with relevance, themes and part, as for eval')
    .option('--pack <path>', 'a topic pack (default: AXIS_PACK)')
    .option('--out <file>', 'where to write it, such as vote.json in the folder of the pack')
    .option('--l2 <number>', 'pull of every weight to zero', Number, 6)
    .option('--weight <points>', 'most points that a vote adds or takes', Number, 3)
    .option('--floor <points>', 'points the rules must have given before', Number, 1)
    .option('--lift <points>', 'lean of every model', Number, 0.9)
    .option('--least <weight>', 'smaller weights are left out', Number, 0.1)
    .action((files: readonly string[], choice: LearnChoice) => learnPack(io, files, choice))

  pack
    .command('backtest')
    .description('what a changed pack would tag differently in the store; changes nothing')
    .argument('[path]', 'a file or folder (default: AXIS_PACK)')
    .option('--since <span>', 'such as 24h or 30d', toSpan, 30 * DAY_MS)
    .action((path: string | undefined, { since }: { readonly since: number }) =>
      backtestPack(io, path, since),
    )

  pack
    .command('retag')
    .description('apply a changed pack to stored articles and stories; may be stopped and goes on')
    .argument('[path]', 'a file or folder (default: AXIS_PACK)')
    .option('--since <span>', 'such as 24h or 30d (default: as far back as texts are kept)', toSpan)
    .action((path: string | undefined, { since }: { readonly since?: number }) =>
      retagStore(io, path, since),
    )
}

function toSpan(text: string): number {
  const match = /^(\d{1,4})([hd])$/.exec(text)
  if (!match) throw new UserError(`"${text}" is no span such as 24h or 30d`)
  return Number(match[1]) * (match[2] === 'd' ? DAY_MS : HOUR_MS)
}
