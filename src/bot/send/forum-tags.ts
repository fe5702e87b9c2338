import { foldName } from '../../lib/fuzzy.ts'

// What is read of Discord's forum tag.
export type ForumTag = { readonly id: string; readonly name?: string; readonly moderated: boolean }

/** Discord's limit for one post. */
const TAGS_MAX = 5

/** Ids of the forum's tags that are named like one of these themes, in the order of the themes; tags for moderators are left out. */
export function wantedTags(tags: readonly ForumTag[], themes: readonly string[]): string[] {
  const open = tags.filter((tag) => !tag.moderated)
  const found = themes.flatMap((theme) => {
    const fold = foldName(theme)
    return open.filter((tag) => foldName(tag.name ?? '') === fold).map((tag) => tag.id)
  })
  return [...new Set(found)].slice(0, TAGS_MAX)
}
