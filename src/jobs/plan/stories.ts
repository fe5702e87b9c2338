import type { Store, StoryFilter } from '../../ports.ts'
import type { Story } from '../../types.ts'

const PAGE = 500

/** Every story that passes the filter, newest first; no cap before ranking (law 3). */
export async function allStories(store: Store, filter: StoryFilter): Promise<readonly Story[]> {
  const stories: Story[] = []
  for (;;) {
    const page = await store.latestStories(filter, { limit: PAGE, offset: stories.length })
    stories.push(...page.items)
    if (page.items.length < PAGE) return stories
  }
}
