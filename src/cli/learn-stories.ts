import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ROOT } from '../main.ts'
import { type LearnText, learnBackground } from '../story/learn-background.ts'
import { fitModel, type LearnStream, measureModel, searchModel } from '../story/learn-model.ts'
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
      'fits evidence by logistic regression, then searches for pair F1: config/story/model.json',
    )
    .argument('<files...>', 'labelled streams; one can be held out with --hold-out')
    .option('--seconds <n>', 'how long to search', '300')
    .option('--seed <n>', 'of the search', '1')
    .option('--hold-out <file>', 'measured at the end, never learnt from; nothing is written then')
    .action(async (files: readonly string[], options: LearnOptions) => {
      await learnModel(files, options, io)
    })
}

type LearnOptions = {
  readonly seconds: string
  readonly seed: string
  readonly holdOut?: string
}

async function readRaw(files: readonly string[]) {
  const texts: LearnText[] = []
  for (const file of files) {
    for await (const line of readLines(createReadStream(file))) {
      const { title, summary, outlet } = JSON.parse(line)
      texts.push({
        title: String(title),
        source: file,
        outlet: typeof outlet === 'string' ? outlet : '',
        ...(typeof summary === 'string' && { summary }),
      })
    }
  }
  return texts
}

async function readStream(file: string, io: CliIo): Promise<LearnStream> {
  const matcher = await openMatcher(io, undefined)
  const articles = []
  for await (const line of readLines(createReadStream(file))) {
    articles.push(parseArticle(line, articles.length + 1, matcher))
  }
  const storyOf = new Map((await readAssignments(file)).map(({ id, story }) => [id, story]))
  const slots = Map.groupBy(articles, ({ seenAt }) => Math.floor(seenAt / SLOT_MS))
  const batches = [...slots].map(([slot, batch]) => ({ now: (slot + 1) * SLOT_MS, batch }))
  return { name: file, batches, storyOf }
}

async function learnModel(files: readonly string[], options: LearnOptions, io: CliIo) {
  const streams = await Promise.all(
    files.filter((file) => file !== options.holdOut).map((file) => readStream(file, io)),
  )
  const end = io.now() + Number(options.seconds) * 1000
  const found = searchModel(fitModel(streams), streams, {
    seed: Number(options.seed),
    goesOn: () => io.now() < end && !io.signal.aborted,
  })
  await writeLine(io.stdout, JSON.stringify(found))
  if (options.holdOut === undefined) {
    await writeFile(join(FOLDER, 'model.json'), `${JSON.stringify(found.model, null, 2)}\n`)
    return
  }
  const held = await readStream(options.holdOut, io)
  await writeLine(
    io.stdout,
    JSON.stringify({ holdOut: held.name, ...measureModel(held, found.model) }),
  )
}
