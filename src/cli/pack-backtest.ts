// `axis pack backtest`: what a changed pack would tag differently in the store.

import { type AnewDeps, decideAnew, isShown, type Outcome } from '../jobs/pack/decide-anew.ts'
import type { Store, StoryPlace } from '../ports.ts'
import { toSeverityRules } from '../story/severity.ts'
import { tagArticle } from '../tag/tag.ts'
import type { Instant, Story } from '../types.ts'
import { type CliIo, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'
import { openProgress } from './progress.ts'
import { withHouse } from './with-house.ts'

const EXAMPLES_MOST = 5
const STORIES_AT_ONCE = 100

/** Compares stored decisions of the last `since` milliseconds with those of a pack; changes nothing. */
export async function backtestPack(
  io: CliIo,
  path: string | undefined,
  since: number,
): Promise<void> {
  const matcher = await openMatcher(io, path)
  const { pack } = matcher
  await withHouse(io, async ({ store, clock, camps }) => {
    const deps: AnewDeps = {
      camps,
      pack: { hash: pack.hash, severity: toSeverityRules(pack.severity) },
      tag: (article) => tagArticle(matcher, article),
    }
    const found: Found = { articles: 0, otherwise: 0, gained: [], lost: [], other: [] }
    const progress = openProgress(io, 'stories', (await store.health()).stories)
    try {
      for await (const outcome of outcomesSince(deps, store, clock.now() - since)) {
        addTo(found, outcome)
        progress.step()
      }
    } finally {
      progress.stop()
    }
    for (const line of toLines(found)) await writeLine(io.stdout, line)
  })
}

async function* outcomesSince(
  deps: AnewDeps,
  store: Store,
  since: Instant,
): AsyncGenerator<Outcome> {
  let place: StoryPlace | undefined
  for (;;) {
    const part = await store.storiesAfter(place, STORIES_AT_ONCE)
    for (const decision of part) {
      if (decision.story.updatedAt <= since) return
      yield decideAnew(deps, decision)
    }
    const last = part.at(-1)?.story
    if (last === undefined) return
    place = { updatedAt: last.updatedAt, storyId: last.id }
  }
}

/** Stories by what becomes of them, each as a line. */
type Found = {
  articles: number
  otherwise: number
  readonly gained: string[]
  readonly lost: string[]
  /** Shown before and after, with other tags. */
  readonly other: string[]
}

function addTo(found: Found, { before, after, count, otherwise }: Outcome): void {
  found.articles += count
  found.otherwise += otherwise
  const list = isShown(after)
    ? isShown(before)
      ? found.other
      : found.gained
    : isShown(before)
      ? found.lost
      : undefined
  const [old, now] = [tagsOf(before), tagsOf(after)]
  if (list === undefined || old === now) return
  list.push(`${after.id} ${after.outlet}: ${after.title} (${old} → ${now})`)
}

const tagsOf = ({ relevance, actors, themes }: Story): string =>
  [relevance, ...actors, ...themes].join(' ')

function toLines({ articles, otherwise, gained, lost, other }: Found): readonly string[] {
  const head = `${articles} articles, ${otherwise} tagged differently; +${gained.length} stories, −${lost.length}, ${other.length} with other tags`
  return [head, ...examples('+', gained), ...examples('−', lost), ...examples('~', other)]
}

function examples(sign: string, lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, EXAMPLES_MOST).map((line) => `${sign} ${line}`)
  const more = lines.length - shown.length
  return more > 0 ? [...shown, `${sign} ${more} more`] : shown
}
