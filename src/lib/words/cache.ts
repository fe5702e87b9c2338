// What is known of a word by its characters, looked up in the text's own units: no string is made for a
// word that was seen before, and no text is kept alive by a slice of it.

/** Remembers up to `max` words; starts over when it is full, so that memory stays bounded. */
export type WordCache<V> = {
  /** What `make` gave for the units from `start` to `end` of a text (`units` of its Cuts). */
  readonly find: (units: Uint16Array, start: number, end: number) => V
  readonly clear: () => void
}

/** An empty cache over a pure function of a word as written. */
export function openWordCache<V>(max: number, make: (surface: string) => V): WordCache<V> {
  /** Places in the lists below, from 1; 0 is free. It grows with them: a small table stays near the processor. */
  let table = new Int32Array(SLOTS_FIRST)
  let mask = SLOTS_FIRST - 1
  const hashes = new Int32Array(max + 1)
  const offsets = new Int32Array(max + 2)
  const values: V[] = []
  let units = new Uint16Array(max * UNITS_GUESS)
  let count = 0

  function clear(): void {
    table.fill(0)
    values.length = 0
    count = 0
  }

  function find(text: Uint16Array, start: number, end: number): V {
    let hash = end - start
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (text[at] ?? 0), PRIME)
    hash ^= hash >>> 15
    let slot = hash & mask
    for (;;) {
      const place = table[slot] ?? 0
      if (place === 0) return remember(text, start, end, hash)
      // Every place in the table has its value; V itself may be undefined.
      if (hashes[place] === hash && isSame(place, text, start, end)) return values[place - 1] as V
      slot = (slot + 1) & mask
    }
  }

  function isSame(place: number, text: Uint16Array, start: number, end: number): boolean {
    let from = offsets[place] ?? 0
    if ((offsets[place + 1] ?? 0) - from !== end - start) return false
    for (let at = start; at < end; at += 1) {
      if (units[from] !== text[at]) return false
      from += 1
    }
    return true
  }

  function remember(text: Uint16Array, start: number, end: number, hash: number): V {
    const value = make(toText(text, start, end))
    if (end - start > LONGEST_KEPT) return value
    if (count >= max) clear()
    count += 1
    const from = offsets[count] ?? 0
    if (from + end - start > units.length) units = grown(units, from + end - start)
    for (let at = start; at < end; at += 1) units[from + at - start] = text[at] ?? 0
    offsets[count + 1] = from + end - start
    hashes[count] = hash
    values[count - 1] = value
    if (count * FREE_SHARE > table.length) growTable()
    else enter(count, hash)
    return value
  }

  function enter(place: number, hash: number): void {
    let slot = hash & mask
    while (table[slot] !== 0) slot = (slot + 1) & mask
    table[slot] = place
  }

  function growTable(): void {
    table = new Int32Array(table.length * 2)
    mask = table.length - 1
    for (let place = 1; place <= count; place += 1) enter(place, hashes[place] ?? 0)
  }

  return { find, clear }
}

/** FNV-1a. */
const PRIME = 0x01000193
/** No word of a language is longer: what hostile texts bring is not kept. */
const LONGEST_KEPT = 100
/** Most words are shorter; the list grows where they are not. */
const UNITS_GUESS = 4

/** A power of two, as every size after it; at least half of the slots stay free. */
const SLOTS_FIRST = 4096
const FREE_SHARE = 2

function grown(units: Uint16Array, least: number): Uint16Array<ArrayBuffer> {
  const more = new Uint16Array(Math.max(units.length * 2, least))
  more.set(units)
  return more
}

const toText = ({ buffer, byteOffset }: Uint16Array, start: number, end: number): string =>
  Buffer.from(buffer, byteOffset + start * 2, (end - start) * 2).toString('utf16le')
