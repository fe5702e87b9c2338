import { expect, test } from 'vitest'
import { readBody } from './bot.ts'
import { play } from './play.ts'
import { POINTS } from './points.ts'

test('killed by SIGKILL at every named point, the whole bot loses nothing and tells nothing twice', async () => {
  const body = await readBody()
  const killed = new Set<string>()
  for (let seed = 1; seed <= 8 && killed.size < POINTS.length; seed += 1) {
    const points = POINTS.filter((point) => !killed.has(point))
    const played = await play({ seed, kills: 60, faults: true, body, real: true, points })
    expect({ seed, lost: played.lost, twice: played.twice }).toEqual({ seed, lost: [], twice: [] })
    for (const point of played.points.keys()) killed.add(point)
  }
  expect(POINTS.filter((point) => !killed.has(point))).toEqual([])
  await body.parser.close()
}, 1_800_000)
