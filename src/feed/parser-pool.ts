// Parsing in worker threads with a time limit: a hostile document costs its own answer and nobody else's.

import { Worker } from 'node:worker_threads'
import { messageOf } from '../lib/errors.ts'
import type { ParsedFeed } from '../types.ts'
import type { ParseMeta } from './parse.ts'

export type ParseOutcome =
  | { readonly ok: true; readonly feed: ParsedFeed }
  | { readonly ok: false; readonly kind: 'broken' | 'blocked'; readonly reason: string }

export type ParserPool = {
  /** Never rejects but after `close`. The bytes are copied to the worker. */
  readonly parse: (bytes: Uint8Array, meta: ParseMeta) => Promise<ParseOutcome>
  readonly close: () => Promise<void>
}

export type ParseRequest = {
  readonly id: number
  readonly bytes: Uint8Array
  readonly meta: ParseMeta
}
export type ParseReply = { readonly id: number; readonly outcome: ParseOutcome }

type Job = {
  readonly request: ParseRequest
  readonly resolve: (outcome: ParseOutcome) => void
}

type Seat = {
  worker: Worker | undefined
  /** The worker has said that it is ready: its start is not part of anybody's time limit. */
  ready: boolean
  job: Job | undefined
  timer: NodeJS.Timeout | undefined
  /** Starts in a row that failed before the worker was ready. */
  failedStarts: number
  /** Runs while its document is still a quick one; then the seat is slow. */
  slowTimer: NodeJS.Timeout | undefined
  slow: boolean
}

const ENTRY = new URL('../worker/parse.ts', import.meta.url)
/** Old-generation heap of one parser: a 10 MB document needs some 150 MB. */
const MAX_HEAP_MB = 384
/** A small nursery keeps an idle parser small. */
const MAX_NURSERY_MB = 16
const MAX_FAILED_STARTS = 3
const MIN_WAIT_MS = 20
/** CPU time in which nearly every document is read twenty times: what takes longer holds up the others. */
const SLOW_MS = 500

/**
 * Opens `size` parsers, each started when first needed; one document may take `timeoutMs` of CPU time. While all of them
 * are at slow documents one more reads what waits.
 */
