/** Lists of small numbers by 32-bit term, newest last. */
export type NumberLists = {
  readonly has: (term: number) => boolean
  /** Adds a number; a list that is twice as long as what is ever read loses its oldest half. */
  readonly push: (term: number, value: number) => void
  readonly remove: (term: number, value: number) => void
  /** The newest numbers of a term, as many as are ever read, newest first. */
  readonly newest: (term: number, each: (value: number) => void) => void
}

/** Empty lists, of which no more than `newestRead` numbers of a term are ever read. */
export function openNumberLists(newestRead: number): NumberLists {
  const lists = new Map<number, number[]>()
  return {
    has: (term) => lists.has(term),
    push: (term, value) => {
      const list = lists.get(term)
      if (list === undefined) {
        lists.set(term, [value])
        return
      }
      list.push(value)
      if (list.length > 2 * newestRead) list.splice(0, newestRead)
    },
    remove: (term, value) => {
      const list = lists.get(term)
      // Articles leave in about the order in which they came.
      const at = list?.indexOf(value) ?? -1
      if (list === undefined || at < 0) return
      list.splice(at, 1)
      if (list.length === 0) lists.delete(term)
    },
    newest: (term, each) => {
      const list = lists.get(term)
      if (list === undefined) return
      const oldest = Math.max(0, list.length - newestRead)
      for (let at = list.length - 1; at >= oldest; at -= 1) each(list[at] ?? 0)
    },
  }
}
