import type { Store, StoryDecision, TagChange } from '../../ports.ts'
import type { Story } from '../../types.ts'
import { LeaseLost, toArticleValues, toStoryValues } from '../prepare.ts'
import {
  ARTICLE_COLUMNS,
  type ArticleRow,
  fromJson,
  isShown,
  MEMBERSHIP_COLUMNS,
  type MembershipRow,
  toArticle,
  toMembership,
  toTags,
} from '../rows.ts'
import type { Connection } from './connection.ts'
import { toSaveStory } from './ingest.ts'

const STORIES_AFTER = `
  select id, data from stories
  where merged_into is null and (updated_at, id) < (?, ?)
  order by updated_at desc, id desc
  limit ?`
const ARTICLES_OF = `
  select ${ARTICLE_COLUMNS}, ${MEMBERSHIP_COLUMNS}
  from memberships m
  join articles a on a.docid = m.docid
  left join article_texts t on t.docid = a.docid
  where m.story_id = ?
  order by m.docid`
const HELD_LEASE = `select 1 as held from leases where name = ? and holder = ? and until > ?`
const DOCID_OF = `select docid from articles where id = ?`
const HAS_STORY = `select 1 as n from stories where id = ?`
const SAVE_TAGS = `update articles set relevance = ?, tags = ? where docid = ?`
const REMOVE_WORDS: readonly string[] = [
  `delete from words_shown where rowid = ?`,
  `delete from words_rest where rowid = ?`,
]
const ADD_SHOWN_WORDS = `
  insert into words_shown (rowid, title, summary, source, facets) values (?, ?, ?, ?, ?)`
const ADD_REST_WORDS = `
  insert into words_rest (rowid, title, summary, source, facets) values (?, ?, ?, ?, ?)`

/** Deciding anew what is stored, on SQLite. */
export function toRetag(connection: Connection): Pick<Store, 'storiesAfter' | 'saveTags'> {
  const { read, write, statement } = connection
  const storiesAfter = statement<{ id: string; data: string }>(STORIES_AFTER)
  const articlesOf = statement<ArticleRow & MembershipRow>(ARTICLES_OF)
  const heldLease = statement<{ held: number }>(HELD_LEASE)
  const docidOf = statement<{ docid: number }>(DOCID_OF)
  const hasStory = statement<{ n: number }>(HAS_STORY)
  const saveTags = statement(SAVE_TAGS)
  const removeWords = REMOVE_WORDS.map((sql) => statement(sql))
  const addShown = statement(ADD_SHOWN_WORDS)
  const addRest = statement(ADD_REST_WORDS)
  const saveStory = toSaveStory(connection)

  const toDecision = ({
    id,
    data,
  }: {
    readonly id: string
    readonly data: string
  }): StoryDecision => ({
    story: fromJson<Story>(data),
    articles: articlesOf.all(id).map((row) => ({
      article: { ...toArticle(row), tags: toTags(row) },
      membership: toMembership(row),
    })),
  })

  function saveArticle({ article, words, tags }: ReturnType<typeof toArticleValues>): void {
    const docid = docidOf.get(article.id)?.docid
    if (docid === undefined) return
    saveTags.run(article.tags.relevance, tags, docid)
    for (const remove of removeWords) remove.run(docid)
    const add = isShown(article.tags.relevance) ? addShown : addRest
    add.run(docid, words.title, words.summary, words.source, words.facets)
  }

  return {
    storiesAfter: (place, limit) =>
      read(() =>
        storiesAfter
          .all(place?.updatedAt ?? Number.MAX_SAFE_INTEGER, place?.storyId ?? '', limit)
          .map(toDecision),
      ),
    saveTags: async ({ articles, stories, lease, at }: TagChange) => {
      const values = articles.map(toArticleValues)
      const saved = stories.map(toStoryValues)
      await write(() => {
        if (!heldLease.get(lease.name, lease.holder, at)) {
          throw new LeaseLost(`lease ${lease.name} is no longer held by ${lease.holder}`)
        }
        for (const article of values) saveArticle(article)
        for (const story of saved) if (hasStory.get(story.story.id)) saveStory(story)
      })
    },
  }
}
