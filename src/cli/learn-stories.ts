import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { UserError } from '../lib/errors.ts'
import { ROOT } from '../main.ts'
import { openClusterer } from '../story/cluster.ts'
import { STORY_MODEL, type StoryModel } from '../story/model.ts'
import { toStems } from '../story/text.ts'
import type { TaggedArticle } from '../types.ts'
import { parseArticle, SLOT_MS } from './cluster.ts'
import { type Assignment, toClusterFigures } from './eval-clusters.ts'
import type { AddVerb } from './index.ts'
import { type CliIo, readLines, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'

const FOLDER = join(ROOT, 'config', 'story')
/** A stem of fewer articles is too rare to be known beforehand, and could give away whose text it was. */
const ARTICLES_MIN = 3
/** Pair F1 that is aimed at where a stream says nothing else; precision below the floor costs. */
const PRECISION_FLOOR = 0.6
const PRECISION_COST = 1.2

/** `axis learn-stories`: makes config/story/background.json and model.json from labelled streams. */
export const addLearnStories: AddVerb = (program: Command, io: CliIo) => {
  const learn = program
    .command('learn-stories')
    .description('learns the numbers of config/story from files of labelled JSON lines')
  learn
    .command('background')
    .description('counts in how many articles each stem occurs: config/story/background.json')
    .argument('<files...>', 'JSON lines with title, summary, outlet')
    .action(async (files: readonly string[]) => learnBackground(files))
  learn
    .command('model')
    .description('searches weights and thresholds for pair F1: config/story/model.json')
    .argument('<files...>', 'labelled streams; one can be held out with --hold-out')
    .option('--seconds <n>', 'how long to search', '600')
    .option('--seed <n>', 'of the search', '1')
    .option('--hold-out <file>', 'measured at the end, never searched on; nothing is written then')
    .action(async (files: readonly string[], options: LearnOptions) => {
      await learnModel(files, options, io)
    })
}

type LearnOptions = {
  readonly seconds: string
  readonly seed: string
  readonly holdOut?: string
}

async function learnBackground(files: readonly string[]): Promise<void> {
  const counts = new Map<string, number>()
  let documents = 0
  for (const file of files) {
    for await (const line of readLines(createReadStream(file))) {
      const { title, summary, outlet } = JSON.parse(line)
      documents += 1
      for (const stem of toStems(String(title), summary ?? undefined, outlet ?? '')) {
        counts.set(stem, (counts.get(stem) ?? 0) + 1)
      }
    }
  }
  const frequencies = Object.fromEntries(
    [...counts]
      .filter(([stem, count]) => count >= ARTICLES_MIN && !/^\p{N}/u.test(stem))
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
  )
  await writeFile(join(FOLDER, 'background.json'), JSON.stringify({ documents, frequencies }))
}

type Stream = {
  readonly file: string
  readonly batches: readonly (readonly [number, readonly TaggedArticle[]])[]
  readonly labelled: readonly Assignment[]
}

async function readStream(file: string, io: CliIo): Promise<Stream> {
  const matcher = await openMatcher(io, undefined)
  const articles: TaggedArticle[] = []
  const labelled: Assignment[] = []
  for await (const line of readLines(createReadStream(file))) {
    const article = parseArticle(line, articles.length + 1, matcher)
    const { story } = JSON.parse(line)
    if (typeof story !== 'string') throw new UserError(`${file}: a line has no "story"`)
    articles.push(article)
    labelled.push({ id: article.id, story })
  }
  const slots = Map.groupBy(articles, ({ seenAt }) => Math.floor(seenAt / SLOT_MS))
  return { file, labelled, batches: [...slots] }
}

function measure({ batches, labelled }: Stream, model: StoryModel) {
  const clusterer = openClusterer({ camps: [], model })
  const storyOf = new Map<string, string>()
  for (const [slot, batch] of batches) {
    const { memberships } = clusterer.add(batch, (slot + 1) * SLOT_MS)
    for (const { articleId, storyId } of memberships) storyOf.set(articleId, storyId)
  }
  const found = [...storyOf].map(([id, story]) => ({ id, story }))
  return toClusterFigures(labelled, found).pair
}

function worth(streams: readonly Stream[], model: StoryModel): number {
  let sum = 0
  for (const stream of streams) {
    const { f1, precision } = measure(stream, model)
    sum += f1 - PRECISION_COST * Math.max(0, PRECISION_FLOOR - precision)
  }
  return sum / streams.length
}

async function learnModel(files: readonly string[], options: LearnOptions, io: CliIo) {
  const streams = await Promise.all(
    files.filter((file) => file !== options.holdOut).map((file) => readStream(file, io)),
  )
  const random = toRandom(Number(options.seed))
  let best = { model: STORY_MODEL, worth: worth(streams, STORY_MODEL) }
  const end = io.now() + Number(options.seconds) * 1000
  while (io.now() < end && !io.signal.aborted) {
    const model = vary(best.model, random)
    const value = worth(streams, model)
    if (value <= best.worth) continue
    best = { model, worth: value }
    await writeLine(io.stdout, `${value.toFixed(4)} ${JSON.stringify(model)}`)
  }
  if (options.holdOut === undefined) {
    await writeFile(join(FOLDER, 'model.json'), `${JSON.stringify(best.model, null, 2)}\n`)
    return
  }
  const { precision, recall, f1 } = measure(await readStream(options.holdOut, io), best.model)
  await writeLine(io.stdout, JSON.stringify({ holdOut: options.holdOut, precision, recall, f1 }))
}

/** One to three numbers moved a little; `sharp` stays 1: it is the unit. */
function vary(model: StoryModel, random: () => number): StoryModel {
  const weights: Record<string, number> = { ...model.weights }
  let { join: joinAt, merge } = model
  const names = [...Object.keys(weights).filter((name) => name !== 'sharp'), 'join', 'merge']
  for (let move = 0; move <= random() * 3; move += 1) {
    const name = names[Math.floor(random() * names.length)] ?? 'join'
    const step = (random() + random() + random() - 1.5) * 0.08
    if (name === 'join') joinAt += step / 2
    else if (name === 'merge') merge += step / 2
    else weights[name] = (weights[name] ?? 0) + step
  }
  return { weights, join: joinAt, merge: Math.max(merge, joinAt) }
}

function toRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
