import { toLine } from '../lib/text.ts'
import { stripSuffixes } from './suffix.ts'

/** Three signs of a rule and more, as channels draw it above their signature. */
const RULE = /\s*(?:[ـ_=~*•—–-]\s*){3,}/u
/** What blogs hang on every item of their feed, in the languages read. */
const FOOTER =
  /\s*(?:the post .{3,300}? (?:appeared first|first appeared) on |(?:сообщение|запись) .{3,300}? (?:появил|впервые)|допис .{3,300}? з['’]явив|نوشته .{3,300}? (?:اولین بار|نخستین بار) در |ظهرت المقالة |ظهر المقال |הפוסט .{3,300}? הופיע).*$/iu
/** Names of accounts at the end: `… @Harbour_News`. */
const HANDLES = /(?:\s+(?:via\s+)?@[\p{L}\p{N}_.]+)+[\s.…]*$/u
/** Links that were cut out of a sentence leave a space before its comma. */
const STRAY_SPACE = /(?<=[\p{L}\p{N}"'’”»)])\s+(?=[,;،؛](?:\s|$)|\.$|\.\s+\p{Lu})/gu

/** A text as its outlet wrote it, without what channels and blogs hang on each item. */
export function withoutSignature(text: string): string {
  const [body = ''] = toLine(text).split(RULE)
  return body.replace(FOOTER, '').replace(HANDLES, '').replace(STRAY_SPACE, '').trim()
}

/** The title that stands for a story: without signature, outlet and section. */
export function toHeadline({
  title,
  outlet,
}: {
  readonly title: string
  readonly outlet: string
}): string {
  const bare = withoutSignature(title)
  return bare === '' ? title : stripSuffixes(bare, outlet)
}
