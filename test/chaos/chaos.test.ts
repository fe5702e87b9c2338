import { expect, test } from 'vitest'
import { readBody } from './bot.ts'
import { play } from './play.ts'

// By hand: npm run chaos -- --seed N --kills N --runs N [--real]
test('twenty kills and a failing Discord over three days: nothing is lost, nothing is told twice', async () => {
  const body = await readBody()
  const seed = 20
  const played = await play({ seed, kills: 20, faults: true, body })
  expect({ seed, lost: played.lost, twice: played.twice }).toEqual({ seed, lost: [], twice: [] })
  expect(played.kills).toBe(20)
  expect(played.digests).toBeGreaterThan(12)
  await body.parser.close()
}, 60_000)
