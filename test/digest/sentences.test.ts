// Each sentence of "What is shown, and when" (the design's commands.md) and the test that holds us to it. A test that is
// renamed or removed is missed here.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

type Held = readonly [sentence: string, file: string, test: string]

const SENTENCES: readonly Held[] = [
  ['`no` relevance appears nowhere', 'digest/select', 'shows what is not relevant nowhere'],
  [
    '… but in search all:true',
    'store/contract-search',
    'what is not relevant is found only with all, merged by time',
  ],
  [
    'Core before related in selection and caps',
    'digest/select',
    'never lets a related story take the place of a core one',
  ],
  [
    'Core before related in order',
    'card/digest',
    'shows core under the pack’s name before what is around it',
  ],
  [
    'Instant and breaking default to core; a related story breaks only when critical',
    'digest/breaking',
    'is core by default; a related story breaks only when critical',
  ],
  [
    'A digest takes the stories with an article seen in (previous slot, this slot]',
    'digest/select',
    'leaves out what another story took over, and what is not of the period',
  ],
  [
    '… also one whose article was being read at the slot',
    'jobs/plan',
    'a story that was still being read when a digest was planned is in the next one',
  ],
  [
    'All core stories first, each once under its first theme in the pack’s order',
    'digest/select',
    'takes core first, by the pack’s order of themes, graver first within one',
  ],
  [
    'At most 5 related, at most 15 in all',
    'digest/select',
    'shows at most five related ones, and fifteen in all',
  ],
  [
    '"+n more" is a button that shows the cut list',
    'card/digest',
    'has a button for what was cut that survives a restart',
  ],
  [
    'A story that was in the channel returns only after a material change, with what changed',
    'digest/select',
    'returns after a material change, with what changed',
  ],
  [
    'The rest is one line, continuing',
    'digest/select',
    'is one of those that continue while nothing material changed',
  ],
  [
    'What was posted as instant or breaking in this channel carries a link',
    'digest/select',
    'as breaking carries a link to that message',
  ],
  [
    'Late within 6 h, after that it folds into the next',
    'digest/due',
    'is late within six hours, and later folds into the next',
  ],
  [
    '… said when it leaves late',
    'jobs/faults',
    'for less than that: the digest is sent once, and says that it is late',
  ],
  [
    '… folded when it cannot leave',
    'jobs/faults',
    'for longer than a digest may be late: the digest folds into the next, which tells all of it',
  ],
  ['Material: a new camp', 'digest/material', 'is a new camp'],
  [
    'Material: three more independent publishers',
    'digest/material',
    'counts the families of one state camp as one publisher',
  ],
  ['Material: severity up', 'digest/material', 'is severity up, never down'],
  [
    'It edits the message in place and adds one plain reply',
    'jobs/living',
    'with a new camp edits its message in place and adds one plain reply that says it',
  ],
  [
    'At most one reply a story in 30 min',
    'jobs/living',
    'says what changed at most once in 30 minutes, and then all of it',
  ],
  [
    'Counts alone at most every 10 min, and not for a single publisher',
    'jobs/living',
    'with three more publishers does so, with two it is edited after ten minutes, with one never',
  ],
  [
    'Breaking names a story: critical, or core and high, with 3 origins',
    'digest/breaking',
    'is critical, or core and high, with three origins',
  ],
  ['… within 2 h', 'lib/origins', 'count within two hours, wherever the two hours lie'],
  [
    'A burst may only raise its rank',
    'lib/burst',
    'raises the rank among stories as severe, and never above a more severe one',
  ],
  [
    '… and add "3 × normal (n, expected, window)"',
    'lib/burst',
    'adds how much more than normal it is, with n, expected and window',
  ],
  [
    'One message per story; again only when its severity rises',
    'jobs/living',
    'in breaking mode is told again as a whole only when its severity rises',
  ],
  [
    'Above max-per-hour one situation message, a line a story',
    'jobs/gathered',
    'above max-per-hour one situation message has a line a story, and nothing is dropped',
  ],
  [
    '… edited in place',
    'jobs/gathered',
    'the situation message is edited in place while the night goes on',
  ],
  [
    'Only core or critical ones still stand alone',
    'jobs/gathered',
    'a grave core story and a critical one still stand alone',
  ],
  [
    'One role ping per subscription in 2 h, four a day',
    'jobs/gathered',
    'pings a role at most once in two hours, four times a day',
  ],
  [
    'A breaking night: at most 25 messages and 2 pings a channel',
    'jobs/night',
    'posts at most 25 messages and 2 pings a channel with the default presets',
  ],
  [
    'Quiet hours end with one message, ranked, in final state, without pings',
    'jobs/gathered',
    'end with one message of all they held, ranked, in final state, without pings',
  ],
  [
    'It folds into a digest due within 60 min',
    'jobs/gathered',
    'fold into a digest of the channel that is due within 60 minutes',
  ],
  [
    'A claim leads with outlet and camp',
    'card/digest',
    'leads with outlet and camp while a story is one camp’s claim',
  ],
  [
    'Families of one state camp count as one for publishers-min',
    'digest/select',
    'families of one state camp count as one publisher',
  ],
  [
    '… and for breaking; aggregators corroborate nothing',
    'jobs/breaks',
    'do not grow by copies, and aggregators corroborate nothing',
  ],
  ['An attribution phrase names an origin', 'lib/origins', 'are the publishers, or whom they name'],
  ['"4 publishers, 1 origin (Bloomberg)"', 'card/story', 'looks as the specification draws it'],
  [
    'The title in the reader’s language, otherwise a gloss, the original below',
    'card/digest',
    'shows a title in the reader’s language where the story has one, else a gloss above the original',
  ],
  [
    '… and a translate link',
    'card/story',
    'glosses a foreign title with the original and a translation link to the article',
  ],
  [
    'Cards name the finest actors',
    'card/story',
    'names the finest actors, not those they roll up to',
  ],
  [
    'Coverage says only what is wrong, by camp',
    'card/story',
    'coverage says only what is wrong, darkest first',
  ],
  [
    'A camp that goes dark posts one line to breaking subscriptions',
    'jobs/gathered',
    'a camp that goes dark posts one line to breaking subscriptions, and no other',
  ],
  [
    'A feed dead for a day goes once to the log channel',
    'jobs/gathered',
    'a feed dead for a day goes once to the log channel of each server that has one',
  ],
  [
    'A first poll floods nobody',
    'jobs/flood',
    'law 13: a first poll of 189 feeds with 30 old items each floods nobody',
  ],
  [
    'Two posted stories that turn out to be one: the younger message says so',
    'jobs/living',
    'both posted: the younger message is edited to say so, with a link to the older',
  ],
]

const sources = new Map<string, string>()

function sourceOf(file: string): string {
  const path = join(import.meta.dirname, '..', `${file}.test.ts`)
  const shared = join(import.meta.dirname, '..', `${file}.ts`)
  const known = sources.get(file)
  if (known !== undefined) return known
  const text = readFileSync(file.includes('contract') ? shared : path, 'utf8')
  sources.set(file, text)
  return text
}

describe('what is shown, and when', () => {
  test.each(SENTENCES)('%s', (_sentence, file, name) => {
    expect(sourceOf(file)).toContain(`'${name}'`)
  })
})
