import { z } from 'zod'
import { messageOf, UserError } from '../lib/errors.ts'
import { type TagInput, tagArticle } from '../tag/tag.ts'
import type { Tags } from '../types.ts'
import type { AddVerb } from './index.ts'
import { readLines, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'

/** `axis tag`: JSON lines of articles in, JSON lines of tags out, in order, in bounded memory. */
export const addTag: AddVerb = (program, io) => {
  program
    .command('tag')
    .description('tag articles: JSON lines {"id","title","summary"?,…} on stdin, tags on stdout')
    .option('--pack <path>', 'a topic pack: one file or folder (default: AXIS_PACK)')
    .action(async (options: { pack?: string }) => {
      const matcher = await openMatcher(io, options.pack)
      let line = 0
      for await (const text of readLines(io.stdin)) {
        line += 1
        const { id, ...input } = parseTagLine(text, line)
        await writeLine(io.stdout, JSON.stringify(toTagLine(id, tagArticle(matcher, input))))
      }
    })
}

const optional = z.string().nullish()
const tagLine = z.object({
  id: z.union([z.string(), z.number().transform(String)]),
  title: z.string(),
  summary: optional,
  content: optional,
  lang: optional,
  outlet: optional,
  publishedAt: optional,
})

/** One line of input. Throws UserError that names the line and what is wrong with it. */
export function parseTagLine(text: string, line: number): TagInput & { readonly id: string } {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw new UserError(`line ${line} is no JSON: ${messageOf(error)}`)
  }
  const result = tagLine.safeParse(data)
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}`,
    )
    throw new UserError(`line ${line}: ${faults.join('; ')}`)
  }
  const { id, title, summary, content, lang, outlet, publishedAt } = result.data
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

/** A line of output, in the shape that `tag` promises. */
export const toTagLine = (id: string, tags: Tags) => ({
  id,
  lang: tags.lang,
  relevance: tags.relevance,
  actors: tags.actors,
  assets: tags.assets,
  themes: tags.themes,
  matches: tags.matches,
})
