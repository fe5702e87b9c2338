/**
 * The stream around an article when it came. How much likeness it takes to tell one event depends on it:
 * where all articles are of one war, every pair is alike; where nearly every event is told twice, the
 * nearest article likely tells the same.
 */
export type Setting = {
  /** Mean cosine to its sixth to twelfth nearest: what articles of other events are like. */
  readonly density: number
  /** Log of the share of recent articles that had a near one. */
  readonly repeats: number
}

/** Tells the setting of articles in the order in which they come. */
export type Stream = {
  readonly next: (cosines: readonly number[]) => Setting
}

const DENSITY_FROM = 5
const DENSITY_TO = 12
/** The fifth nearest is all that a membership keeps of the density: usually nearer than the next ones by so much. */
const FIFTH_TO_DENSITY = 0.75

const REPEATS_OF = 128
const NEAR_COSINE = 0.3
/** Before a stream has shown itself it is taken for one where a quarter of all articles had a near one. */
const REPEATS_PRIOR = 0.25
const REPEATS_PRIOR_ARTICLES = 20

export function openStream(): Stream {
  const near: boolean[] = []
  let nears = 0
  return {
    next: (cosines) => {
      const share =
        (nears + REPEATS_PRIOR * REPEATS_PRIOR_ARTICLES) / (near.length + REPEATS_PRIOR_ARTICLES)
      const isNear = (cosines[0] ?? 0) >= NEAR_COSINE
      near.push(isNear)
      if (isNear) nears += 1
      if (near.length > REPEATS_OF && near.shift()) nears -= 1
      return { density: toDensity(cosines), repeats: Math.log(share) }
    },
  }
}

function toDensity(cosines: readonly number[]): number {
  if (cosines.length === DENSITY_FROM) return (cosines[DENSITY_FROM - 1] ?? 0) * FIFTH_TO_DENSITY
  let sum = 0
  for (let at = DENSITY_FROM; at < DENSITY_TO; at += 1) sum += cosines[at] ?? 0
  return sum / (DENSITY_TO - DENSITY_FROM)
}
