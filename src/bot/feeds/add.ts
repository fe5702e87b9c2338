// Adding a feed: read the address once, ask camp and language, then store it for every process.

import { feedAddCard, readingLines } from '../../card/feed-test.ts'
import { UserError } from '../../lib/errors.ts'
import type { FeedDraft } from '../../ports.ts'
import type { Ask, Reply } from '../command.ts'
import { languageLabel } from '../options.ts'
import { shown } from '../resolve.ts'
import { findState, keepState } from '../state.ts'
import { requireOperator, saveFeedChange } from './changes.ts'

const OUTLET_MAX = 120
const LANGS_MAX = 25
/** Languages that a feed may be in, those of the followed outlets before. */
const LANGS = ['en', 'ru', 'fa', 'uk', 'ar', 'he', 'tr', 'de', 'fr', 'az', 'hy', 'ka', 'zh', 'ur']

type Kept = { readonly by: string; readonly draft: FeedDraft; readonly reading: readonly string[] }

/** Reads the address and shows what would be added; throws UserError where it is no feed or listed already. */
export async function startFeed(ask: Ask, url: string): Promise<Reply> {
  requireOperator(ask)
  const { testFeed, feeds } = ask.deps.answers
  if (testFeed === undefined) throw new UserError('This bot cannot read feeds from here.')
  const listed = feeds().find((feed) => feed.url === url)
  if (listed !== undefined)
    throw new UserError(`${listed.outlet} is read already: feed ${listed.id}.`)
  const test = await testFeed(url)
  if (test.kind === 'none') {
    const found = test.found.map((one) => one.url).slice(0, 3)
    const hint =
      found.length > 0 ? `Its page leads to ${found.join(' and ')}.` : 'Nothing was added.'
    throw new UserError(`${shown(url)} is no feed: ${test.reason}. ${hint}`)
  }
  const draft: FeedDraft = {
    url: test.url,
    outlet: (test.title ?? new URL(test.url).hostname).slice(0, OUTLET_MAX),
    camp: '',
    ...(test.language === undefined ? {} : { language: test.language }),
    ...(test.homepage === undefined ? {} : { homepage: test.homepage }),
  }
  return show(ask, { by: ask.userId, draft, reading: readingLines(test) })
}

/** The preview with another camp or language. */
export async function chooseForFeed(
  ask: Ask,
  state: string,
  choice: Partial<Pick<FeedDraft, 'camp' | 'language'>>,
): Promise<Reply> {
  const kept = await keptOf(ask, state)
  return show(ask, { ...kept, draft: { ...kept.draft, ...choice } })
}

/** Stores the feed; returns what it is called. */
export async function addFeed(ask: Ask, state: string): Promise<string> {
  const { draft } = await keptOf(ask, state)
  const { toNewFeed } = ask.deps.answers
  if (draft.camp === '' || toNewFeed === undefined) throw new UserError('Choose a camp first.')
  const feed = toNewFeed(draft)
  const at = ask.deps.clock.now()
  await saveFeedChange(ask, feed.id, { feedId: feed.id, at, by: ask.userId, feed })
  return `${feed.outlet} is read from now on as feed ${feed.id}, family ${feed.family}.`
}

async function keptOf(ask: Ask, stateText: string): Promise<Kept> {
  requireOperator(ask)
  const state = await findState(ask.deps.store, stateText)
  if (state?.kept === undefined) {
    throw new UserError('This is too old. Ask again: /axis-admin feeds add.')
  }
  // Written by `show` alone.
  const kept = JSON.parse(state.kept) as Kept
  if (kept.by !== ask.userId) throw new UserError('Only who asked for this can use it.')
  return kept
}

async function show(ask: Ask, kept: Kept): Promise<Reply> {
  const state = await keepState(ask.deps.store, { kept: JSON.stringify(kept) })
  const followed = ask.deps.answers.feeds().flatMap((feed) => feed.language ?? [])
  const all = new Set([...(kept.draft.language ?? '').split(' '), ...LANGS, ...followed])
  const langs = [...all]
    .filter((lang) => lang !== '')
    .slice(0, LANGS_MAX)
    .map((value) => ({ value, label: languageLabel(value) }))
  const { draft, reading } = kept
  return { body: feedAddCard({ draft, reading, state, langs }, await ask.context()) }
}
