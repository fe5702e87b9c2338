import { z } from 'zod'

/** Path of a value inside a file as people write it: `feeds[3].url`. */
export const toPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')

/** `FILE: feeds[3].url "ftp://…" is no http(s) address`: one line per issue, each with file, path and value. */
export function toProblems(
  file: string,
  issues: readonly z.core.$ZodIssue[],
  data: unknown,
): readonly string[] {
  return issues.map((issue) => {
    const value = findValue(data, issue.path)
    const path = toPath(issue.path)
    const place = path === '' ? `${file}:` : `${file}: ${path}`
    if (issue.code === 'unrecognized_keys') {
      return `${place} has unknown ${issue.keys.length > 1 ? 'keys' : 'key'} ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
    }
    if (value === undefined) return `${place} is missing`
    return `${place} ${toShown(value)} ${toWords(issue)}`
  })
}

function toWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    default:
      return issue.message
  }
}

const toShown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

function findValue(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}

/** True for an absolute http or https address with a host. */
export const isHttpUrl = (text: string): boolean =>
  /^https?:\/\//i.test(text) && URL.canParse(text) && new URL(text).hostname !== ''

/** True for an IANA time zone that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export const httpUrl = z.string().refine(isHttpUrl, 'is no http(s) address')
