import { basename } from 'node:path'
import type { Command } from 'commander'
import type { FeedEntry } from '../config/feed-schema.ts'
import { addFeeds } from '../config/feed-writer.ts'
import { loadFeeds } from '../config/feeds.ts'
import { toOpml } from '../config/opml.ts'
import { discoverFeeds, type ReadDocument } from '../feed/discover.ts'
import { UserError } from '../lib/errors.ts'
import { type FeedTools, feedEnv, withFeedTools } from './feed-tools.ts'
import { addFeedsList } from './feeds-list.ts'
import { addFeedsTest } from './feeds-test.ts'
import type { AddVerb } from './io.ts'
import { type CliIo, writeLine } from './io.ts'

/** `axis feeds list|test|discover|add|import|export`. */
export const addFeedsVerbs: AddVerb = (program, io) => {
  const feeds = program.command('feeds').description('the lists of feeds: see, test, find, change')
  addFeedsList(feeds, io)
  addFeedsTest(feeds, io)
  addDiscover(feeds, io)
  addAdd(feeds, io)
  addImport(feeds, io)
  addExport(feeds, io)
}

function addDiscover(feeds: Command, io: CliIo): void {
  feeds
    .command('discover')
    .description('find the feeds of a page: what it announces, links to, or has at usual paths')
    .argument('<url>', 'address of a page or a site')
    .option('--json', 'one JSON object')
    .action((url: string, { json }: { readonly json?: boolean }) =>
      withFeedTools(io, async (tools) => {
        const found = await discoverFeeds(url, { fetcher: tools.fetcher, read: toReader(tools) })
        if (json) await writeLine(io.stdout, JSON.stringify(found))
        else for (const feed of found.feeds) await writeLine(io.stdout, toLine(feed))
        if (found.feeds.length > 0) return
        const tried = found.tried.map((one) => `  ${one.url}: ${one.reason}`).join('\n')
        throw new UserError(`no feed was found for ${url}; tried:\n${tried}`)
      }),
    )
}

const toLine = (feed: {
  readonly url: string
  readonly format: string
  readonly items: number
  readonly title?: string
}): string =>
  `${feed.url}  ${feed.format}, ${feed.items} items${feed.title ? `  ${feed.title}` : ''}`

/** Documents as `discover` wants them read. */
function toReader({ parser }: FeedTools): ReadDocument {
  return async (bytes, hints) => {
    const parsed = await parser.parse(bytes, hints)
    if (!parsed.ok) return { reason: parsed.reason }
    const { format, title, language, items } = parsed.feed
    return {
      format,
      items: items.length,
      ...(title !== undefined && { title }),
      ...(language !== undefined && { language }),
    }
  }
}

type AddOptions = {
  readonly id?: string
  readonly outlet?: string
  readonly camp?: string
  readonly language?: string
  readonly family?: string
  readonly kind?: string
  readonly zone?: string
  readonly off?: boolean
  readonly force?: boolean
}

function addAdd(feeds: Command, io: CliIo): void {
  feeds
    .command('add')
    .description('add a feed to the list (own.yaml of AXIS_FEEDS) after reading it once')
    .argument('<url>', 'address of the feed')
    .option('--id <id>', 'made from the outlet where absent')
    .option('--outlet <name>', "the feed's own title where absent")
    .option('--camp <camp>', 'one of camps.yaml')
    .option('--language <tag>', "the feed's own where absent")
    .option('--family <family>', 'publisher family; by the domain where absent')
    .option('--kind <kind>', 'newspaper, broadcaster, wire, …')
    .option('--zone <zone>', 'IANA zone of dates without one')
    .option('--off', 'list it without polling it')
    .option('--force', 'add it unread')
    .action((url: string, options: AddOptions) =>
      withFeedTools(io, async (tools) => {
        const { off, force, ...fields } = options
        const read = force ? {} : await readOnce(url, tools)
        // addFeeds checks every field against the schema.
        const entry = { ...read, ...fields, url, ...(off && { on: false }) } as FeedEntry
        const { env } = tools
        const added = await addFeeds(env.feeds, [entry], await loadFeeds(env.feeds))
        for (const feed of added.feeds) {
          await writeLine(
            io.stdout,
            `${added.file}: ${feed.id} (${feed.outlet}, camp ${feed.camp}, family ${feed.family})`,
          )
        }
      }),
    )
}

