import type { Dispatcher } from 'undici'
import type { Headers } from './header.ts'

export type Answer = {
  readonly status: number
  readonly headers: Headers
  /** As sent, content codings still on. */
  readonly body: Buffer
  /** There was more than the limit; the connection was ended. */
  readonly isCut: boolean
}

export type Limits = {
  /** Bytes of a document (2xx) as sent. */
  readonly maxBytes: number
  /** Bytes of any other answer: enough to tell who refused. */
  readonly maxOtherBytes: number
  readonly signal: AbortSignal
}

/** A request ended before its answer began: it may be sent again. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
}

/**
 * One request and its whole answer, counted while it streams. Straight on undici's dispatcher: a stream and its
 * machinery for every 304 would cost more than the request. Rejects with the connection's error (as the cause of a
 * NoAnswerError before the headers), or with the signal's reason at once.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Pick<Dispatcher.DispatchOptions, 'origin' | 'path' | 'headers'>,
  limits: Limits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { signal } = limits
    let controller: Dispatcher.DispatchController | undefined
    let status = 0
    let headers: Headers = {}
    let size = 0
    let isSettled = false
    const chunks: Buffer[] = []

    const settle = (): boolean => {
      if (isSettled) return false
      isSettled = true
      signal.removeEventListener('abort', stop)
      return true
    }
    const fail = (error: unknown): void => {
      if (settle()) reject(error)
    }
    const finish = (isCut: boolean): void => {
      if (!settle()) return
      // A body that came in one piece is not copied.
      const [first] = chunks
      const body = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size)
      resolve({ status, headers, body, isCut })
    }
    function stop(): void {
      fail(signal.reason)
      controller?.abort(signal.reason)
    }
    if (signal.aborted) return fail(signal.reason)
    signal.addEventListener('abort', stop, { once: true })

    dispatcher.dispatch(
      { ...request, method: 'GET' },
      {
        onRequestStart(started) {
          controller = started
          // The deadline passed while the connection was made.
          if (isSettled) started.abort(new Error('too late'))
        },
        onResponseStart(_, code, received) {
          // An interim answer (103 Early Hints) is none yet.
          if (code < 200) return
          status = code
          headers = received
        },
        onResponseData(current, chunk) {
          if (isSettled) return
          const limit = status < 300 ? limits.maxBytes : limits.maxOtherBytes
          const room = limit - size
          chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
          size += Math.min(chunk.length, room)
          if (chunk.length <= room) return
          finish(true)
          current.abort(new Error('larger than the limit'))
        },
        onResponseEnd: () => finish(false),
        onResponseError(_, error) {
          fail(status === 0 ? new NoAnswerError(error.message, { cause: error }) : error)
        },
      },
    )
  })
}
