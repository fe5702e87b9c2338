import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const mutes = async () => {
  const { mutes: all = [] } = await desk.store.guildSettings(desk.playground.world.guild.id)
  return all.map(({ kind, value }) => `${kind} ${value}`)
}

test('sources, words and stories are muted, listed and ended', async () => {
  const [story] = (await desk.store.latestStories({}, { limit: 1, offset: 0 })).items
  await desk.ask('axis-admin mute source', { outlet: 'alborz' })
  await desk.ask('axis-admin mute words', { words: 'Caspian port', hours: 24 })
  const last = await desk.ask('axis-admin mute story', { story: story?.id ?? '' })
  expect(await mutes()).toEqual([
    'source alborz.example',
    'words Caspian port',
    `story ${story?.id}`,
  ])
  const text = await desk.read(last)
  expect(text).toContain('source Alborz News · for good')
  expect(text).toContain('words Caspian port · until')
  await desk.choose(last, 'End one', [await idOf('words')])
  const ended = await desk.ask('axis-admin mute remove', { mute: 'alborz news' })
  expect(await desk.read(ended)).toContain('No longer muted: source “Alborz News”')
  expect(await mutes()).toEqual([`story ${story?.id}`])
  expect(desk.playground.problems()).toEqual([])
})

test('the same thing muted again only gets its new end', async () => {
  await desk.ask('axis-admin mute words', { words: 'winter' })
  await desk.ask('axis-admin mute words', { words: 'winter', hours: 2 })
  expect(await mutes()).toEqual(['words winter'])
})

test('a mute that ended is no longer listed', async () => {
  await desk.ask('axis-admin mute words', { words: 'winter', hours: 1 })
  desk.clock.set(desk.clock.now() + 3_600_000)
  const list = await desk.ask('axis-admin mute list')
  expect(await desk.read(list)).toContain('Nothing is muted here')
  const gone = await desk.ask('axis-admin mute remove', { mute: 'summer' })
  expect(await desk.read(gone)).toContain('Nothing is muted as “summer”')
})

test('words without a letter are refused', async () => {
  const answer = await desk.ask('axis-admin mute words', { words: '…!' })
  expect(await desk.read(answer)).toContain('holds no word')
})

test('a mute can be undone from the log, and an earlier change too', async () => {
  await desk.ask('axis-admin settings timezone', { zone: 'Europe/Kyiv' })
  await desk.ask('axis-admin mute words', { words: 'winter' })
  const log = await desk.ask('axis-admin log')
  expect(await desk.read(log)).toContain('mutes: + words “winter”')
  const settings = await desk.store.guildSettings(desk.playground.world.guild.id)
  const zone = settings.changes?.find((change) => change.what === 'zone')
  await desk.choose(log, 'Undo an earlier one', [`${zone?.at}:zone`])
  const after = await desk.store.guildSettings(desk.playground.world.guild.id)
  expect(after.zone).toBeUndefined()
  expect(after.mutes).toHaveLength(1)
  const again = await desk.ask('axis-admin log')
  const refused = await desk.choose(again, 'Undo an earlier one', [`${zone?.at}:zone`])
  expect(await desk.read(refused)).toContain('It was changed again since')
})

test('an earlier mute is undone, and what was muted since stays', async () => {
  await desk.ask('axis-admin mute words', { words: 'winter' })
  await desk.ask('axis-admin mute words', { words: 'summer' })
  const log = await desk.ask('axis-admin log')
  const { changes = [] } = await desk.store.guildSettings(desk.playground.world.guild.id)
  expect(changes.map((change) => JSON.parse(change.after ?? '[]'))).toMatchObject([
    [{ value: 'summer' }],
    [{ value: 'winter' }],
  ])
  await desk.choose(log, 'Undo an earlier one', [`${changes[1]?.at}:mutes`])
  expect(await mutes()).toEqual(['words summer'])
  const again = await desk.ask('axis-admin log')
  const refused = await desk.choose(again, 'Undo an earlier one', [`${changes[1]?.at}:mutes`])
  expect(await desk.read(refused)).toContain('It was changed again since')
})

async function idOf(kind: string): Promise<string> {
  const { mutes: all = [] } = await desk.store.guildSettings(desk.playground.world.guild.id)
  return all.find((mute) => mute.kind === kind)?.id ?? ''
}
