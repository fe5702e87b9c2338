/** One example: its features and whether it is what the regression should tell, with how much it counts. */
export type RegressRow = {
  readonly features: readonly number[]
  readonly isTrue: boolean
  readonly weight: number
}

export type Regression = { readonly weights: readonly number[]; readonly bias: number }

const ROUNDS = 25

/**
 * Logistic regression by Newton's method with a pull `l2` of every weight (of features scaled to deviation
 * one) to zero: log odds = bias + Σ weight · feature. The same rows in the same order give the same numbers.
 */
export function regress(rows: readonly RegressRow[], l2: number): Regression {
  const size = rows[0]?.features.length ?? 0
  const scales = Array.from({ length: size }, (_, at) => toScale(rows, at))
  const scaled = rows.map(({ features }) => [
    ...scales.map(({ mean, deviation }, at) => ((features[at] ?? 0) - mean) / deviation),
    1,
  ])
  let weights = new Array<number>(size + 1).fill(0)
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = toStep(rows, scaled, weights, l2)
    weights = weights.map((weight, at) => weight - (step[at] ?? 0))
  }
  let bias = weights[size] ?? 0
  const unscaled = scales.map(({ mean, deviation }, at) => {
    const weight = (weights[at] ?? 0) / deviation
    bias -= weight * mean
    return weight
  })
  return { weights: unscaled, bias }
}

function toScale(rows: readonly RegressRow[], at: number): { mean: number; deviation: number } {
  let sum = 0
  let square = 0
  for (const { features } of rows) {
    const value = features[at] ?? 0
    sum += value
    square += value * value
  }
  const mean = sum / Math.max(1, rows.length)
  const variance = square / Math.max(1, rows.length) - mean * mean
  return { mean, deviation: Math.sqrt(Math.max(0, variance)) || 1 }
}

/** Newton's step: the gradient divided by the curvature. */
function toStep(
  rows: readonly RegressRow[],
  scaled: readonly (readonly number[])[],
  weights: readonly number[],
  l2: number,
): readonly number[] {
  const size = weights.length
  const gradient = weights.map((weight, at) => (at === size - 1 ? 0 : l2 * weight))
  const curvature = weights.map((_, i) =>
    weights.map((_, j) => (i === j ? (i === size - 1 ? 1e-6 : l2) : 0)),
  )
  for (const [at, row] of rows.entries()) {
    const features = scaled[at] ?? []
    let odds = 0
    for (let i = 0; i < size; i += 1) odds += (weights[i] ?? 0) * (features[i] ?? 0)
    const chance = 1 / (1 + Math.exp(-odds))
    const pull = row.weight * (chance - (row.isTrue ? 1 : 0))
    const bend = row.weight * chance * (1 - chance)
    for (let i = 0; i < size; i += 1) {
      const feature = features[i] ?? 0
      gradient[i] = (gradient[i] ?? 0) + pull * feature
      const line = curvature[i]
      if (!line || feature === 0) continue
      for (let j = 0; j < size; j += 1) {
        line[j] = (line[j] ?? 0) + bend * feature * (features[j] ?? 0)
      }
    }
  }
  return solve(curvature, gradient)
}

/** Solves a system of linear equations by elimination with the largest pivot; changes both arguments. */
function solve(matrix: number[][], right: number[]): readonly number[] {
  const size = right.length
  for (let at = 0; at < size; at += 1) {
    let best = at
    for (let row = at + 1; row < size; row += 1) {
      if (Math.abs(matrix[row]?.[at] ?? 0) > Math.abs(matrix[best]?.[at] ?? 0)) best = row
    }
    swap(matrix, at, best)
    swap(right, at, best)
    const pivot = matrix[at] ?? []
    for (let row = at + 1; row < size; row += 1) {
      const line = matrix[row] ?? []
      const share = (line[at] ?? 0) / (pivot[at] || 1)
      if (share === 0) continue
      for (let i = at; i < size; i += 1) line[i] = (line[i] ?? 0) - share * (pivot[i] ?? 0)
      right[row] = (right[row] ?? 0) - share * (right[at] ?? 0)
    }
  }
  const solution = new Array<number>(size).fill(0)
  for (let at = size - 1; at >= 0; at -= 1) {
    const line = matrix[at] ?? []
    let rest = right[at] ?? 0
    for (let i = at + 1; i < size; i += 1) rest -= (line[i] ?? 0) * (solution[i] ?? 0)
    solution[at] = rest / (line[at] || 1)
  }
  return solution
}

function swap<T>(list: T[], a: number, b: number): void {
  const kept = list[a]
  const other = list[b]
  if (kept === undefined || other === undefined) return
  list[a] = other
  list[b] = kept
}
