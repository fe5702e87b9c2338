// The same message as a person would read it in a terminal: what Discord draws, in plain lines.

import { stripInvisible } from '../lib/text.ts'
import type { ActionRow, Embed, Instant, MessageBody } from '../types.ts'

export type TextOptions = {
  /** ANSI colours and weights. */
  readonly color?: boolean
  /** For `<t:…:R>`; without it times are shown in UTC. */
  readonly now?: Instant
  readonly width?: number
}

/** A whole message as text; one trailing line break less than its lines. */
export function messageText(body: MessageBody, options: TextOptions = {}): string {
  const parts: string[] = []
  if (body.content) parts.push(toPlain(body.content, options))
  for (const embed of body.embeds ?? []) parts.push(embedText(embed, options))
  const rows = (body.components ?? []).map(rowText).filter((row) => row !== '')
  if (rows.length > 0) parts.push(rows.map((row) => paint(row, DIM, options)).join('\n'))
  return parts.join('\n\n')
}

const BOLD = '1'
const DIM = '2'
const UNDERLINE = '4'

function embedText(embed: Embed, options: TextOptions): string {
  const lines: string[] = []
  if (embed.author) lines.push(paint(clean(embed.author.name), BOLD, options))
  if (embed.title !== undefined) {
    lines.push(paint(toPlain(embed.title, options), BOLD, options))
  }
  if (embed.description !== undefined) lines.push(toPlain(embed.description, options))
  for (const field of embed.fields ?? []) {
    lines.push(paint(toPlain(field.name, options), BOLD, options))
    lines.push(toPlain(field.value, options))
  }
  if (embed.footer) lines.push(paint(clean(embed.footer.text), DIM, options))
  return lines.join('\n')
}

function rowText(row: ActionRow): string {
  return row.components
    .map((part) => {
      if (part.type === 3) return `[${part.placeholder ?? 'Choose'} ▾ ${part.options.length}]`
      if (part.type === 8) return `[${part.placeholder ?? 'Choose a channel'} ▾]`
      return part.disabled ? '' : `[${part.label}]`
    })
    .filter((part) => part !== '')
    .join(' ')
}

/** One reader of our own Markdown: escapes, links, times, channel and role names, bold, code, quote, subtext. */
const TOKENS =
  /\\([^A-Za-z0-9\s])|\[((?:\\.|[^\]\\])*)\]\((https?:\/\/[^\s)]+)\)(?: \(((?:\\.|[^)\\])*)\))?|<t:(-?\d+)(?::([a-zA-Z]))?>|<([#@]&?)(\d+)>|\*\*|`([^`]*)`/gu

function toPlain(markdown: string, options: TextOptions): string {
  return clean(markdown)
    .split('\n')
    .map((line) => {
      if (line.startsWith('-# '))
        return paint(`    ${tokens(line.slice(3), options)}`, DIM, options)
      if (line.startsWith('> ')) return `  | ${tokens(line.slice(2), options)}`
      return tokens(line, options)
    })
    .join('\n')
}

function tokens(line: string, options: TextOptions): string {
  let isBold = false
  const text = line.replace(
    TOKENS,
    (whole, escaped, label, url, domain, at, style, sigil, id, code) => {
      if (escaped !== undefined) return escaped
      if (label !== undefined) {
        const name = paint(tokens(label, {}), UNDERLINE, options)
        return `${name} (${domain === undefined ? hostOf(url) : tokens(domain, {})})`
      }
      if (at !== undefined) return timeText(Number(at) * 1000, style, options)
      if (sigil !== undefined) return `${sigil.replace('&', '')}${id}`
      if (code !== undefined) return code
      if (whole === '**') {
        isBold = !isBold
        return options.color ? `\u001b[${isBold ? BOLD : '22'}m` : ''
      }
      return whole
    },
  )
  return text
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

function timeText(at: Instant, style: string | undefined, options: TextOptions): string {
  if (style !== 'R' || options.now === undefined) {
    const iso = new Date(at).toISOString()
    return style === 'd' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
  }
  const seconds = Math.round((at - options.now) / 1000)
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'always' })
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  }
  return 'just now'
}

const hostOf = (url: string): string => (URL.parse(url)?.hostname ?? url).replace(/^www\./u, '')

/** No control character of a stranger reaches a terminal. */
const clean = (text: string): string => stripInvisible(text)

function paint(text: string, code: string, options: TextOptions): string {
  return options.color ? `\u001b[${code}m${text}\u001b[0m` : text
}
