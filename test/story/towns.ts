// Invented reports that one story takes in first, though they are of two events.

import type { TaggedArticle } from '../../src/types.ts'
import { hoursLater, OTHERS, toArticle } from './article.ts'

export const tell = (outlet: string, hour: number, title: string, summary: string): TaggedArticle =>
  toArticle({ outlet, title, summary, seenAt: hoursLater(hour) })

/** A vague first report draws two towns into one story; only the second report of each shows it. */
export const VAGUE = tell(
  'Morning Ledger',
  0,
  'Overnight drone attack on grain silo kills three workers',
  'Three workers died when drones hit a grain silo overnight, rescuers said.',
)
const inTown = (town: string, outlets: readonly [string, string], hour: number) => [
  tell(
    outlets[0],
    hour,
    `Drone attack on grain silo kills three workers in ${town}`,
    `Three workers died overnight when drones hit a grain silo in ${town}, rescuers said.`,
  ),
  tell(
    outlets[1],
    hour + 2,
    `${town}: three workers killed in drone attack on grain silo`,
    `Drones hit a grain silo in ${town} overnight and killed three workers, the governor said.`,
  ),
]
export const [K1 = VAGUE, K2 = VAGUE] = inTown('Kharkiv', ['Harbour Times', 'Valley Post'], 1)
export const [O1 = VAGUE, O2 = VAGUE] = inTown('Odesa', ['Evening Courier', 'Coast Gazette'], 2)
export const TWO_TOWNS: readonly (readonly TaggedArticle[])[] = [
  [VAGUE, ...OTHERS],
  [K1],
  [O1],
  [K2],
  [O2],
]
