import { expect, test } from 'vitest'
import { diagnose, ok } from '../../src/ops/doctor.ts'
import { checkSkew } from '../../src/ops/doctor-discord.ts'
import { checkNode, checkSpace, checkZones } from '../../src/ops/doctor-machine.ts'

test('an examination that throws is a failed line and costs the others nothing', async () => {
  const seen: string[] = []
  const { ok: isWell, checks } = await diagnose(
    [
      { name: 'first', run: () => Promise.reject(new Error('the disk is away')) },
      { name: 'second', run: async () => [ok('second', 'fine')] },
    ],
    (name) => seen.push(name),
  )
  expect(isWell).toBe(false)
  expect(checks.map(({ name, state, text }) => [name, state, text])).toEqual([
    ['first', 'fail', 'the disk is away'],
    ['second', 'ok', 'fine'],
  ])
  expect(seen.sort()).toEqual(['first', 'second'])
})

test.each([
  ['v24.0.0', 'ok'],
  ['v26.1.0', 'ok'],
  ['v22.11.0', 'fail'],
  ['nonsense', 'fail'],
])('Node %s is %s', (version, state) => {
  expect(checkNode(version).state).toBe(state)
})

test.each([
  [5_000_000_000, 'ok'],
  [999_000_000, 'warn'],
  [99_000_000, 'fail'],
])('%i bytes of free space are %s', (free, state) => {
  expect(checkSpace(free).state).toBe(state)
})

test.each([
  [0, 'ok'],
  [4000, 'ok'],
  [-4000, 'ok'],
  [5000, 'warn'],
  [-59_000, 'warn'],
  [-60_000, 'fail'],
  [undefined, 'warn'],
])('a clock that differs by %s ms is %s', (skew, state) => {
  expect(checkSkew(skew).state).toBe(state)
})

test('time zone data that still knows summer time in Iran is old', () => {
  expect(checkZones().state).toBe('ok')
  const old = checkZones((_at, zone) => (zone === 'Asia/Tehran' ? 4.5 : 3) * 3_600_000)
  expect(old).toMatchObject({ state: 'warn', text: 'old data for Asia/Tehran, Asia/Almaty' })
})