export function openParserPool(options: {
  readonly timeoutMs: number
  readonly size: number
  /** From when on a document is a slow one; half a second where absent. */
  readonly slowMs?: number
}): ParserPool {
  const size = Math.max(1, options.size)
  const seats: Seat[] = Array.from({ length: size }, toSeat)
  const waiting: Job[] = []
  let lastId = 0
  let closed = false

  return { parse, close }

  function parse(bytes: Uint8Array, meta: ParseMeta): Promise<ParseOutcome> {
    if (closed) return Promise.reject(new Error('the parser pool is closed'))
    lastId += 1
    const request = { id: lastId, bytes, meta }
    return new Promise((resolve) => {
      waiting.push({ request, resolve })
      fill()
    })
  }

  function fill(): void {
    for (const seat of seats) {
      if (waiting.length === 0) return
      if (seat.job !== undefined) continue
      seat.job = waiting.shift()
      if (seat.worker === undefined) start(seat)
      else if (seat.ready) send(seat)
    }
    const needsSpare = waiting.length > 0 && !closed && seats.length === size
    if (needsSpare && seats.every(({ slow }) => slow)) {
      seats.push(toSeat())
      fill()
    }
  }

  function start(seat: Seat): void {
    const worker = new Worker(ENTRY, {
      resourceLimits: {
        maxOldGenerationSizeMb: MAX_HEAP_MB,
        maxYoungGenerationSizeMb: MAX_NURSERY_MB,
      },
    })
    seat.worker = worker
    seat.ready = false
    worker.on('message', (message: ParseReply | 'ready') => {
      if (seat.worker !== worker) return
      if (message === 'ready') {
        seat.ready = true
        seat.failedStarts = 0
        send(seat)
      } else if (message.id === seat.job?.request.id) settle(seat, message.outcome)
    })
    worker.on('error', (error) => lose(seat, worker, messageOf(error)))
    worker.on('exit', () => lose(seat, worker, 'the parser ended'))
  }

  function send(seat: Seat): void {
    const { job, worker } = seat
    if (job === undefined || worker === undefined) return
    worker.ref()
    worker.postMessage(job.request)
    const start = readCpu(worker)
    watchPace(seat, worker, start)
    watch(seat, worker, start, options.timeoutMs)
  }

  /** Marks a seat whose thread has worked long enough for its document to be a slow one. */
  function watchPace(seat: Seat, worker: Worker, start: Promise<number | undefined>): void {
    const { job } = seat
    const slowMs = options.slowMs ?? SLOW_MS
    seat.slowTimer = setTimeout(async () => {
      const spentMs = await cpuSpent(worker, start)
      if (seat.worker !== worker || seat.job !== job) return
      if (spentMs < slowMs) return watchPace(seat, worker, start)
      seat.slow = true
      fill()
    }, slowMs)
  }

  /** Ends the worker when its thread has worked for too long; time that a busy machine gave to others is not its own. */
  function watch(
    seat: Seat,
    worker: Worker,
    start: Promise<number | undefined>,
    waitMs: number,
  ): void {
    const { job } = seat
    seat.timer = setTimeout(async () => {
      const spentMs = await cpuSpent(worker, start)
      if (seat.worker !== worker || seat.job !== job) return
      const leftMs = options.timeoutMs - spentMs
      if (leftMs >= MIN_WAIT_MS) return watch(seat, worker, start, leftMs)
      lose(seat, worker, `reading it took more than ${options.timeoutMs} ms`)
      void worker.terminate()
    }, waitMs)
  }

  function settle(seat: Seat, outcome: ParseOutcome): void {
    clearTimeout(seat.timer)
    clearTimeout(seat.slowTimer)
    const { job } = seat
    seat.job = undefined
    seat.slow = false
    seat.worker?.unref()
    job?.resolve(outcome)
    fill()
    dismissSpare()
  }

  /** The one more goes as soon as a usual one is free. */
  function dismissSpare(): void {
    const spare = seats[size]
    const isNeeded = spare?.job !== undefined || seats.slice(0, size).every(({ slow }) => slow)
    if (spare === undefined || (isNeeded && !closed)) return
    seats.length = size
    const { worker } = spare
    spare.worker = undefined
    void worker?.terminate()
  }

  /** The worker is gone or given up: its document is broken, unless it never got to see it. */
  function lose(seat: Seat, worker: Worker, reason: string): void {
    if (seat.worker !== worker) return
    const wasReady = seat.ready
    seat.worker = undefined
    seat.ready = false
    if (!wasReady) seat.failedStarts += 1
    if (seat.job !== undefined && !wasReady && !closed && seat.failedStarts < MAX_FAILED_STARTS) {
      start(seat)
      return
    }
    settle(seat, { ok: false, kind: 'broken', reason })
  }

  async function close(): Promise<void> {
    closed = true
    const workers = seats.map(({ worker }) => worker)
    for (const job of waiting.splice(0)) job.resolve(CLOSED)
    for (const seat of [...seats]) {
      seat.worker = undefined
      if (seat.job !== undefined) settle(seat, CLOSED)
    }
    await Promise.all(workers.map((worker) => worker?.terminate()))
  }
}

const toSeat = (): Seat => ({
  worker: undefined,
  ready: false,
  job: undefined,
  timer: undefined,
  failedStarts: 0,
  slowTimer: undefined,
  slow: false,
})

/** CPU milliseconds of a worker's thread since `start`; a worker that cannot say has used it all. */
async function cpuSpent(worker: Worker, start: Promise<number | undefined>): Promise<number> {
  const [before, now] = [await start, await readCpu(worker)]
  return before === undefined || now === undefined ? Number.POSITIVE_INFINITY : now - before
}

/** CPU milliseconds of a worker's thread so far; `undefined` where it has ended, or before Node 24.6. */
async function readCpu(worker: Worker): Promise<number | undefined> {
  try {
    const { user, system } = await worker.cpuUsage()
    return (user + system) / 1000
  } catch {
    return undefined
  }
}

const CLOSED: ParseOutcome = { ok: false, kind: 'broken', reason: 'the parser pool was closed' }
