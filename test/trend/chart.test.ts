import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { drawChart, toSvg } from '../../src/trend/chart.ts'
import { measureText } from '../../src/trend/chart-frame.ts'
import { openChartThread } from '../../src/trend/chart-thread.ts'
import { element } from '../../src/trend/svg.ts'
import type { Chart } from '../../src/types.ts'
import { ACTIVITY, AGAINST, CAMPS, CHARTS, PAIRS } from './charts.ts'

const PNG = '89504e470d0a1a0a'

const luminance = (colour: readonly number[]): number => {
  const [r = 0, g = 0, b = 0] = colour.map((one) => {
    const share = one / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrastOf(one: readonly number[], other: readonly number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Width and height as a PNG says them. */
function sizeOf(png: Uint8Array): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

const headOf = (png: Uint8Array): string => Buffer.from(png.subarray(0, 8)).toString('hex')

describe('drawChart', () => {
  test.each(CHARTS.map((chart) => [chart.kind, chart] as const))(
    'draws %s as a PNG that Discord takes and a phone can show',
    async (_, chart) => {
      const png = await drawChart(chart)
      const [width, height] = sizeOf(png)

      expect(headOf(png)).toBe(PNG)
      expect(width).toBe(1120)
      expect(height).toBeGreaterThan(200)
      expect(height).toBeLessThan(1400)
      expect(png.byteLength).toBeLessThan(300_000)
    },
  )

  test('the same chart gives the same bytes', async () => {
    expect(await drawChart(AGAINST)).toEqual(await drawChart(AGAINST))
  })

  test('what strangers wrote is text in the picture, never markup', () => {
    const svg = toSvg(CAMPS)

    expect(svg).toContain('&lt;b&gt;says&lt;/b&gt;')
    expect(svg).not.toContain('<b>')
  })

  test('generated numbers are marked inside the picture', () => {
    expect(toSvg(ACTIVITY)).toContain('SAMPLE')
    expect(toSvg(AGAINST)).not.toContain('SAMPLE')
  })

  test('a count out of its usual range has a sign beside its colour', () => {
    const svg = toSvg(AGAINST)

    expect(svg).toContain('42 ▲')
    expect(svg).toContain('5 ▼')
    expect(svg).toContain('>31<')
  })

  test('the number in each cell of the pairs stands out from its ground', () => {
    const cell =
      /<rect[^>]*fill="rgb\((\d+),(\d+),(\d+)\)"[^>]*><\/rect><text[^>]*fill="#(..)(..)(..)"/gu
    const contrasts = [...toSvg(PAIRS).matchAll(cell)].map(([, r, g, b, ...ink]) =>
      contrastOf(
        [r, g, b].map(Number),
        ink.slice(0, 3).map((hex) => Number.parseInt(hex ?? '', 16)),
      ),
    )

    expect(contrasts.length).toBeGreaterThan(10)
    // WCAG 2: large bold text.
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(3)
  })

  test('no number is wider than its cell, however many actors there are', () => {
    const labels = Array.from({ length: 12 }, (_, n) => `A long name ${n}`)
    const cells = labels.map((_, row) => labels.map((__, column) => 7 ** ((row + column) % 6)))
    const svg = toSvg({ kind: 'pairs', title: 'Pairs', alt: '', labels, cells })
    const cell =
      /<rect[^>]* width="([\d.]+)"[^>]*><\/rect><text[^>]*font-size="([\d.]+)"[^>]*>([\dk.]+)</gu
    const found = [...svg.matchAll(cell)]

    for (const [, width, size, text = ''] of found) {
      expect(measureText(text, Number(size), true)).toBeLessThanOrEqual(Number(width))
    }
    expect(found.length).toBe(66)
  })

  test('three articles of one hour do not hide each other', () => {
    const dots = [...toSvg(CAMPS).matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/gu)]
    const at = dots.map(([, x, y, r]) => ({ x: Number(x), y: Number(y), r: Number(r) }))
    for (const [index, one] of at.entries()) {
      for (const other of at.slice(index + 1)) {
        const apart = Math.hypot(one.x - other.x, one.y - other.y)
        expect(apart).toBeGreaterThan(one.r + other.r)
      }
    }
    expect(at.length).toBeGreaterThan(4)
  })

  test('a chart without anything in it is still a picture', async () => {
    const empty: Chart = { ...ACTIVITY, days: [], series: [], usual: [] } as Chart

    expect(headOf(await drawChart(empty))).toBe(PNG)
  })
})

describe('measureText', () => {
  test('marks are no width, capitals and bold letters more than others', () => {
    expect(measureText('e\u0301', 20)).toBe(measureText('e', 20))
    expect(measureText('M', 20)).toBeGreaterThan(measureText('i', 20))
    expect(measureText('abc', 20, true)).toBeGreaterThan(measureText('abc', 20))
    expect(measureText('abc', 40)).toBeCloseTo(2 * measureText('abc', 20))
  })
})

describe('element', () => {
  test('escapes text and values, and leaves out what XML cannot hold', () => {
    const made = element(
      'text',
      { x: 1.23456, title: 'a"<b>', y: undefined },
      [],
      'a < b & c\u0000\ud800',
    )
    expect(made).toBe('<text x="1.23" title="a&quot;&lt;b&gt;">a &lt; b &amp; c\ufffd</text>')
  })

  test('whatever stands in a chart, its drawing is one well-formed picture', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const charts = CHARTS.map((chart) => ({ ...chart, title: text, note: text }))
        for (const chart of charts) expect(headOf(await drawChart(chart))).toBe(PNG)
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})

describe('openChartThread', () => {
  const thread = openChartThread()
  afterAll(() => thread.close())

  test('draws several charts in turn, each for who asked for it', async () => {
    const drawn = await Promise.all(CHARTS.map((chart) => thread.draw(chart)))

    expect(drawn.map((png) => sizeOf(png)[1])).toEqual(
      (await Promise.all(CHARTS.map(drawChart))).map((png) => sizeOf(png)[1]),
    )
  })

  test('a chart that cannot be drawn fails alone', async () => {
    const broken = { ...ACTIVITY, series: undefined } as unknown as Chart

    await expect(thread.draw(broken)).rejects.toThrow('chart not drawn')
    expect(headOf(await thread.draw(ACTIVITY))).toBe(PNG)
  })

  test('drawing that takes too long is given up, the next chart is drawn', async () => {
    const hasty = openChartThread({ drawMs: 1 })
    await expect(hasty.draw(ACTIVITY)).rejects.toThrow('it took too long')
    await hasty.close()
  })

  test('the thread ends when it is idle and starts again when it is needed', async () => {
    const restless = openChartThread({ idleMs: 1 })
    await restless.draw(AGAINST)
    await new Promise((resolve) => setTimeout(resolve, 50))

    expect(headOf(await restless.draw(AGAINST))).toBe(PNG)
    await restless.close()
  })

  test('more charts than can wait are told so, and none is drawn after the end', async () => {
    const crowded = openChartThread()
    const drawing = Array.from({ length: 22 }, () => crowded.draw(AGAINST))
    const outcomes = Promise.allSettled(drawing)
    await expect(drawing[21]).rejects.toThrow('too many charts wait')
    await crowded.close()

    expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true)
    await expect(crowded.draw(AGAINST)).rejects.toThrow('closed')
  })
})
