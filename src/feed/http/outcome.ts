// What a fetch can end in.

import type { Validators } from '../../types.ts'
import type { Unreachable } from './failure.ts'
import type { Headers } from './header.ts'

export type FetchRequest = { readonly url: string; readonly validators: Validators }

/** What every answer tells, whatever it is. */
export type Answered = {
  readonly status: number
  readonly headers: Headers
  readonly finalUrl: string
  /** Where a chain of nothing but 301 and 308 leads from the address asked for. */
  readonly permanentUrl?: string
}

export type FetchOutcome =
  | (Answered & {
      readonly kind: 'ok'
      /** Without transfer codings, charset as sent. */
      readonly bytes: Uint8Array
      readonly contentType?: string
      /** Commit them with the articles or not at all (law 1). */
      readonly validators: Validators
      readonly maxAgeMs?: number
      /** The packed body ended early; validators then hold no ETag and no date, so that it is asked for again. */
      readonly truncated?: boolean
    })
  /** A 304, or a 200 with the bytes that we know. */
  | (Answered & {
      readonly kind: 'unchanged'
      readonly validators: Validators
      readonly maxAgeMs?: number
    })
  | (Answered & { readonly kind: 'gone' })
  | (Answered & {
      readonly kind: 'retry-later'
      readonly afterMs?: number
      readonly reason: string
    })
  | (Answered & { readonly kind: 'refused'; readonly reason: string })
  | Unreachable
