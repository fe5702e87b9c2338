import type { Store } from '../../src/ports.ts'

/** Opens a new store without anything in it. */
export type OpenEmpty = () => Promise<Store>

/** A test body on an empty store that is closed afterwards. */
export const withStore =
  (open: OpenEmpty, body: (store: Store) => Promise<void>): (() => Promise<void>) =>
  async () => {
    const store = await open()
    try {
      await body(store)
    } finally {
      await store.close()
    }
  }
