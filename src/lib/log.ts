import { pino } from 'pino'
import type { Log, LogLevel } from '../ports.ts'

const SECRET = /\b(?:Bot\s+)?[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b/g
const SECRET_KEYS = /token|secret|password|authorization|cookie/i
const URL_CREDENTIALS = /\/\/[^/\s@]+@/g

/** A value without anything that looks like a secret: token-shaped text, credentials in addresses, secret-named keys. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return value.replace(SECRET, '[secret]').replace(URL_CREDENTIALS, '//[secret]@')
  }
  if (value instanceof Error) return redact(value.message)
  if (value === null || typeof value !== 'object' || depth > 4) return value
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      SECRET_KEYS.test(key) ? '[secret]' : redact(item, depth + 1),
    ]),
  )
}

/** Structured log on standard error, one JSON line an event; redacted. `silent` logs nothing. */
export function openLog(level: LogLevel | 'silent'): Log {
  const logger = pino(
    { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    pino.destination({ fd: 2, sync: true }),
  )
  return (at, event, fields = {}) => {
    logger[at]({ event, ...(redact(fields) as Record<string, unknown>) })
  }
}
