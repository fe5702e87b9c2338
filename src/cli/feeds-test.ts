import type { Command } from 'commander'
import { charsetOfDeclaration, charsetOfHeader } from '../feed/charset.ts'
import type { FetchOutcome } from '../feed/http/outcome.ts'
import { UserError } from '../lib/errors.ts'
import { toLine } from '../lib/text.ts'
import type { ParsedFeed } from '../types.ts'
import { outcomeWords, withFeedTools } from './feed-tools.ts'
import { type CliIo, writeLine } from './io.ts'

/** Headers that decide how a feed is read and polled. */
const TOLD_HEADERS = [
  'content-type',
  'content-encoding',
  'etag',
  'last-modified',
  'cache-control',
  'expires',
  'retry-after',
  'server',
  'cf-mitigated',
]
const SHOWN_TITLES = 3

/** `axis feeds test URL`: how an address answers and what is read from it. */
export function addFeedsTest(feeds: Command, io: CliIo): void {
  feeds
    .command('test')
    .description('fetch and read one address: status, headers, format, charset, items, repairs')
    .argument('<url>', 'address of a feed')
    .option('--zone <zone>', 'IANA zone of dates without one')
    .action((url: string, { zone }: { readonly zone?: string }) =>
      withFeedTools(io, async ({ fetcher, parser }) => {
        const say = (name: string, text: string) =>
          writeLine(io.stdout, `${`${name}:`.padEnd(18)}${text}`)
        const outcome = await fetcher.fetch({ url, validators: {} })
        await say('answer', outcomeWords(outcome))
        for (const [name, text] of toAnswerLines(url, outcome)) await say(name, text)
        if (outcome.kind !== 'ok') throw new UserError(`${url}: no document to read`)
        const { bytes, contentType, finalUrl } = outcome
        await say('charset', toCharset(bytes, contentType))
        const parsed = await parser.parse(bytes, {
          url: finalUrl,
          ...(contentType !== undefined && { contentType }),
          ...(zone !== undefined && { zone }),
        })
        if (!parsed.ok) throw new UserError(`${url} is ${parsed.kind}: ${parsed.reason}`)
        for (const [name, text] of toFeedLines(parsed.feed)) await say(name, text)
      }),
    )
}

type Lines = readonly (readonly [name: string, text: string])[]

function toAnswerLines(url: string, outcome: FetchOutcome): Lines {
  if (outcome.kind === 'unreachable') return []
  const { finalUrl, permanentUrl, headers } = outcome
  const told = TOLD_HEADERS.flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [[name, toLine(String(value)).slice(0, 200)] as const]
  })
  return [
    ...(finalUrl === url ? [] : [['redirected to', finalUrl] as const]),
    ...(permanentUrl === undefined ? [] : [['moved for good', permanentUrl] as const]),
    ...told,
    ...(outcome.kind === 'ok' ? [['bytes', String(outcome.bytes.length)] as const] : []),
    ...(outcome.kind === 'ok' && outcome.truncated
      ? [['warning', 'the packed body ended early'] as const]
      : []),
  ]
}

/** What is declared where, and whether the bytes are UTF-8 all the same. */
function toCharset(bytes: Uint8Array, contentType: string | undefined): string {
  const header = charsetOfHeader(contentType)
  const declared = charsetOfDeclaration(bytes)
  return [
    `header ${header ?? 'says none'}`,
    `declaration ${declared ?? 'says none'}`,
    `the bytes are ${isUtf8(bytes) ? '' : 'not '}valid UTF-8`,
  ].join(', ')
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function toFeedLines(feed: ParsedFeed): Lines {
  const dates = feed.items.flatMap((item) => item.publishedAt ?? []).sort((a, b) => a - b)
  const [oldest] = dates
  const newest = dates.at(-1)
  const span =
    oldest === undefined || newest === undefined ? '' : `, ${toIso(oldest)} to ${toIso(newest)}`
  return [
    ['format', feed.format],
    ['title', toLine(feed.title ?? '–')],
    ['language', feed.language ?? '–'],
    ['items', String(feed.items.length)],
    ['dates', `${dates.length} of ${feed.items.length} items dated${span}`],
    ...feed.items
      .slice(0, SHOWN_TITLES)
      .map((item) => ['item', toLine(item.title ?? item.id)] as const),
    [
      'repairs',
      feed.faults.length === 0
        ? 'none'
        : feed.faults
            .map(({ code, at }) => (at === undefined ? code : `${code} at ${at}`))
            .join(', '),
    ],
  ]
}

const toIso = (at: number): string => new Date(at).toISOString()
