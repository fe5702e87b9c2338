import type { FeedFault } from '../types.ts'

/** What a reading had to repair: one entry a code with its first position, in order of appearance. */
export type Faults = {
  readonly note: (code: string, at?: number) => void
  readonly list: () => readonly FeedFault[]
}

export function openFaults(): Faults {
  const seen = new Map<string, FeedFault>()
  return {
    note: (code, at) => {
      if (!seen.has(code)) seen.set(code, at === undefined ? { code } : { code, at })
    },
    list: () => [...seen.values()],
  }
}
