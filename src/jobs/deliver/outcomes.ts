// Outcomes of deliveries on their way into the store: those of some milliseconds share one commit to the disk.

import { sleep } from '../../lib/clock.ts'
import type { DeliveryOutcome, Store } from '../../ports.ts'

type Waiting = {
  readonly outcome: DeliveryOutcome
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/**
 * Saves outcomes, each durable when its promise resolves. One waits for others for `gatherMs`, and not at all when
 * `expected` of them are there: nobody else is on the way.
 */
export function openOutcomes(
  store: Pick<Store, 'saveDeliveries'>,
  of: { readonly gatherMs: number; readonly expected: () => number },
): (outcome: DeliveryOutcome) => Promise<void> {
  let waiting: Waiting[] = []

  async function flush(batch: readonly Waiting[]): Promise<void> {
    if (batch !== waiting) return
    waiting = []
    try {
      await store.saveDeliveries(batch.map(({ outcome }) => outcome))
      for (const { done } of batch) done()
    } catch (error) {
      if (batch.length === 1) batch[0]?.failed(error)
      // What cannot be written costs the others nothing.
      else for (const one of batch) await saveAlone(one)
    }
  }

  function saveAlone({ outcome, done, failed }: Waiting): Promise<void> {
    return store.saveDeliveries([outcome]).then(done, failed)
  }

  return (outcome) =>
    new Promise((done, failed) => {
      waiting.push({ outcome, done, failed })
      const batch = waiting
      if (batch.length >= of.expected()) void flush(batch)
      else if (batch.length === 1) void sleep(of.gatherMs).then(() => flush(batch))
    })
}
