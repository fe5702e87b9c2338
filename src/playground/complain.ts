import { type Json, type JsonObject, lengthOf } from './json.ts'
import { LIMITS } from './limits.ts'
import type { Complaint } from './refusal.ts'

type Path = readonly (string | number)[]

/** Collects complaints about one body, in Discord's codes and words. */
export type Complainer = {
  readonly list: Complaint[]
  readonly add: (path: Path, code: string, message: string) => void
  /** A required or optional text within a length; gives its length. */
  readonly text: (
    owner: JsonObject,
    key: string,
    at: Path,
    rule: { readonly min?: number; readonly max: number; readonly required?: boolean },
  ) => number
  readonly atMost: (count: number, max: number, at: Path) => void
}

export function makeComplainer(): Complainer {
  const list: Complaint[] = []
  const add: Complainer['add'] = (path, code, message) => {
    list.push({ path, code, message })
  }
  return {
    list,
    add,
    text: (owner, key, at, { min = 0, max, required = false }) => {
      const value = owner[key]
      const path = [...at, key]
      if (value === undefined || value === null) {
        if (required) add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
        return 0
      }
      if (typeof value !== 'string') {
        add(path, 'BASE_TYPE_STRING', 'Could not interpret as a string.')
        return 0
      }
      const length = lengthOf(value)
      if (length > max) {
        if (min > 0) {
          add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)
        } else add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)
      } else if (length < min) {
        if (required && length === 0) add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
        else add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)
      }
      return length
    },
    atMost: (count, max, at) => {
      if (count > max) add(at, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)
    },
  }
}

/** An address in an embed or a button: http(s), at most 2048 long. */
export function checkUrl(
  complain: Complainer,
  value: Json | undefined,
  at: Path,
  alsoSchemes: readonly string[] = [],
): void {
  if (value === undefined || value === null) return
  const text = typeof value === 'string' ? value : ''
  if (text.length > LIMITS.url) {
    complain.add(at, 'BASE_TYPE_MAX_LENGTH', `Must be ${LIMITS.url} or fewer in length.`)
  }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) {
    complain.add(at, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.')
  } else if (!['http:', 'https:', ...alsoSchemes].includes(url.protocol)) {
    const message = `Scheme "${url.protocol.slice(0, -1)}" is not supported. Scheme must be one of ('http', 'https').`
    complain.add(at, 'URL_TYPE_INVALID_SCHEME', message)
  }
}
