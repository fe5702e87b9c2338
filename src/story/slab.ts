/**
 * Numbers of many articles in few large blocks: a hundred thousand small lists would cost more in
 * bookkeeping than in numbers. A block goes when the last article in it does.
 */
export type Slab = {
  readonly ids: Uint32Array
  readonly values: Float32Array
  readonly marks: Uint8Array
}

export type Slabs = {
  /** Room for so many numbers from `from` on, all zero. */
  readonly take: (count: number) => { readonly slab: Slab; readonly from: number }
}

/** Some seven hundred articles. */
const SLAB_SIZE = 65_536

export function openSlabs(): Slabs {
  let slab = toSlab(SLAB_SIZE)
  let used = 0
  return {
    take: (count) => {
      if (used + count > slab.ids.length) {
        slab = toSlab(Math.max(SLAB_SIZE, count))
        used = 0
      }
      const from = used
      used += count
      return { slab, from }
    },
  }
}

const toSlab = (size: number): Slab => ({
  ids: new Uint32Array(size),
  values: new Float32Array(size),
  marks: new Uint8Array(size),
})
