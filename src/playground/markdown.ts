/** Text as Discord's client shows it: a tree of what was recognised. */
export type Mark =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler' | 'quote' | 'subtext'
      readonly inner: readonly Mark[]
    }
  | { readonly kind: 'heading'; readonly level: number; readonly inner: readonly Mark[] }
  | { readonly kind: 'item'; readonly depth: number; readonly inner: readonly Mark[] }
  | { readonly kind: 'code' | 'block'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly inner: readonly Mark[] }
  /** Seconds since 1970 and the style letter. */
  | { readonly kind: 'time'; readonly at: number; readonly style: string }
  | {
      readonly kind: 'mention'
      readonly of: 'user' | 'role' | 'channel' | 'command' | 'everyone' | 'emoji'
      /** Id, or the text itself for everyone and here. */
      readonly id: string
      readonly name?: string
    }

/**
 * Reads Discord's markdown. `block` knows headings, quotes, lists and subtext at the start of a
 * line (content, descriptions, field values); `inline` does not (titles, field names).
 */
export function parseMarkdown(text: string, mode: 'block' | 'inline' = 'block'): readonly Mark[] {
  return mode === 'inline' ? parseInline(text) : parseBlocks(text)
}

/** What a reader sees as words, without any markup. */
export const toPlain = (marks: readonly Mark[]): string =>
  marks
    .map((mark) => {
      if ('inner' in mark) return toPlain(mark.inner)
      if ('text' in mark) return mark.text
      return ''
    })
    .join('')

function parseBlocks(text: string): Mark[] {
  const marks: Mark[] = []
  let plain: string[] = []
  const flush = (): void => {
    if (plain.length > 0) marks.push(...parseInline(plain.join('\n')))
    plain = []
  }
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    // A code block may span lines: nothing in it starts a block of another kind.
    const fences = plain.concat(line).join('\n').match(/```/g)?.length ?? 0
    const isInFence = (plain.join('\n').match(/```/g)?.length ?? 0) % 2 === 1
    if (isInFence || fences % 2 === 1) {
      plain.push(line)
      continue
    }
    const heading = /^(#{1,3})\s+(?=\S)(.+)$/.exec(line)
    const subtext = /^-#\s+(?=\S)(.+)$/.exec(line)
    const item = /^( *)(?:[-*]|\d+\.)\s+(?=\S)(.+)$/.exec(line)
    if (line.startsWith('>>> ')) {
      flush()
      const rest = [line.slice(4), ...lines.slice(at + 1)].join('\n')
      marks.push({ kind: 'quote', inner: parseBlocks(rest) })
      return marks
    }
    if (line.startsWith('> ')) {
      flush()
      const quoted = [line.slice(2)]
      while (lines[at + 1]?.startsWith('> ')) {
        at += 1
        quoted.push((lines[at] ?? '').slice(2))
      }
      marks.push({ kind: 'quote', inner: parseBlocks(quoted.join('\n')) })
    } else if (heading) {
      flush()
      const inner = parseInline(heading[2] ?? '')
      marks.push({ kind: 'heading', level: heading[1]?.length ?? 1, inner })
    } else if (subtext) {
      flush()
      marks.push({ kind: 'subtext', inner: parseInline(subtext[1] ?? '') })
    } else if (item) {
      flush()
      const depth = Math.floor((item[1]?.length ?? 0) / 2)
      marks.push({ kind: 'item', depth, inner: parseInline(item[2] ?? '') })
    } else plain.push(line)
  }
  flush()
  return marks
}

type Rule = {
  readonly pattern: RegExp
  /** A mark, or undefined where the text only looks like one. */
  readonly read: (match: RegExpExecArray) => Mark | undefined
}

