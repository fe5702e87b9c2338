// Everything that a button, select or form of ours can ask for, by the verb of its custom id.

import { byVerb } from './registry.ts'
import { reportPresses } from './report/report.ts'
import { sharePress } from './share.ts'
import { movePress } from './subs/move-press.ts'
import { explainPress } from './why/explain.ts'

export const pressesByVerb = () =>
  byVerb(
    (one) => one.presses,
    [['share', sharePress], ['explain', explainPress], ['move', movePress], ...reportPresses],
  )

export const opensByVerb = () => byVerb((one) => one.opens)

export const formsByVerb = () => byVerb((one) => one.forms)

/** What each does, for docs/commands.md; a test holds this list to what is registered. */
export const VERB_WORDS: Readonly<Record<string, readonly [label: string, what: string]>> = {
  story: ['Open a story', 'the story’s card, for who chooses alone'],
  card: ['Back to the story', 'the card again'],
  articles: ['Articles', 'every article by camp, with all its titles and an archive link; pages'],
  lens: ['Lens', 'the camps’ titles side by side'],
  why: ['Why', 'the stored decision, and the stage in each subscription; pages'],
  follow: ['Follow', 'follows the story in this channel'],
  share: ['Share here', 'shows the private answer to everybody, where an admin allows it'],
  cut: ['+n more', 'what the cap of a digest left out, for who presses alone'],
  latest: ['◀ ▶ of latest', 'the next or previous page'],
  search: ['◀ ▶ of search', 'the next or previous page'],
  timeline: ['◀ ▶ of timeline', 'the next or previous page'],
  pair: ['◀ ▶ of pair', 'the next or previous page'],
  csv: ['CSV', 'the whole list of a pair as a file'],
  sources: ['◀ ▶ of sources', 'the next or previous page'],
  explain: ['Explain a story', 'why, for one of a message’s stories'],
  'sub-confirm': ['Confirm', 'makes the subscription, rights checked again; a sample at once'],
  'sub-again': ['Try again', 'the preview anew, after a missing permission was given'],
  'sub-edit': ['Edit', 'a form of times, days, zone, query and quiet hours'],
  'sub-form': ['the form of Edit', 'the preview with what was written'],
  'sub-cancel': ['Cancel', 'changes nothing'],
  'unsub-confirm': ['End it · Stop following', 'ends the subscription'],
  'unsub-cancel': ['Keep it', 'changes nothing'],
  'unsub-undo': ['Undo', 'takes the end back, for ten minutes'],
  move: ['a channel picker', 'moves a subscription whose channel is gone'],
  'report-story': ['The story', 'which of a message’s stories is reported'],
  'report-why': ['What is wrong', 'one of five reasons'],
  'report-what': ['Choose one', 'the wrong actor or theme'],
  'report-apply': ['Let it take effect here', 'an analyst’s yes to somebody’s report'],
  'report-undo': ['Undo', 'takes a correction back, in the message too'],
  undo: ['Undo the last one', 'takes the last change back'],
  'undo-one': ['Undo an earlier one', 'takes back a change that nothing followed'],
  unmute: ['End one', 'ends a mute'],
  'feed-list': ['◀ ▶ of feeds', 'the next or previous page'],
  'feed-camp': ['Camp', 'the camp of a new feed'],
  'feed-lang': ['Language', 'the language of a new feed'],
  'feed-add': ['Add', 'follows the new feed'],
  'feed-not': ['Cancel', 'changes nothing'],
  'import-confirm': ['Import', 'takes over what the preview showed'],
  'import-cancel': ['Cancel', 'changes nothing'],
  'purge-ask': ['Purge…', 'a form that asks for the server’s name'],
  'purge-form': ['the form of Purge', 'forgets the server'],
  'purge-restore': ['Take it back', 'takes a purge back, for seven days'],
}
