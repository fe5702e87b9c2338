import type { Counts } from '../parts.ts'
import { type CountRow, toDayCount } from '../rows.ts'
import { type PgConnection, toRows } from './connection.ts'

const REMOVE_DAY = `delete from day_counts where day = $1 and sample = $2`
const ADD_COUNTS = `
  insert into day_counts select * from json_populate_recordset(null::day_counts, $1)`
const COUNTS = `
  select kind, id, day, sample, hours from day_counts
  where kind = $1 and day >= $2 and day <= $3
  order by id, day, sample`
const COUNTS_OF = `
  select kind, id, day, sample, hours from day_counts
  where kind = $1 and id = $2 and day >= $3 and day <= $4
  order by day, sample`

/** Counts of stories by hour on PostgreSQL. */
export function toPgCounts({ once, write, statement }: PgConnection): Counts {
  const removeDay = statement(REMOVE_DAY)
  const addCounts = statement(ADD_COUNTS)
  const counts = statement<CountRow>(COUNTS)
  const countsOf = statement<CountRow>(COUNTS_OF)

  return {
    saveDayCounts: (day, isSample, given) => {
      const sample = isSample ? 1 : 0
      const rows = given.map(({ kind, id, hours }) => ({
        kind,
        id,
        day,
        sample,
        hours: JSON.stringify(hours),
      }))
      return write(async (db) => {
        await removeDay.run(db, day, sample)
        await addCounts.run(db, toRows(rows))
      })
    },
    dayCounts: ({ kind, id, since, until }) =>
      once(async (db) => {
        const rows =
          id === undefined
            ? await counts.all(db, kind, since, until)
            : await countsOf.all(db, kind, id, since, until)
        return rows.map(toDayCount)
      }),
  }
}
