// `axis pack backtest`: what a changed pack would tag differently in the store.

import { tagArticle } from '../tag/tag.ts'
import type { TaggedArticle } from '../types.ts'
import { type CliIo, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'
import { withHouse } from './with-house.ts'

const EXAMPLES_MOST = 5

/** Compares stored decisions of the last `since` milliseconds with those of a pack; changes nothing. */
export async function backtestPack(
  io: CliIo,
  path: string | undefined,
  since: number,
): Promise<void> {
  const matcher = await openMatcher(io, path)
  await withHouse(io, async ({ store, clock }) => {
    const stored = await store.articlesSince(clock.now() - since)
    const gained = new Map<string, string>()
    const lost = new Map<string, string>()
    const before = new Set<string>()
    const after = new Set<string>()
    let changed = 0
    for (const { article, membership } of stored) {
      const tags = tagArticle(matcher, article)
      if (article.tags.relevance !== 'no') before.add(membership.storyId)
      if (tags.relevance !== 'no') after.add(membership.storyId)
      const line = toChange(article, tags)
      if (line === undefined) continue
      changed += 1
      if (tags.relevance !== 'no' && article.tags.relevance === 'no') {
        gained.set(membership.storyId, line)
      } else if (tags.relevance === 'no' && article.tags.relevance !== 'no') {
        lost.set(membership.storyId, line)
      }
    }
    const plus = [...after].filter((id) => !before.has(id))
    const minus = [...before].filter((id) => !after.has(id))
    await writeLine(
      io.stdout,
      `${stored.length} articles, ${changed} tagged differently; +${plus.length} stories, −${minus.length}`,
    )
    for (const [sign, ids, lines] of [
      ['+', plus, gained],
      ['−', minus, lost],
    ] as const) {
      for (const id of ids.slice(0, EXAMPLES_MOST)) {
        await writeLine(io.stdout, `${sign} ${id} ${lines.get(id) ?? ''}`)
      }
      if (ids.length > EXAMPLES_MOST) {
        await writeLine(io.stdout, `${sign} ${ids.length - EXAMPLES_MOST} more`)
      }
    }
  })
}

function toChange(article: TaggedArticle, tags: TaggedArticle['tags']): string | undefined {
  const flat = ({ relevance, actors, themes }: TaggedArticle['tags']) =>
    [relevance, ...actors, ...themes].join(' ')
  const [old, now] = [flat(article.tags), flat(tags)]
  return old === now ? undefined : `${article.outlet}: ${article.title} (${old} → ${now})`
}
