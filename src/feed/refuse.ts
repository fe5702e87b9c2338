// What an answer is that is no feed, for people.

import { cutText, toLine } from '../lib/text.ts'
import { FeedError } from './feed-error.ts'
import { isHtmlName } from './html/names.ts'
import { toPlainLine } from './html/text.ts'
import { findChallenge } from './http/challenge.ts'

const START_CHARS = 20_000
const CONSENT =
  /consent\.(?:google|youtube|yahoo)\.|guce\.|id=["']?(?:consent-page|cookie-?wall)|<title>[^<]*(?:before you continue|cookie consent|consent required|privacy choices)/i
const LOGIN = /<title>[^<]*(?:log ?in|sign ?in|authentication required|вход|авторизация)/i

/** The error for a document without a feed. */
export function refusalOf(text: string): FeedError {
  const start = text.trimStart().slice(0, START_CHARS)
  const challenge = findChallenge({}, start)
  if (challenge !== undefined) return new FeedError('blocked', challenge)
  const root = findRoot(start)
  if (isPage(start, root)) return refusePage(start)
  if (root !== undefined && /^\s*</.test(start)) {
    return new FeedError('broken', `the document is <${cutText(root, 40)}>, not a feed`)
  }
  if (/[\u0000-\u0008]/.test(start))
    return new FeedError('broken', 'the answer is binary, not a feed')
  return new FeedError('broken', `not a feed: "${cutText(toLine(start), 80)}"`)
}

const findRoot = (start: string): string | undefined =>
  /<([a-z_][\w.:-]*)/i.exec(start.replace(/<!--[\s\S]*?-->|<[?!][^>]*>/g, ''))?.[1]

/** A page says so at its start, or begins with an element that only pages have. */
function isPage(start: string, root: string | undefined): boolean {
  const bare = start.replace(/<!--[\s\S]*?-->|<\?[^>]*>/g, '')
  if (/^\s*<!doctype\s+html/i.test(bare)) return true
  if (root === undefined) return false
  return start.startsWith('<')
    ? isHtmlName(root.toLowerCase()) || /^(?:html|head|body)$/i.test(root)
    : /<html[\s>]/i.test(start)
}

function refusePage(start: string): FeedError {
  if (CONSENT.test(start)) return new FeedError('blocked', 'a consent page instead of a feed')
  if (LOGIN.test(start)) return new FeedError('blocked', 'a login page instead of a feed')
  const written = /<title[^>]*>([^<]{0,200})/i.exec(start)?.[1]
  const title = cutText(toPlainLine(written ?? ''), 80)
  return new FeedError(
    'blocked',
    `an HTML page instead of a feed${title === '' ? '' : `: "${title}"`}`,
  )
}
