import type { Counts } from '../parts.ts'
import { type CountRow, toDayCount } from '../rows.ts'
import type { Connection } from './connection.ts'

const REMOVE_DAY = `delete from day_counts where day = ? and sample = ?`
const ADD_COUNT = `insert into day_counts (kind, id, day, sample, hours) values (?, ?, ?, ?, ?)`
const COUNTS = `
  select kind, id, day, sample, hours from day_counts
  where kind = :kind and day >= :since and day <= :until
  order by id, day, sample`
const COUNTS_OF = `
  select kind, id, day, sample, hours from day_counts
  where kind = :kind and id = :id and day >= :since and day <= :until
  order by day, sample`

/** Counts of stories by hour on SQLite. */
export function toCounts({ read, write, statement }: Connection): Counts {
  const removeDay = statement(REMOVE_DAY)
  const addCount = statement(ADD_COUNT)
  const counts = statement<CountRow>(COUNTS)
  const countsOf = statement<CountRow>(COUNTS_OF)

  return {
    saveDayCounts: (day, sample, given) => {
      const rows = given.map(({ kind, id, hours }) => [kind, id, JSON.stringify(hours)] as const)
      return write(() => {
        removeDay.run(day, sample ? 1 : 0)
        for (const [kind, id, hours] of rows) addCount.run(kind, id, day, sample ? 1 : 0, hours)
      })
    },
    dayCounts: ({ kind, id, since, until }) =>
      read(() => {
        const rows =
          id === undefined
            ? counts.all({ kind, since, until })
            : countsOf.all({ kind, id, since, until })
        return rows.map(toDayCount)
      }),
  }
}
