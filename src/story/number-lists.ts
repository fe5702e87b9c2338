/** Lists of small numbers by 32-bit term, newest last, in few large blocks. */
export type NumberLists = {
  readonly has: (term: number) => boolean
  /** Adds a number; a list that is twice as long as what is ever read loses its oldest half. */
  readonly push: (term: number, value: number) => void
  readonly remove: (term: number, value: number) => void
  /** The newest numbers of a term, as many as are ever read, newest first. */
  readonly newest: (term: number, each: (value: number) => void) => void
}

/** A cell: the next older one, how many numbers it holds, the numbers. */
const CELL = 8
const NEXT = 0
const COUNT = 1
const FIRST = 2
const CELL_NUMBERS = CELL - FIRST

const SLOTS_FIRST = 1024
const CELLS_FIRST = 1024
/** What a slot leads to where it is no cell. */
const FREE = 0
const EMPTIED = -1

/**
 * Terms stand in a table with open addressing, their numbers in chains of cells of one array. A `Map` of lists of
 * numbers, most of one article, is five times slower to fill and takes more room.
 */
export function openNumberLists(newestRead: number): NumberLists {
  let terms = new Uint32Array(SLOTS_FIRST)
  let heads = new Int32Array(SLOTS_FIRST)
  let sizes = new Uint16Array(SLOTS_FIRST)
  let slotsUsed = 0
  let cells = new Int32Array(CELLS_FIRST * CELL)
  /** Cell 0 is none. */
  let cellsUsed = 1
  let freed = 0

  const get = (cell: number, at: number): number => cells[cell * CELL + at] ?? 0

  function put(cell: number, at: number, value: number): void {
    cells[cell * CELL + at] = value
  }

  /** Where a term is, or where it belongs. */
  function slotOf(term: number): number {
    const last = terms.length - 1
    let at = term & last
    while (heads[at] !== FREE && terms[at] !== term) at = (at + 1) & last
    return at
  }

  const headOf = (slot: number): number => Math.max(0, heads[slot] ?? 0)

  /** Room for twice as many as hold anything. */
  function growTable(): void {
    const before = { terms, heads, sizes }
    slotsUsed = 0
    for (const head of heads) if (head > 0) slotsUsed += 1
    let length = SLOTS_FIRST
    while (length < 4 * slotsUsed) length *= 2
    terms = new Uint32Array(length)
    heads = new Int32Array(length)
    sizes = new Uint16Array(length)
    for (let at = 0; at < before.terms.length; at += 1) {
      const head = before.heads[at] ?? 0
      if (head <= 0) continue
      const term = before.terms[at] ?? 0
      const slot = slotOf(term)
      terms[slot] = term
      heads[slot] = head
      sizes[slot] = before.sizes[at] ?? 0
    }
  }

  /** A new cell that leads to an older one. */
  function takeCell(next: number): number {
    let cell = freed
    if (cell > 0) freed = get(cell, NEXT)
    else {
      cell = cellsUsed
      cellsUsed += 1
      if (cellsUsed * CELL > cells.length) {
        const before = cells
        cells = new Int32Array(CELL * Math.ceil((before.length / CELL) * 1.5))
        cells.set(before)
      }
    }
    put(cell, NEXT, next)
    put(cell, COUNT, 0)
    return cell
  }

  function freeCell(cell: number): void {
    put(cell, NEXT, freed)
    freed = cell
  }

  /** Takes a cell's number at a place out; those after it move up. */
  function takeOut(cell: number, place: number, many = 1): void {
    const count = get(cell, COUNT)
    const from = cell * CELL + FIRST
    cells.copyWithin(from + place, from + place + many, from + count)
    put(cell, COUNT, count - many)
  }

  function dropOldest(slot: number): void {
    const keep = (sizes[slot] ?? 0) - newestRead
    let kept = 0
    let cell = headOf(slot)
    while (kept + get(cell, COUNT) < keep) {
      kept += get(cell, COUNT)
      cell = get(cell, NEXT)
    }
    takeOut(cell, 0, kept + get(cell, COUNT) - keep)
    let older = get(cell, NEXT)
    put(cell, NEXT, 0)
    while (older > 0) {
      const next = get(older, NEXT)
      freeCell(older)
      older = next
    }
    sizes[slot] = keep
  }

  return {
    has: (term) => headOf(slotOf(term)) > 0,
    push: (term, value) => {
      let slot = slotOf(term)
      if (heads[slot] === FREE) {
        slotsUsed += 1
        if (2 * slotsUsed > terms.length) {
          growTable()
          slotsUsed += 1
          slot = slotOf(term)
        }
        terms[slot] = term
        heads[slot] = EMPTIED
        sizes[slot] = 0
      }
      let head = headOf(slot)
      if (head === 0 || get(head, COUNT) === CELL_NUMBERS) {
        head = takeCell(head)
        heads[slot] = head
      }
      const count = get(head, COUNT)
      put(head, FIRST + count, value)
      put(head, COUNT, count + 1)
      sizes[slot] = (sizes[slot] ?? 0) + 1
      if ((sizes[slot] ?? 0) > 2 * newestRead) dropOldest(slot)
    },
    remove: (term, value) => {
      const slot = slotOf(term)
      let newer = 0
      for (let cell = headOf(slot); cell > 0; newer = cell, cell = get(cell, NEXT)) {
        const count = get(cell, COUNT)
        const from = cell * CELL + FIRST
        const place = cells.subarray(from, from + count).indexOf(value)
        if (place < 0) continue
        takeOut(cell, place)
        sizes[slot] = (sizes[slot] ?? 0) - 1
        if (count > 1) return
        const next = get(cell, NEXT)
        if (newer > 0) put(newer, NEXT, next)
        else heads[slot] = next > 0 ? next : EMPTIED
        freeCell(cell)
        return
      }
    },
    newest: (term, each) => {
      let left = newestRead
      for (let cell = headOf(slotOf(term)); cell > 0; cell = get(cell, NEXT)) {
        for (let place = get(cell, COUNT) - 1; place >= 0; place -= 1) {
          if (left === 0) return
          left -= 1
          each(get(cell, FIRST + place))
        }
      }
    },
  }
}