const wrap =
  (kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler', group = 1): Rule['read'] =>
  (match) => ({ kind, inner: parseInline(match[group] ?? match[group + 1] ?? '') })

const mention =
  (of: 'user' | 'role' | 'channel' | 'everyone'): Rule['read'] =>
  (match) => ({ kind: 'mention', of, id: match[1] ?? match[0] })

// Sticky patterns, tried in this order at each place.
const RULES: readonly Rule[] = [
  { pattern: /\\([^\p{L}\p{N}\s])/uy, read: (m) => ({ kind: 'text', text: m[1] ?? '' }) },
  {
    pattern: /```(?:[a-z0-9_+\-.#]+\n)?\n*([\s\S]*?[^`])\n*```/iy,
    read: (m) => ({ kind: 'block', text: m[1] ?? '' }),
  },
  {
    pattern: /(`+)([\s\S]*?[^`])\1(?!`)/y,
    read: (m) => ({ kind: 'code', text: (m[2] ?? '').trim() }),
  },
  { pattern: /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, read: wrap('bold') },
  { pattern: /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, read: wrap('underline') },
  {
    pattern: /(?<![\p{L}\p{N}_])_((?:__|\\[\s\S]|[^\\_])+?)_(?![\p{L}\p{N}_])/uy,
    read: wrap('italic'),
  },
  {
    pattern: /\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y,
    read: wrap('italic'),
  },
  { pattern: /~~((?:\\[\s\S]|[^\\])+?)~~(?!~)/y, read: wrap('strike') },
  { pattern: /\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y, read: wrap('spoiler') },
  {
    pattern: /\[((?:\\[\s\S]|[^\\[\]])+)\]\(<?(https?:\/\/[^\s<>)]+)>?(?:\s+"[^"]*")?\)/iy,
    read: (m) => readLink(m[2] ?? '', parseInline(m[1] ?? '')),
  },
  { pattern: /<(https?:\/\/[^\s<>]+)>/iy, read: (m) => readBareLink(m[1] ?? '') },
  {
    pattern: /<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y,
    read: (m) => ({ kind: 'time', at: Number(m[1]), style: m[2] ?? 'f' }),
  },
  { pattern: /<@!?(\d{15,20})>/y, read: mention('user') },
  { pattern: /<@&(\d{15,20})>/y, read: mention('role') },
  { pattern: /<#(\d{15,20})>/y, read: mention('channel') },
  {
    pattern: /<\/([-_'\p{L}\p{N} ]{1,98}):(\d{15,20})>/uy,
    read: (m) => ({ kind: 'mention', of: 'command', id: m[2] ?? '', name: m[1] ?? '' }),
  },
  {
    pattern: /<a?:(\w{2,32}):(\d{15,20})>/y,
    read: (m) => ({ kind: 'mention', of: 'emoji', id: m[2] ?? '', name: m[1] ?? '' }),
  },
  { pattern: /@(?:everyone|here)/y, read: mention('everyone') },
  { pattern: /https?:\/\/[^\s<]+[^<.,:;"')\]\s]/iy, read: (m) => readBareLink(m[0]) },
]

const readLink = (url: string, inner: readonly Mark[]): Mark | undefined =>
  URL.canParse(url) ? { kind: 'link', url, inner } : undefined

const readBareLink = (url: string): Mark | undefined => readLink(url, [{ kind: 'text', text: url }])

function parseInline(text: string): Mark[] {
  const marks: Mark[] = []
  let plain = ''
  const flush = (): void => {
    if (plain !== '') marks.push({ kind: 'text', text: plain })
    plain = ''
  }
  for (let at = 0; at < text.length; ) {
    const found = findRule(text, at)
    if (!found) {
      plain += text[at]
      at += 1
    } else if (found.mark.kind === 'text') {
      plain += found.mark.text
      at += found.length
    } else {
      flush()
      marks.push(found.mark)
      at += found.length
    }
  }
  flush()
  return marks
}

/** Characters that any rule can begin with; all others are plain at once. */
const STARTS = /[\\`*_~|[<@hH]/

function findRule(
  text: string,
  at: number,
): { readonly mark: Mark; readonly length: number } | undefined {
  if (!STARTS.test(text[at] ?? '')) return undefined
  for (const { pattern, read } of RULES) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    const mark = match ? read(match) : undefined
    if (match && mark) return { mark, length: match[0].length }
  }
  return undefined
}