/** What a feed says of itself. @throws UserError where it cannot be read. */
async function readOnce(url: string, tools: FeedTools): Promise<Partial<FeedEntry>> {
  const { feeds, tried } = await discoverFeeds(url, {
    fetcher: { ...tools.fetcher, fetch: once(tools.fetcher.fetch) },
    read: toReader(tools),
  })
  const [feed] = feeds
  if (feed === undefined) {
    const reason = tried[0]?.reason ?? 'no answer'
    throw new UserError(
      `${url} cannot be read: ${reason}. Try \`axis feeds discover ${url}\`, or --force to add it unread`,
    )
  }
  const language = /^[a-z]{2,3}\b/i.exec(feed.language ?? '')?.[0]?.toLowerCase()
  return {
    ...(feed.title && { outlet: feed.title.slice(0, 300) }),
    ...(language !== undefined && { language }),
  }
}

/** A fetch that answers only its first call: `add` takes the address given or nothing. */
function once(fetch: FeedTools['fetcher']['fetch']): FeedTools['fetcher']['fetch'] {
  let isFirst = true
  return async (request) => {
    if (!isFirst) return { kind: 'unreachable', code: 'connection', reason: 'not asked' }
    isFirst = false
    return fetch(request)
  }
}

function addImport(feeds: Command, io: CliIo): void {
  feeds
    .command('import')
    .description('add the feeds of an OPML (or of our YAML) that are not listed yet')
    .argument('<file>', 'OPML 2.0 or YAML')
    .option('--camp <camp>', 'camp of feeds that name none')
    .option('--off', 'list them without polling them')
    .option('--dry-run', 'only say what would be added')
    .action(async (file: string, options: { camp?: string; off?: boolean; dryRun?: boolean }) => {
      const path = feedEnv(io).feeds
      const [list, read] = await Promise.all([loadFeeds(path), loadFeeds(file)])
      const known = new Set(list.feeds.map((feed) => feed.url))
      const ids = new Set(list.feeds.map((feed) => feed.id))
      const declared = new Set(list.camps.map((camp) => camp.id))
      const fresh = read.feeds.filter((feed) => !known.has(feed.url))
      const entries = fresh.map(({ id, sample: _, on, camp, ...feed }): FeedEntry => {
        // A camp of somebody else's list means nothing here.
        const own = camp !== 'unknown' && declared.has(camp) ? camp : options.camp
        return {
          ...(!ids.has(id) && { id }),
          ...feed,
          ...(own !== undefined && { camp: own }),
          ...((!on || options.off) && { on: false }),
        }
      })
      for (const entry of entries) await writeLine(io.stdout, `+ ${entry.url}  ${entry.outlet}`)
      const skipped = read.feeds.length - fresh.length
      const told = `${fresh.length} added, ${skipped} listed already`
      if (options.dryRun) return writeLine(io.stdout, `${told} (dry run, nothing written)`)
      if (entries.length > 0) {
        const added = await addFeeds(path, entries, list)
        return writeLine(io.stdout, `${told} (${basename(added.file)})`)
      }
      return writeLine(io.stdout, told)
    })
}

function addExport(feeds: Command, io: CliIo): void {
  feeds
    .command('export')
    .description('the list as OPML 2.0 on standard output, our own fields kept')
    .option('--on', 'only feeds that are switched on')
    .action(async ({ on }: { readonly on?: boolean }) => {
      const list = await loadFeeds(feedEnv(io).feeds)
      const labels = new Map(list.camps.map((camp) => [camp.id, camp.label]))
      const chosen = on ? list.feeds.filter((feed) => feed.on) : list.feeds
      io.stdout.write(toOpml(chosen, 'Axis Watch feeds', (camp) => labels.get(camp) ?? camp))
    })
}
