// HTML to plain text in one pass: order kept, paragraphs and lists readable, nothing invisible left.

import { decodeHTMLStrict } from 'entities'
import { stripHidden } from './hidden.ts'
import { isHtmlName } from './html-names.ts'

const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form header hr main nav ol pre section summary table tbody tfoot thead tr ul caption'.split(
    ' ',
  ),
)
const PARAGRAPHS: ReadonlySet<string> = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
/** What they hold is not for reading. */
const SILENT: ReadonlySet<string> = new Set(
  'script style template noembed noframes head applet'.split(' '),
)
/** Marks of line and block borders while text is collected; no text holds them. */
const LINE = '\u0001'
const PARAGRAPH = '\u0002'
const BREAK = '\u0003'
const MARKS = /[\u0001-\u0003]/g
/** White space is single by then, so that a run of borders has at most one space between two. */
const BORDERS = / ?[\u0001-\u0003](?: ?[\u0001-\u0003])* ?/g
const LINE_ENDS = /\r?\n/g
const SPACES = /\s{2,}|[^\S ]/g
/** Tags that nobody writes about in prose. */
const LAYOUT = /<(?:p|br|div|span|li|ul|ol|table|blockquote|h[1-6]|figure|a\s|img\s)[^<>]*>/i
const TAG_NAME = /[a-z][a-z\d:_-]{0,39}/iy
const TAG_END = /[\s/>]/
const NO_SEMICOLON =
  /&(?:(?:nbsp|amp|lt|gt|quot|apos|copy|reg|laquo|raquo|hellip|[mn]dash)(?![\w;=])|#\d{1,7}(?![\d;])|#x[\da-f]{1,6}(?![\da-f;]))/gi
const LOOSE_ENTITY = new RegExp(NO_SEMICOLON, 'i')
const ENTITY = /&(?:[a-z][a-z\d]{1,31}|#\d{1,7}|#x[\da-f]{1,6});/i

/** Plain text of an HTML fragment; paragraphs are separated by an empty line, list items marked `•`. */
export function toPlainText(html: string): string {
  const once = readOnce(html)
  if (!once.includes('<') && !ENTITY.test(once)) return once
  // Escaped twice: the tags or entities are still there after reading.
  if (!hasTags(html) && LAYOUT.test(once) && looksLikeHtml(once)) return readOnce(once)
  return ENTITY.test(once) ? tidy(decodeEntities(once)) : once
}

/** Plain text in one line. */
export const toPlainLine = (html: string): string => toPlainText(html).replace(SPACES, ' ').trim()

/**
 * Whether a text of unsaid type is HTML: it has an end tag, a void tag or an entity, and its tags are HTML's.
 * `5 < 6` and `History of the <blink> tag` are not.
 */
export function looksLikeHtml(text: string): boolean {
  if (ENTITY.test(text) || LOOSE_ENTITY.test(text) || /<\?[a-z][^<>]*\?>/i.test(text)) return true
  if (text.includes('<![CDATA[')) return true
  const comment = text.indexOf('<!--')
  if (comment >= 0 && text.includes('-->', comment)) return true
  for (const [, slash = '', name = '', rest = ''] of text.matchAll(
    /<(\/?)([a-z][a-z\d:-]{0,20})((?:\s[^<>]*)?\/?)>/gi,
  )) {
    if (!isHtmlName(name.toLowerCase())) continue
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

function readOnce(written: string): string {
  if (!written.includes('<')) {
    return stripHidden(decodeEntities(written)).replace(SPACES, ' ').trim()
  }
  const html = written.replace(MARKS, '')
  const out: string[] = []
  let pos = 0
  // Ends that do not come any more: looked for once.
  const missing = new Set<string>()
  let kept = 0
  while (pos < html.length) {
    const lt = html.indexOf('<', pos)
    if (lt !== pos) {
      const text = html.slice(pos, lt < 0 ? html.length : lt)
      out.push(kept > 0 ? text.replace(LINE_ENDS, BREAK) : text)
    }
    if (lt < 0) break
    pos = tag(lt)
  }
  return tidy(out.join(''))

  function tag(lt: number): number {
    if (html.startsWith('<!--', lt)) return endOf('-->', lt + 4) ?? lt + 4
    if (html.startsWith('<![CDATA[', lt)) return cdata(lt)
    const next = html[lt + 1] ?? ''
    if (next === '?' || /^<![a-z]/i.test(html.slice(lt, lt + 3))) {
      return endOf('>', lt) ?? html.length
    }
    const nameAt = next === '/' ? lt + 2 : lt + 1
    const name = tagName(nameAt)
    if (name === undefined) {
      out.push('<')
      return lt + 1
    }
    const end = tagEnd(nameAt)
    if (end === undefined) {
      out.push(html.slice(lt))
      return html.length
    }
    const local = name.slice(name.indexOf(':') + 1)
    if (next !== '/' && SILENT.has(local) && html[end - 2] !== '/') {
      return silentEnd(local, end)
    }
    if (local === 'pre') kept = Math.max(0, kept + (next === '/' ? -1 : 1))
    out.push(breakFor(local, next === '/'))
    return end
  }

  function cdata(lt: number): number {
    const end = endOf(']]>', lt + 9)
    if (end === undefined) return lt + 9
    out.push(html.slice(lt + 9, end - 3))
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
}

function breakFor(name: string, isEnd: boolean): string {
  if (name === 'br') return BREAK
  if (PARAGRAPHS.has(name)) return PARAGRAPH
  if (name === 'li') return isEnd ? LINE : `${LINE}• `
  if (name === 'td' || name === 'th') return isEnd ? ' ' : ''
  return BLOCKS.has(name) ? LINE : ''
}

const decodeEntities = (text: string): string =>
  text.includes('&') ? decodeHTMLStrict(text.replace(NO_SEMICOLON, '$&;')) : text

/** White space of the source is no line break; those come from tags alone. */
function tidy(collected: string): string {
  const text = stripHidden(
    decodeEntities(collected.replace(SPACES, ' ')).replace(BORDERS, toBreak),
  ).replace(/[^\S\n]{2,}|[^\S\n ]/g, ' ')
  const lines = text.includes(' \n') || text.includes('\n ') ? text.replace(/ ?\n ?/g, '\n') : text
  const paragraphs = lines.includes('\n\n\n') ? lines.replace(/\n{3,}/g, '\n\n') : lines
  return (paragraphs.includes('•') ? tidyList(paragraphs) : paragraphs).trim()
}

/** A mark stands before its item's first line, and never alone. */
const tidyList = (text: string): string =>
  text.replace(/(^|\n)•\n+(?=[^\s•])/g, '$1• ').replace(/(?:^|\n)•(?=\n|$)/g, '')

/** Neighbouring borders of blocks are one; an empty line only where a paragraph ends or two `br` meet. */
function toBreak(run: string): string {
  if (run.includes(PARAGRAPH)) return '\n\n'
  return run.indexOf(BREAK) !== run.lastIndexOf(BREAK) ? '\n\n' : '\n'
}
