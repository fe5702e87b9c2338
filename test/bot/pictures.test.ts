import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTrends } from '../../src/jobs/trends/answer.ts'
import { openPictures } from '../../src/jobs/trends/pictures.ts'
import type { DayCount } from '../../src/ports.ts'
import { drawChart } from '../../src/trend/chart.ts'
import { toDays } from '../../src/trend/count.ts'
import { CAMPS, PACK } from '../card/world.ts'
import { DAY, HOUR } from '../store/make.ts'
import { type Desk, NOW, openDesk, toAnswers } from './desk.ts'

const DAYS = 24 * HOUR
let desk: Desk

/** Three quiet weeks of every key, saved as the demo does. */
async function saveHistory(): Promise<void> {
  for (const day of toDays(DAY - 21 * DAYS, DAY)) {
    const hours = Array.from({ length: 24 }, (_, hour) => [hour, 1, 1] as const)
    const count = (kind: DayCount['kind'], id: string): DayCount => ({ day, kind, id, hours })
    await desk.store.saveDayCounts(day, true, [
      { ...count('watched', ''), hours: hours.map(([hour]) => [hour, 0, 0] as const) },
      count('actor', 'iran'),
      count('actor', 'russia'),
      count('actor', 'ukraine'),
      count('theme', 'arms-transfers'),
      count('first', 'iran|arms-transfers'),
      count('pair', 'iran|russia'),
      count('pair', 'russia|ukraine'),
    ])
  }
}

beforeAll(async () => {
  desk = await openDesk()
  await saveHistory()
  // The desk's answers are read at each question, so pictures can be handed in after its store is open.
  const { store, clock } = desk
  Object.assign(desk.deps.answers, {
    ...toAnswers(store),
    trends: (query: Parameters<typeof readTrends>[1]) => readTrends(store, query, PACK, NOW),
    pictures: openPictures({
      store,
      clock,
      log: () => undefined,
      pack: () => PACK,
      camps: CAMPS,
      draw: drawChart,
    }),
  })
})
afterAll(() => desk.close())

/** Names and alt texts of what is attached, and the names that its embeds show. */
async function picturesOf(answer: Awaited<ReturnType<Desk['ask']>>) {
  const message = await answer.whole()
  // The playground answers in Discord's own JSON.
  const wire = desk.playground.wire(message) as {
    readonly attachments: readonly {
      readonly filename: string
      readonly description?: string
      readonly url: string
      readonly width?: number
    }[]
    readonly embeds: readonly { readonly image?: { readonly url: string } }[]
  }
  return {
    files: wire.attachments,
    shown: wire.embeds.flatMap(({ image }) => image?.url.split('/').at(-1) ?? []),
  }
}

describe('pictures under answers', () => {
  test.each([
    ['axis trends', {}, ['trends.png', 'pairs.png'], 'Trends · last 7d'],
    ['axis actor', { name: 'iran' }, ['activity.png'], 'Stories a day on Iran'],
    ['axis theme', { name: 'arms-transfers' }, ['activity.png'], 'Stories a day on Arms'],
    ['axis pair', { a: 'iran', b: 'russia' }, ['activity.png'], 'Stories a day on Iran and Russia'],
    ['axis timeline', { topic: 'iran' }, ['activity.png'], 'Stories a day on Iran'],
  ])('%s %o', async (line, options, names, alt) => {
    const answer = await desk.ask(line, options)
    const { files, shown } = await picturesOf(answer)

    expect(files.map(({ filename }) => filename)).toEqual(names)
    expect(shown).toEqual(names)
    expect(files[0]?.description).toContain(alt)
    expect(files[0]?.width).toBe(1120)
    expect(desk.playground.problems()).toEqual([])
  })

  test('the bar of an actor counts what its chart counts', async () => {
    const text = await desk.read(await desk.ask('axis actor', { name: 'iran', days: 3 }))
    const chart = await desk.deps.answers.pictures?.activity({ kind: 'actor', id: 'iran' }, 3)
    const stories = /(\d+) stories, busiest/u.exec(text)?.[1]

    expect(stories).toBeDefined()
    expect(chart?.alt).toContain(`${stories} in all`)
  })

  test('a shared answer carries its pictures along, with their words', async () => {
    const shared = await desk.press(await desk.ask('axis actor', { name: 'iran' }), 'Share here')
    const { files, shown } = await picturesOf(shared)

    expect(shared.ephemeral).toBe(false)
    expect(files.map(({ filename }) => filename)).toEqual(['activity.png'])
    expect(files[0]?.description).toContain('Stories a day on Iran')
    expect(shown).toEqual(['activity.png'])
    expect(desk.playground.problems()).toEqual([])
  })

  test('numbers of a sample are marked in words as well', async () => {
    expect(await desk.read(await desk.ask('axis trends'))).toContain('these counts were generated')
  })

  test('an answer whose picture fails comes without it', async () => {
    const { answers } = desk.deps
    const before = answers.pictures
    Object.assign(answers, {
      pictures: openPictures({
        store: desk.store,
        clock: desk.clock,
        log: () => undefined,
        pack: () => PACK,
        camps: CAMPS,
        draw: () => Promise.reject(new Error('no thread')),
      }),
    })
    const answer = await desk.ask('axis actor', { name: 'iran' })
    const { files } = await picturesOf(answer)
    Object.assign(answers, { pictures: before })

    expect(files).toEqual([])
    expect(await desk.read(answer)).toContain('Iran · last 7 days')
  })

  test('the stories of a pair come as a table', async () => {
    const answer = await desk.press(
      await desk.ask('axis pair', { a: 'iran', b: 'russia' }),
      'All as CSV',
    )
    const { files } = await picturesOf(answer)
    const [file] = (await answer.whole()).attachments
    const lines = Buffer.from(file?.bytes ?? [])
      .toString('utf8')
      .split('\r\n')

    expect(files.map(({ filename }) => filename)).toEqual(['stories.csv'])
    expect(lines[0]).toContain('began,id,title')
    expect(lines).toHaveLength(12)
    expect(lines[1]).toContain('Shahed shipment number 0')
  })
})
