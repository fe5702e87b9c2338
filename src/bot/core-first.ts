import type { Page, Store, StoryFilter } from '../ports.ts'
import type { Story } from '../types.ts'

/** Related stories behind the core ones are ranked among so many of the newest. */
const NEWEST = 1000

/** The newest stories with core before related, always (commands.md, "What is shown, and when"). */
export async function coreFirst(
  store: Pick<Store, 'latestStories'>,
  filter: StoryFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<Page<Story>> {
  const core = await store.latestStories({ ...filter, relevance: 'core' }, page)
  if (filter.relevance === 'core') return core
  const isFull = core.items.length === page.limit
  const newest = await store.latestStories(filter, { limit: isFull ? 1 : NEWEST, offset: 0 })
  const related = newest.items.filter((story) => story.relevance !== 'core')
  const from = Math.max(0, page.offset - core.total)
  const items = isFull
    ? core.items
    : [...core.items, ...related.slice(from, from + page.limit - core.items.length)]
  return { ...newest, items }
}
