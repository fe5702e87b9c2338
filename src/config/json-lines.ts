// The JSON lines that `axis tag`, `cluster` and `eval` read: checked at the border, then trusted.

import { z } from 'zod'
import { messageOf, UserError } from '../lib/errors.ts'
import type { Instant, Lang, Relevance } from '../types.ts'

/** One article to tag. */
export type ArticleLine = {
  readonly id: string
  readonly title: string
  readonly summary?: string
  readonly content?: string
  readonly languageHint?: Lang
  readonly outlet?: string
  readonly publishedAt?: Instant
}

/** What careful readers said of an article. */
export type Labels = {
  readonly part: string
  readonly lang: Lang
  readonly relevance: Relevance
  readonly actors: readonly string[]
  readonly themes: readonly string[]
}

const optional = z.string().nullish()
const articleLine = z.object({
  id: z.union([z.string(), z.number().transform(String)]),
  title: z.string(),
  summary: optional,
  content: optional,
  lang: optional,
  outlet: optional,
  publishedAt: optional,
})

const labels = z.object({
  part: z.string().default('all'),
  lang: z.string().default('und'),
  relevance: z.enum(['core', 'related', 'no']),
  actors: z.array(z.string()),
  themes: z.array(z.string()),
})

/** One line of input. Throws UserError that names the line and what is wrong with it. */
export function parseArticleLine(text: string, line: number): ArticleLine {
  const checked = parseLine(articleLine, text, line)
  const { id, title, summary, content, lang, outlet, publishedAt } = checked
  const at = publishedAt ? Date.parse(publishedAt) : undefined
  if (Number.isNaN(at)) throw new UserError(`line ${line}: publishedAt “${publishedAt}” is no date`)
  return {
    id,
    title,
    ...(summary ? { summary } : {}),
    ...(content ? { content } : {}),
    ...(lang ? { languageHint: lang } : {}),
    ...(outlet ? { outlet } : {}),
    ...(at === undefined ? {} : { publishedAt: at }),
  }
}

/** The labels of a line. Throws UserError that names the line and the label. */
export const parseLabels = (text: string, line: number): Labels => parseLine(labels, text, line)

function parseLine<T>(schema: z.ZodType<T>, text: string, line: number): T {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw new UserError(`line ${line} is no JSON: ${messageOf(error)}`)
  }
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const faults = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}`,
  )
  throw new UserError(`line ${line}: ${faults.join('; ')}`)
}
