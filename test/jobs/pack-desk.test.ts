import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPackDesk } from '../../src/jobs/pack/desk.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { tagArticle } from '../../src/tag/tag.ts'

const HEAD = `
id: tea
title: Tea
languages: en
sides: [{ id: a, label: A, actors: leaf }]
concepts: [{ id: brew, terms: { en: brew } }]
themes: [{ id: brewing, label: Brewing, threshold: 4, rules: ['2 brew'] }]
relevance:
  core: { threshold: 4, rules: ['2 brew @leaf'] }
  related: { threshold: 4, rules: ['2 %brewing'] }
`
const actorsOf = (names: string) => `actors: [{ id: leaf, label: Leaf, names: { en: '${names}' } }]`
const testOf = (title: string) => `tests: [{ title: '${title}', actors: leaf }]`

const clock = fixedClock(1_000)
let folder = ''
let events: { event: string; fields?: Readonly<Record<string, unknown>> }[] = []
let written = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-desk-'))
  events = []
  await write('pack.yaml', HEAD)
  await write('actors.yaml', actorsOf('Leafland'))
  await write('tests.yaml', testOf('Leafland brews'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Each write has a time of its own, whatever the clock of the file system can tell apart. */
async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text)
  written += 1
  await utimes(join(folder, name), written, written)
}

const open = () =>
  openPackDesk({
    path: folder,
    clock,
    log: (_level, event, fields) => events.push({ event, ...(fields && { fields }) }),
  })

const actors = (desk: Awaited<ReturnType<typeof open>>, title: string) =>
  tagArticle(desk.matcher(), { title }).actors

describe('a pack whose files change', () => {
  test('takes the place of the old one when it keeps its own tests', async () => {
    const desk = await open()
    const before = desk.state()
    await write('actors.yaml', actorsOf('Leafland, Cupstead'))
    expect(await desk.look()).toBe('waiting')
    clock.set(2_000)
    expect(await desk.look()).toBe('swapped')
    expect(actors(desk, 'Cupstead brews')).toEqual(['leaf'])
    expect(desk.info().actors[0]?.names.map(({ name }) => name)).toEqual(['Leafland', 'Cupstead'])
    expect(desk.state()).toEqual({ hash: desk.pack().hash, since: 2_000 })
    expect(desk.state().hash).not.toBe(before.hash)
    expect(events.map(({ event }) => event)).toEqual(['pack.swapped'])
    expect(await desk.look()).toBe('same')
  })

  test('is refused when it breaks one, and the old one stays in use', async () => {
    const desk = await open()
    const { hash } = desk.state()
    await write('actors.yaml', actorsOf('Cupstead'))
    await desk.look()
    expect(await desk.look()).toBe('refused')
    expect(actors(desk, 'Leafland brews')).toEqual(['leaf'])
    expect(desk.state()).toMatchObject({
      hash,
      refused: { reasons: ['“Leafland brews”: actors lacks leaf (has none)'] },
    })
    expect(events).toMatchObject([{ event: 'pack.refused', fields: { kept: hash } }])
    expect(await desk.look()).toBe('same')
    expect(events).toHaveLength(1)
  })

  test('is refused with every mistake and its file where it cannot be read', async () => {
    const desk = await open()
    await write('actors.yaml', `${actorsOf('Leafland')}\nsides: 7`)
    await write('tests.yaml', 'tests: [{ title: 3 }]')
    await desk.look()
    expect(await desk.look()).toBe('refused')
    const reasons = desk.state().refused?.reasons.join('\n')
    expect(reasons).toContain('actors.yaml:2: sides')
    expect(reasons).toContain('tests.yaml:1: tests[0].title')
    expect(reasons).not.toContain(tmpdir())
  })

  test('a folder that is gone is refused as well, and taken again when it is back', async () => {
    const desk = await open()
    await rm(folder, { recursive: true })
    await desk.look()
    expect(await desk.look()).toBe('refused')
    expect(actors(desk, 'Leafland brews')).toEqual(['leaf'])
    folder = await mkdtemp(join(tmpdir(), 'axis-desk-'))
  })

  test('put back as it was, nothing is refused any more', async () => {
    const desk = await open()
    await write('tests.yaml', testOf('Nobody brews'))
    await desk.look()
    await desk.look()
    expect(desk.state().refused).toBeDefined()
    await write('tests.yaml', testOf('Leafland brews'))
    await desk.look()
    expect(await desk.look()).toBe('same')
    expect(desk.state().refused).toBeUndefined()
  })

  test('waits while one file after the other is written', async () => {
    const desk = await open()
    await write('actors.yaml', actorsOf('Cupstead'))
    expect(await desk.look()).toBe('waiting')
    await write('tests.yaml', testOf('Cupstead brews'))
    expect(await desk.look()).toBe('waiting')
    expect(await desk.look()).toBe('swapped')
    expect(events.map(({ event }) => event)).toEqual(['pack.swapped'])
  })
})
