import { parseArticleLine } from '../config/json-lines.ts'
import { tagArticle } from '../tag/tag.ts'
import type { Tags } from '../types.ts'
import type { AddVerb } from './io.ts'
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
        const { id, ...input } = parseArticleLine(text, line)
        await writeLine(io.stdout, JSON.stringify(toTagLine(id, tagArticle(matcher, input))))
      }
    })
}

/** A line of output, in the shape that `tag` promises. */
export const toTagLine = (id: string, tags: Tags) => ({
  id,
  lang: tags.lang,
  relevance: tags.relevance,
  actors: tags.actors,
  assets: tags.assets,
  themes: tags.themes,
  matches: tags.matches.map(({ kind, ref, field, text, at, points }) => ({
    kind,
    ref,
    field,
    text,
    at,
    points,
  })),
})
