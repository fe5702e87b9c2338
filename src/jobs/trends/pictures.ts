// Pictures of answers: counts from the store, made a chart, drawn in the chart thread. A picture that cannot be
// drawn is left out and logged; the answer says the same in words.

import { messageOf } from '../../lib/errors.ts'
import type { PackInfo } from '../../pack.ts'
import type { Clock, Log, Pictures, Store } from '../../ports.ts'
import { activityChart, againstChart, campsChart, pairsChart } from '../../trend/picture.ts'
import type { Camp, Chart, Picture } from '../../types.ts'
import { type ActivityOf, readActivity } from './answer.ts'

export type PictureDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** The pack in use: it may change while we run. */
  readonly pack: () => PackInfo
  readonly camps: readonly Camp[]
  readonly draw: (chart: Chart) => Promise<Uint8Array>
}

/** Pictures kept, of some 60 kB each. */
const KEPT = 32

export function openPictures(deps: PictureDeps): Pictures {
  const { store, clock, camps } = deps

  // The same story is opened by many, one after another: its picture is drawn once.
  const drawn = new Map<string, Promise<Uint8Array>>()

  function drawOnce(chart: Chart): Promise<Uint8Array> {
    const key = JSON.stringify(chart)
    const known = drawn.get(key)
    if (known !== undefined) return known
    const oldest = drawn.size < KEPT ? undefined : drawn.keys().next().value
    if (oldest !== undefined) drawn.delete(oldest)
    const drawing = deps.draw(chart)
    drawn.set(key, drawing)
    drawing.catch(() => drawn.delete(key))
    return drawing
  }

  async function draw(name: string, chart: Chart | undefined): Promise<Picture | undefined> {
    if (chart === undefined) return undefined
    try {
      return { name: `${name}.png`, data: await drawOnce(chart), alt: chart.alt }
    } catch (error) {
      deps.log('warn', 'chart.failed', { chart: chart.kind, reason: messageOf(error) })
      return undefined
    }
  }

  return {
    activity: async (of, days) => {
      const { series, ...activity } = await readActivity(store, of, days, clock.now())
      const pack = deps.pack()
      const title = titleOf(of, pack)
      const parts = series.map(({ id, values }) => ({
        label: partLabel(of, id, title, pack),
        values,
      }))
      return draw('activity', activityChart({ title, parts, ...activity }))
    },
    trends: async (trends, title) => {
      const pack = deps.pack()
      const pictures = await Promise.all([
        draw('trends', againstChart(trends, pack, title)),
        draw('pairs', pairsChart(trends, pack, 'Who is named together')),
      ])
      return pictures.filter((picture) => picture !== undefined)
    },
    story: (detail) => draw('timeline', campsChart(detail, camps)),
  }
}

function titleOf({ kind, id }: ActivityOf, pack: PackInfo): string {
  if (kind === 'theme') return labelOf(id, pack.themes)
  return id
    .split('|')
    .map((actor) => labelOf(actor, pack.actors))
    .join(' and ')
}

function partLabel({ kind }: ActivityOf, id: string, title: string, pack: PackInfo): string {
  if (kind !== 'actor') return title
  return id === '' ? 'no theme' : labelOf(id, pack.themes)
}

const labelOf = (id: string, entries: PackInfo['actors']): string =>
  entries.find((entry) => entry.id === id)?.label ?? id
