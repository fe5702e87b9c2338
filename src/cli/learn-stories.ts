import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ROOT } from '../main.ts'
import { type LearnText, learnBackground, withoutStream } from '../story/learn-background.ts'
import { type LearnStream, learnModel } from '../story/learn-model.ts'
import { toBackground } from '../story/model.ts'
import type { Matcher } from '../tag/compile.ts'
import { parseArticle, SLOT_MS } from './cluster.ts'
import { readAssignments } from './eval-clusters.ts'
import type { AddVerb } from './io.ts'
import { type CliIo, readLines, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'

const FOLDER = join(ROOT, 'config', 'story')

/** `axis learn-stories`: makes config/story/background.json and model.json from streams. */
export const addLearnStories: AddVerb = (program: Command, io: CliIo) => {
  const learn = program
    .command('learn-stories')
    .description('learns the numbers of config/story from files of labelled JSON lines')
  learn
    .command('background')
    .description('counts in how many articles each stem occurs: config/story/background.json')
    .argument('<files...>', 'JSON lines with title, summary, outlet')
    .action(async (files: readonly string[]) => {
      const background = learnBackground(await readRaw(files))
      await writeFile(join(FOLDER, 'background.json'), JSON.stringify(background))
    })
  learn
    .command('model')
    .description(
      'fits evidence by logistic regression and chooses thresholds on streams left out: config/story/model.json',
    )
    .argument('<files...>', 'labelled streams')
    .option('--texts <files...>', 'more texts for the background, as JSON lines')
    .option('--dry-run', 'print what was learnt and write nothing')
    .action(async (files: readonly string[], options: LearnOptions) => {
      const texts = await readRaw([...files, ...(options.texts ?? [])])
      const matcher = await openMatcher(io, undefined)
      const streams = await Promise.all(files.map((file) => readStream(file, texts, matcher)))
      const { model, leftOut } = learnModel(streams)
      for (const figures of leftOut) await writeLine(io.stdout, JSON.stringify(figures))
      await writeLine(io.stdout, JSON.stringify(model))
      if (options.dryRun) return
      await writeFile(join(FOLDER, 'model.json'), `${JSON.stringify(model, null, 2)}\n`)
    })
}

type LearnOptions = { readonly texts?: readonly string[]; readonly dryRun?: boolean }

async function readRaw(files: readonly string[]): Promise<readonly LearnText[]> {
  const texts: LearnText[] = []
  for (const file of files) {
    for await (const line of readLines(createReadStream(file))) {
      const { id, title, summary, outlet } = JSON.parse(line)
      texts.push({
        id: String(id),
        title: String(title),
        source: file,
        outlet: typeof outlet === 'string' ? outlet : '',
        ...(typeof summary === 'string' && { summary }),
      })
    }
  }
  return texts
}

/** A labelled stream with the background that it would have if nobody had seen it. */
async function readStream(
  file: string,
  texts: readonly LearnText[],
  matcher: Matcher,
): Promise<LearnStream> {
  const articles = []
  for await (const line of readLines(createReadStream(file))) {
    articles.push(parseArticle(line, articles.length + 1, matcher))
  }
  const storyOf = new Map((await readAssignments(file)).map(({ id, story }) => [id, story]))
  const slots = Map.groupBy(articles, ({ seenAt }) => Math.floor(seenAt / SLOT_MS))
  const batches = [...slots].map(([slot, batch]) => ({ now: (slot + 1) * SLOT_MS, batch }))
  const background = toBackground(learnBackground(withoutStream(texts, storyOf)))
  return { name: file, batches, storyOf, background }
}
