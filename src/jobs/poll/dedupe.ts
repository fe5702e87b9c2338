import type { PollCommit } from '../../ports.ts'
import type { TaggedArticle } from '../../types.ts'

export type Deduped = {
  /** Not seen before, each once. */
  readonly fresh: readonly TaggedArticle[]
  readonly again: PollCommit['again']
  /** All keys that are known now, with what was known before, and whose they are. */
  readonly owners: ReadonlyMap<string, string>
}

/** Law 2: an article that carries any known key is the same article, within the document as well. */
export function dedupe(
  articles: readonly TaggedArticle[],
  known: ReadonlyMap<string, string>,
): Deduped {
  const owners = new Map(known)
  const fresh: TaggedArticle[] = []
  const again: PollCommit['again'][number][] = []
  for (const article of articles) {
    const owner = article.keys.map((key) => owners.get(key)).find((id) => id !== undefined)
    if (owner === undefined) fresh.push(article)
    else again.push({ articleId: owner, keys: article.keys, title: article.title })
    for (const key of article.keys) {
      if (!owners.has(key)) owners.set(key, owner ?? article.id)
    }
  }
  return { fresh, again, owners }
}
