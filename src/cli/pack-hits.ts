// `axis pack check --since 30d`: terms that nothing in the store hits.

import type { Pack } from '../pack.ts'
import type { StoryPlace } from '../ports.ts'
import { openHitCount } from '../tag/never-hit.ts'
import { type CliIo, writeLine } from './io.ts'
import { withHouse } from './with-house.ts'

const STORIES_AT_ONCE = 200
const TERMS_SHOWN = 8

/** Prints a line for each list of the pack with terms that no article of the last `since` milliseconds hits. */
export async function printNeverHit(
  io: CliIo,
  pack: Pack,
  since: number,
  toPlace: (place: string) => string,
): Promise<void> {
  const count = openHitCount(pack)
  let articles = 0
  await withHouse(io, async ({ store, clock }) => {
    const from = clock.now() - since
    let place: StoryPlace | undefined
    for (;;) {
      const part = await store.storiesAfter(place, STORIES_AT_ONCE)
      const fresh = part.filter(({ story }) => story.updatedAt > from)
      for (const { article } of fresh.flatMap((decision) => decision.articles)) {
        count.read(article)
        articles += 1
      }
      const last = fresh.at(-1)?.story
      if (last === undefined) break
      place = { updatedAt: last.updatedAt, storyId: last.id }
    }
  })
  let never = 0
  for (const { place, of, terms } of count.neverHit()) {
    never += terms.length
    const shown = terms.slice(0, TERMS_SHOWN).join(', ')
    const more = terms.length > TERMS_SHOWN ? `, +${terms.length - TERMS_SHOWN}` : ''
    await writeLine(
      io.stdout,
      `unhit   ${toPlace(place)} ${terms.length} of ${of}: ${shown}${more}`,
    )
  }
  await writeLine(io.stdout, `${never} terms hit nothing in ${articles} articles`)
}
