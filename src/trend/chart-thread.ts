// Charts are drawn in a thread of their own that ends when it is idle: the libraries take 100 MB, and a large
// picture half a second, of which the bot's answers must feel nothing.

import { Worker } from 'node:worker_threads'
import { SECOND_MS } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Chart } from '../types.ts'

export type ChartRequest = { readonly id: number; readonly chart: Chart }
export type ChartReply =
  | { readonly id: number; readonly ok: true; readonly png: Uint8Array }
  | { readonly id: number; readonly ok: false; readonly reason: string }

export type ChartThread = {
  /** A PNG. Rejects when it cannot be drawn, takes too long, or too many wait already. */
  readonly draw: (chart: Chart) => Promise<Uint8Array>
  readonly close: () => Promise<void>
}

const ENTRY = new URL('../worker/chart.ts', import.meta.url)
const MAX_HEAP_MB = 192
/** More than so many at once are told to come again. */
const WAITING_MAX = 20
/** Loading the libraries on a busy machine is part of it. */
const DRAW_MS = 20 * SECOND_MS
const IDLE_MS = 30 * SECOND_MS

type Job = {
  readonly request: ChartRequest
  readonly resolve: (png: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** Opens the thread, which starts with its first chart; must be closed. */
export function openChartThread(
  options: { readonly drawMs?: number; readonly idleMs?: number } = {},
): ChartThread {
  const { drawMs = DRAW_MS, idleMs = IDLE_MS } = options
  const waiting: Job[] = []
  let worker: Worker | undefined
  let current: Job | undefined
  let timer: NodeJS.Timeout | undefined
  let lastId = 0
  let closed = false

  function next(): void {
    clearTimeout(timer)
    current = waiting.shift()
    if (current === undefined) {
      timer = setTimeout(end, idleMs).unref()
      return
    }
    worker ??= start()
    worker.ref()
    timer = setTimeout(() => fail('it took too long'), drawMs)
    worker.postMessage(current.request)
  }

  function start(): Worker {
    const started = new Worker(ENTRY, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } })
    started.on('message', (reply: ChartReply) => {
      if (worker === started && reply.id === current?.request.id) settle(reply)
    })
    started.on('error', (error) => {
      if (worker === started) fail(messageOf(error))
    })
    started.on('exit', () => {
      if (worker === started) fail('the thread ended')
    })
    return started
  }

  function settle(reply: ChartReply): void {
    const job = current
    // Nothing keeps the process alive while no chart is due.
    worker?.unref()
    if (reply.ok) job?.resolve(reply.png)
    else job?.reject(new Error(`chart not drawn: ${reply.reason}`))
    next()
  }

  /** The thread is given up with what it was drawing; the next chart gets a new one. */
  function fail(reason: string): void {
    const job = current
    end()
    job?.reject(new Error(`chart not drawn: ${reason}`))
    next()
  }

  function end(): void {
    const ended = worker
    worker = undefined
    void ended?.terminate()
  }

  return {
    draw: (chart) => {
      if (closed) return Promise.reject(new Error('the chart thread is closed'))
      if (waiting.length >= WAITING_MAX) return Promise.reject(new Error('too many charts wait'))
      lastId += 1
      const request = { id: lastId, chart }
      return new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject })
        if (current === undefined) next()
      })
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      const left = current === undefined ? waiting.splice(0) : [current, ...waiting.splice(0)]
      current = undefined
      const ended = worker
      worker = undefined
      await ended?.terminate()
      for (const job of left) job.reject(new Error('the chart thread is closed'))
    },
  }
}
