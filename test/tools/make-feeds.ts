// Makes feeds/*.yaml from the list of outlets that was gathered with evidence (data of the workplace, not of the
// repository): `node test/tools/make-feeds.ts ../shared/data/feeds.json feeds`. Tier 1 is on but where the law flags
// it, tier 2 off, tier 3 left out; on only in languages that the pack reads.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'

type Gathered = {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly homepage: string
  readonly country: string
  readonly language: string
  readonly kind: string
  readonly camp: string
  readonly family: string
  readonly stance: string
  readonly notes?: string
  readonly legal_flag?: string
  readonly last_seen: string
  readonly tier: 1 | 2 | 3
}

type ListFile = { readonly name: string; readonly title: string; readonly camps: readonly string[] }

const READ_LANGUAGES = new Set(['en', 'ru', 'fa', 'uk', 'ar', 'he'])

const FILES: readonly ListFile[] = [
  {
    name: 'western',
    title: 'Outlets, wires and governments of Europe and North America',
    camps: ['western'],
  },
  {
    name: 'iran',
    title: 'Iran: state and semi-official media; exile',
    camps: ['iran-state', 'iran-exile'],
  },
  {
    name: 'russia',
    title: 'Russia: state and state-aligned media; exile',
    camps: ['russia-state', 'russia-exile'],
  },
  { name: 'ukraine', title: 'Ukraine', camps: ['ukraine'] },
  { name: 'israel', title: 'Israel', camps: ['israel'] },
  {
    name: 'arab',
    title: 'Arab world: independent, Gulf state-funded, and the media of armed movements',
    camps: ['arab', 'gulf-state', 'resistance'],
  },
  {
    name: 'neighbours',
    title: 'Turkey, the Caucasus and Asia',
    camps: ['turkey', 'caucasus', 'asia', 'china-state'],
  },
  {
    name: 'analysis',
    title: 'Think tanks, trade press, open-source investigators and international organisations',
    camps: ['analysis', 'international'],
  },
]

const [source, folder] = process.argv.slice(2)
if (source === undefined || folder === undefined) {
  throw new Error('usage: node test/tools/make-feeds.ts FEEDS.json FOLDER')
}
// A file of the workplace whose shape is the type above.
const gathered = JSON.parse(await readFile(source, 'utf8')) as readonly Gathered[]
for (const file of FILES) await writeFile(join(folder, `${file.name}.yaml`), toYaml(file))

function toYaml(file: ListFile): string {
  const head = `# yaml-language-server: $schema=../config/schema/feeds.schema.json
# ${file.title}.
# Camps are declared in camps.yaml. \`on: false\` is not polled until somebody turns it on; \`seen\` is when the
# address was last known to deliver.
feeds:
`
  const parts = file.camps.map((camp) => {
    const feeds = gathered.filter((feed) => feed.camp === camp && feed.tier < 3)
    return `  # ---- ${camp}\n${feeds.map(toEntry).join('\n')}`
  })
  return `${head}${parts.join('\n\n')}`
}

function toEntry(feed: Gathered): string {
  const isOn = feed.tier === 1 && feed.legal_flag === undefined && READ_LANGUAGES.has(feed.language)
  const note = [
    feed.legal_flag,
    READ_LANGUAGES.has(feed.language) ? undefined : 'the pack does not read this language',
    feed.url.startsWith('http:') ? 'plain HTTP: the publisher is known to serve it so' : undefined,
  ].filter((text) => text !== undefined)
  const entry = {
    id: feed.id,
    url: feed.url,
    outlet: feed.title,
    family: feed.family,
    camp: feed.camp,
    kind: feed.kind,
    language: feed.language,
    country: feed.country,
    homepage: feed.homepage,
    ...(isOn ? {} : { on: false }),
    ...(note.length > 0 && { note: note.join('; ') }),
    seen: feed.last_seen,
  }
  const text = stringify([entry], { lineWidth: 0 }).trimEnd()
  const comment = toComment(feed)
  return `${comment}${text.replace(/^/gm, '  ')}\n`
}

/** What a maintainer should know of the address; advice to pretend to be a browser is not taken. */
function toComment(feed: Gathered): string {
  const notes = (feed.notes ?? '').replace(/[:;,] (?:use|send) a browser(?:-like)? User-Agent/i, '')
  const lines = [`${feed.stance}.`, ...(notes === '' ? [] : [`${notes.replace(/\.$/, '')}.`])]
  return lines.map((line) => `  # ${line}\n`).join('')
}
