import { expect, test } from 'vitest'
import { startTicker } from '../../src/jobs/schedule.ts'

const NEVER = '0 0 29 2 *'
const quiet = () => undefined
const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

test('a ticker ticks at its start, and when it is woken', async () => {
  let ticks = 0
  const ticker = startTicker({ name: 't', cron: NEVER, log: quiet }, async () => {
    ticks += 1
  })
  await settle()
  expect(ticks).toBe(1)
  ticker.wake()
  await settle()
  expect(ticks).toBe(2)
  await ticker.stop()
  ticker.wake()
  await settle()
  expect(ticks).toBe(2)
})

test('however often it is woken while it works, it ticks once more and never twice at a time', async () => {
  let ticks = 0
  let atOnce = 0
  let most = 0
  const ticker = startTicker({ name: 't', cron: NEVER, log: quiet }, async () => {
    ticks += 1
    atOnce += 1
    most = Math.max(most, atOnce)
    await settle()
    atOnce -= 1
  })
  ticker.wake()
  ticker.wake()
  ticker.wake()
  await settle()
  await settle()
  await settle()
  expect([ticks, most]).toEqual([2, 1])
  await ticker.stop()
})

test('a tick that fails is logged, and the next one comes', async () => {
  const failures: unknown[] = []
  let ticks = 0
  const ticker = startTicker(
    {
      name: 't',
      cron: NEVER,
      log: (_, event, fields) => void failures.push([event, fields?.reason]),
    },
    async () => {
      ticks += 1
      if (ticks === 1) throw new Error('boom')
    },
  )
  await settle()
  ticker.wake()
  await settle()
  expect(ticks).toBe(2)
  expect(failures).toEqual([['job.failed', 'boom']])
  await ticker.stop()
})
