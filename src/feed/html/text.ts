// HTML to plain text in one pass: order kept, paragraphs and lists readable, nothing invisible left.

import { decodeLoose, NO_SEMICOLON } from '../xml/references.ts'
import { openText } from './lines.ts'
import { isHtmlName } from './names.ts'

const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form header hr main nav ol pre section summary table tbody tfoot thead tr ul caption option optgroup dialog'.split(
    ' ',
  ),
)
const PARAGRAPHS: ReadonlySet<string> = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
/** What they hold is not for reading. */
const SILENT: ReadonlySet<string> = new Set(
  'script style template noembed noframes head applet'.split(' '),
)
const SPACES = /\s{2,}|[^\S ]/g
/** Tags that nobody writes about in prose. */
const LAYOUT = /<(?:p|br|div|span|li|ul|ol|table|blockquote|h[1-6]|figure|a\s|img\s)[^<>]*>/i
const TAG_NAME = /[a-z][a-z\d:_-]{0,39}/iy
const TAG_END = /[\s/>]/
/** A start tag with an attribute, or an end tag, up to where it breaks off. */
const CUT_TAG = /^<(?:\/|[a-z\d]+\s+[a-z][a-z\d:-]*\s*=)/i
const MAX_CUT = 200
const SERVER = /^<\?(?:php|=|\s)/i
const LOOSE_ENTITY = new RegExp(NO_SEMICOLON, 'i')
const ENTITY = /&(?:[a-z][a-z\d]{1,31}|#\d{1,7}|#x[\da-f]{1,6});/i

/** Plain text of an HTML fragment; paragraphs are separated by an empty line, list items marked `•`. */
export function toPlainText(html: string): string {
  const once = readOnce(html)
  if (!once.includes('<') && !once.includes('&')) return once
  // Escaped twice: the tags or entities are still there after reading.
  if (!hasTags(html) && LAYOUT.test(once) && looksLikeHtml(once)) return readOnce(once)
  return ENTITY.test(once) ? readText(decodeLoose(once)) : once
}

/** Text without tags, whose line breaks are meant. */
function readText(written: string): string {
  const text = openText()
  for (const [at, line] of written.split('\n').entries()) {
    if (at > 0) text.end('break')
    text.add(line)
  }
  return text.read()
}

const EMPTY_LINES = /\n[^\S\n]*\n\s*/

/** Plain text as it is shown: its empty lines are paragraphs, other line breaks are where the writer's editor put them. */
export function toTidyText(text: string): string {
  const lines = openText()
  if (!text.includes('\n')) lines.addPlain(text)
  else {
    for (const paragraph of text.split(EMPTY_LINES)) {
      lines.end('paragraph')
      lines.addPlain(paragraph)
    }
  }
  return lines.read()
}

/** Plain text in one line. */
export const toPlainLine = (html: string): string => toOneLine(toPlainText(html))

/** Paragraphs and lists in one line. */
export const toOneLine = (text: string): string =>
  text.includes('\n') ? text.replace(SPACES, ' ') : text

/**
 * Whether a text of unsaid type is HTML: it has an end tag, a void tag or an entity, and its tags are HTML's.
 * `5 < 6` and `History of the <blink> tag` are not.
 */
export function looksLikeHtml(text: string): boolean {
  if (text.includes('&') && (ENTITY.test(text) || LOOSE_ENTITY.test(text))) return true
  if (!text.includes('<')) return false
  if (text.includes('<?') && /<\?[a-z][^<>]*\?>/i.test(text)) return true
  if (text.includes('<![CDATA[')) return true
  const comment = text.indexOf('<!--')
  if (comment >= 0 && text.includes('-->', comment)) return true
  for (const match of text.matchAll(/<(\/?)([a-z][a-z\d:-]{0,20})((?:[\s/][^<>]*)?)>/gi)) {
    const [whole, slash = '', name = '', rest = ''] = match
    if (!isHtmlName(name.toLowerCase())) continue
    // `the <script> tag`: a word among others.
    const around = `${text[match.index - 1] ?? ''}${text[match.index + whole.length] ?? ''}`
    if (/^<(?!br|hr|wbr)[a-z\d]+>$/i.test(whole) && /^\s\s$/.test(around)) continue
    if (
      slash === '/' ||
      /^(?:br|img|hr|p|input|iframe|embed|wbr|meta|link|base|frame|script|style)$/i.test(name)
    )
      return true
    if (/=/.test(rest)) return true
  }
  return false
}

const hasTags = (html: string): boolean => /<\/?[a-z][a-z\d:-]*[\s/>]|<!\[cdata/i.test(html)

function readOnce(html: string): string {
  const text = openText()
  let pos = 0
  // Ends that do not come any more: looked for once.
  const missing = new Set<string>()
  let kept = 0
  while (pos < html.length) {
    const lt = html.indexOf('<', pos)
    if (lt !== pos) text.add(html.slice(pos, lt < 0 ? html.length : lt), kept > 0)
    if (lt < 0) break
    pos = tag(lt)
  }
  return text.read()

  function tag(lt: number): number {
    const next = html[lt + 1] ?? ''
    if (next === '!' || next === '?') {
      const end = declaration(lt)
      if (end !== undefined) return end
    }
    const nameAt = next === '/' ? lt + 2 : lt + 1
    const name = tagName(nameAt)
    if (name === undefined) {
      text.add('<')
      return lt + 1
    }
    const end = tagEnd(nameAt)
    if (end === undefined) {
      // Cut off in the middle of a tag.
      if (!isHtmlName(name) || !CUT_TAG.test(html.slice(lt, lt + MAX_CUT))) text.add(html.slice(lt))
      return html.length
    }
    const local = name.slice(name.indexOf(':') + 1)
    if (next !== '/' && SILENT.has(local) && html[end - 2] !== '/') {
      return silentEnd(local, end)
    }
    if (local === 'pre') kept = Math.max(0, kept + (next === '/' ? -1 : 1))
    breakFor(local, next === '/')
    return end
  }

  /** The end of what begins with `<!` or `<?`. Scripts of a server may hold tags. */
  function declaration(lt: number): number | undefined {
    if (html.startsWith('<!--', lt)) return endOf('-->', lt + 4) ?? lt + 4
    if (html.startsWith('<![CDATA[', lt)) return cdata(lt)
    const start = html.slice(lt, lt + 6)
    const isServer = SERVER.test(start)
    if (!isServer && start[1] === '!' && !/^<![a-z[>]/i.test(start)) return undefined
    return (isServer ? endOf('?>', lt) : undefined) ?? endOf('>', lt) ?? html.length
  }

  function cdata(lt: number): number {
    const end = endOf(']]>', lt + 9)
    if (end === undefined) return lt + 9
    text.add(html.slice(lt + 9, end - 3))
    return end
  }

  function endOf(mark: string, from: number): number | undefined {
    const at = missing.has(mark) ? -1 : html.indexOf(mark, from)
    if (at >= 0) return at + mark.length
    missing.add(mark)
    return undefined
  }

  function tagName(at: number): string | undefined {
    TAG_NAME.lastIndex = at
    const name = TAG_NAME.exec(html)?.[0]
    if (name === undefined) return undefined
    const after = html[at + name.length]
    return after === undefined || TAG_END.test(after) ? name.toLowerCase() : undefined
  }

  /** Quoted values may hold `>`; a quote that never closes may not swallow the text. */
  function tagEnd(from: number): number | undefined {
    const gt = endOf('>', from)
    if (gt === undefined) return undefined
    const inside = html.slice(from, gt - 1)
    if (!inside.includes('=')) return gt
    const quotes = inside.match(/=\s*(["'])(?:(?!\1)[^<])*$/)
    const quote = quotes?.[1]
    if (quote === undefined) return gt
    const close = html.indexOf(quote, gt)
    if (close < 0 || close - gt > 2000 || html.slice(gt, close).includes('<')) return gt
    return endOf('>', close) ?? gt
  }

  function silentEnd(name: string, from: number): number {
    const mark = `</${name}`
    if (missing.has(mark)) return from
    const close = new RegExp(mark, 'gi')
    close.lastIndex = from
    const match = close.exec(html)
    if (match === null) {
      missing.add(mark)
      return from
    }
    return endOf('>', match.index) ?? html.length
  }

  function breakFor(name: string, isEnd: boolean): void {
    if (name === 'br') text.end('break')
    else if (PARAGRAPHS.has(name)) text.end('paragraph')
    else if (name === 'li') text.item(!isEnd)
    else if (name === 'td' || name === 'th') text.add(' ')
    else if (BLOCKS.has(name)) text.end('line')
  }
}
