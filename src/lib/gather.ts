/**
 * Gathers what many make at a time into batches that are written one after the other. A batch is written as soon as it
 * is full, nothing more is on its way, or its first item has waited for `waitMs`. The function that is given back makes
 * one item and resolves once that is written; nothing is written where `make` gives undefined. After a batch has failed
 * everybody is refused with its error: what comes later may rest on what was not written.
 */
export function toGather<T>(rules: {
  /** What the items of a batch weigh together at most; one item alone may weigh more. */
  readonly most: number
  readonly weigh: (item: T) => number
  readonly waitMs: number
  readonly write: (batch: readonly T[]) => Promise<void>
}): (make: () => Promise<T | undefined>) => Promise<void> {
  const waiting: Waiting<T>[] = []
  let onTheWay = 0
  let weight = 0
  let writing = false
  let late = false
  let timer: NodeJS.Timeout | undefined
  let failure: { readonly error: unknown } | undefined

  async function writeDue(): Promise<void> {
    if (writing) return
    writing = true
    while (waiting.length > 0 && (late || onTheWay === 0 || weight >= rules.most)) {
      const batch = take()
      try {
        if (failure === undefined) await rules.write(batch.map(({ item }) => item))
      } catch (error) {
        failure = { error }
      }
      for (const { resolve, reject } of batch) {
        if (failure === undefined) resolve()
        else reject(failure.error)
      }
    }
    writing = false
  }

  function take(): readonly Waiting<T>[] {
    clearTimeout(timer)
    timer = undefined
    late = false
    let count = 0
    let taken = 0
    for (const { item } of waiting) {
      const more = rules.weigh(item)
      if (count > 0 && taken + more > rules.most) break
      taken += more
      count += 1
    }
    weight -= taken
    const batch = waiting.splice(0, count)
    if (waiting.length > 0) startTimer()
    return batch
  }

  function startTimer(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      late = true
      void writeDue()
    }, rules.waitMs)
  }

  return async (make) => {
    onTheWay += 1
    let written: Promise<void> | undefined
    try {
      const item = await make()
      if (item !== undefined) {
        written = new Promise((resolve, reject) => waiting.push({ item, resolve, reject }))
        weight += rules.weigh(item)
        startTimer()
      }
    } finally {
      onTheWay -= 1
      void writeDue()
    }
    await written
  }
}

type Waiting<T> = {
  readonly item: T
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}
