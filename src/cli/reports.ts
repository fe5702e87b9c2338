import { countOf } from '../card/word.ts'
import { toPackTests } from '../config/report-tests.ts'
import type { AddVerb } from './io.ts'
import { withHouse } from './with-house.ts'

/** `axis reports export`: what readers reported, as tests of a pack. */
export const addReports: AddVerb = (program, io) => {
  program
    .command('reports')
    .description('what readers reported in Discord')
    .command('export')
    .description('reports as `tests:` of a pack, on standard output')
    .option('--guild <id>', 'only of this server')
    .option('--all', 'also what no analyst has confirmed')
    .action(({ guild, all }: { readonly guild?: string; readonly all?: boolean }) =>
      withHouse(io, async ({ store }) => {
        const reports = await store.reports(guild === undefined ? {} : { guildId: guild })
        const wanted = reports.filter(
          ({ status }) => status === 'applied' || (all === true && status === 'noted'),
        )
        io.stdout.write(toPackTests(wanted))
        const left = reports.filter(({ status }) => status === 'noted').length
        const noted = all || left === 0 ? '' : `, ${left} more that no analyst confirmed (--all)`
        io.stderr.write(`${countOf(wanted.length, 'report')}${noted}\n`)
      }),
    )
}
