// One chart of each kind, invented: for tests and for looking at (test/tools/charts.ts).

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import type { Chart } from '../../src/types.ts'

const START = Date.UTC(2026, 1, 20, 4)
const days = Array.from({ length: 14 }, (_, day) => `${day + 7} Feb`)
const wave = (base: number, pace: number): readonly number[] =>
  days.map((_, day) => Math.round(base * (1.2 + Math.sin(day * pace) + (day === 12 ? 3 : 0))))

export const ACTIVITY: Chart = {
  kind: 'activity',
  title: 'Norrland · stories a day',
  note: 'each story under its first theme · dashed: expected',
  alt: 'Stories a day on Norrland.',
  sample: true,
  days,
  series: [
    { label: 'Arms transfers', values: wave(3, 1) },
    { label: 'War with Sudmark', values: wave(4, 2) },
    { label: 'Nuclear programme', values: wave(2, 3) },
    { label: 'Sanctions', values: wave(2, 1.3) },
    { label: 'Diplomacy', values: wave(1, 0.7) },
    { label: 'other themes', values: wave(2, 2.2) },
  ],
  usual: days.map((_, day) => (day < 3 ? undefined : { expected: 16, low: 8, high: 25 })),
}

export const AGAINST: Chart = {
  kind: 'against',
  title: 'Trends · last 7 days',
  note: 'bar: stories · whisker: usual range, dot: expected',
  alt: 'Arms transfers 42 (expected 21.0, more than usual).',
  rows: [
    {
      label: 'Arms transfers',
      row: { id: 'a', stories: 42, usual: { expected: 21, low: 12, high: 30 } },
    },
    {
      label: 'Drones & missiles',
      row: { id: 'b', stories: 31, usual: { expected: 28, low: 18, high: 38 } },
    },
    {
      label: 'Western response to all of it',
      row: { id: 'c', stories: 5, usual: { expected: 16, low: 8, high: 24 } },
    },
    { label: 'سرحد', row: { id: 'd', stories: 9 } },
  ],
}

const names = ['Norrland', 'Sudmark', 'Ostfold', 'United Coasts', 'The League', 'Veldt', 'Mir']

export const PAIRS: Chart = {
  kind: 'pairs',
  title: 'Who is named together',
  note: 'stories that name both',
  alt: 'Norrland and Sudmark 30.',
  labels: names,
  cells: names.map((_, row) =>
    names.map((_name, column) => Math.round(60 / (1 + Math.min(row, column) * 3 + row + column))),
  ),
}

export const CAMPS: Chart = {
  kind: 'camps',
  title: 'Ledger <b>says</b> & "denies" — Вестник, خبرگزاری',
  note: 'articles by camp, times in UTC · since 20 Feb 04:00',
  alt: 'When each camp told this story.',
  sample: true,
  from: START,
  to: START + DAY_MS,
  camps: [
    { label: 'Coast', at: [START, START + 3 * MINUTE_MS, START + 6 * MINUTE_MS] },
    { label: 'Norrland state', at: [START + 5 * HOUR_MS] },
    { label: 'Нейтральные', at: [START + HOUR_MS, START + DAY_MS] },
  ],
}

export const CHARTS: readonly Chart[] = [ACTIVITY, AGAINST, PAIRS, CAMPS]
