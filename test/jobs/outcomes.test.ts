import { describe, expect, test } from 'vitest'
import { openOutcomes } from '../../src/jobs/deliver/outcomes.ts'
import { sleep } from '../../src/lib/clock.ts'
import type { DeliveryOutcome } from '../../src/ports.ts'
import { makeDelivery } from '../store/make.ts'

const outcome = (name: string): DeliveryOutcome => ({ delivery: makeDelivery(name), posted: [] })

/** Commits in the order in which they were made, each as the texts of its deliveries. */
function open(of: { expected: number; gatherMs?: number; refuse?: string }) {
  const commits: string[][] = []
  const save = openOutcomes(
    {
      saveDeliveries: async (outcomes) => {
        const texts = outcomes.map(({ delivery }) => delivery.body.content ?? '')
        if (of.refuse !== undefined && texts.includes(of.refuse)) throw new Error('no room')
        commits.push(texts)
      },
    },
    { gatherMs: of.gatherMs ?? 40, expected: () => of.expected },
  )
  return { commits, save: (name: string) => save(outcome(name)) }
}

describe('outcomes', () => {
  test('of some milliseconds are one commit, and each is told when it is saved', async () => {
    const { commits, save } = open({ expected: 9 })
    const saved: string[] = []
    const all = ['a', 'b', 'c'].map((name) => save(name).then(() => saved.push(name)))
    await sleep(10)
    expect([commits, saved]).toEqual([[], []])
    await Promise.all(all)
    expect([commits, saved]).toEqual([[['a', 'b', 'c']], ['a', 'b', 'c']])
    await save('d')
    expect(commits.at(-1)).toEqual(['d'])
  })

  test('do not wait when nobody else is on the way', async () => {
    const alone = open({ expected: 1, gatherMs: 60_000 })
    await alone.save('a')
    await alone.save('b')
    expect(alone.commits).toEqual([['a'], ['b']])
    const two = open({ expected: 2, gatherMs: 60_000 })
    await Promise.all([two.save('a'), two.save('b')])
    expect(two.commits).toEqual([['a', 'b']])
  })

  test('that come while others are being written are the next commit', async () => {
    const { commits, save } = open({ expected: 2, gatherMs: 20 })
    const first = [save('a'), save('b')]
    await Promise.all([...first, save('c')])
    expect(commits).toEqual([['a', 'b'], ['c']])
  })

  test('that cannot be written cost the others nothing', async () => {
    const { commits, save } = open({ expected: 3, refuse: 'b' })
    const results = await Promise.allSettled(['a', 'b', 'c'].map(save))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(commits).toEqual([['a'], ['c']])
    await expect(open({ expected: 1, refuse: 'x' }).save('x')).rejects.toThrow('no room')
  })
})
