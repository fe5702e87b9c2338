// A pack becomes a matcher: a trie over the words of its terms, and its rules over numbered parts
// ("atoms"). Compiled once per pack; tagging then allocates little.

import type { Pack, PackRule, PackShape, Terms } from '../pack.ts'
import type { Instant } from '../types.ts'
import { type Lexicon, toLexicon } from './lexicon.ts'
import {
  type AtomKind,
  compileRule,
  type Rule,
  type Score,
  type Theme,
  toAtomKind,
  toWakes,
} from './rules.ts'
import type { Scratch } from './scratch.ts'
import { toScratch } from './scratch.ts'
import { SHAPES } from './shape.ts'
import { type Space, toSpace } from './space.ts'
import { addTerm, type Meaning, type Node, toNode } from './trie.ts'
import { compileVote, type Vote } from './vote.ts'

export type Matcher = {
  readonly pack: Pack
  readonly lexicon: Lexicon<Node>
  readonly root: Node
  readonly atomIds: ReadonlyMap<string, number>
  readonly atomNames: readonly string[]
  readonly atomKinds: readonly AtomKind[]
  /** Groups and sides of each actor, as atoms of `@…` and `1@…`. */
  readonly firstAtoms: ReadonlyMap<string, readonly number[]>
  /** Place of each actor in the pack. */
  readonly order: ReadonlyMap<string, number>
  /** Per actor in the pack's order, the places of those it rolls up to. */
  readonly parents: readonly (readonly number[])[]
  /** Per side of the pack, its atom. */
  readonly sides: readonly number[]
  /** Per atom, the rules that cannot hold without it or one of its like. */
  readonly wakes: readonly (readonly number[])[]
  readonly themes: readonly Theme[]
  readonly core: Score
  readonly related: Score
  readonly classes: readonly Score[]
  readonly signals: readonly Score[]
  readonly numbers: readonly { readonly atom: number; readonly least: number }[]
  readonly periods: readonly {
    readonly atom: number
    readonly from: Instant
    readonly to: Instant
  }[]
  /** The shapes of a title that rules ask for, with their atoms. */
  readonly shapes: ReadonlyMap<PackShape, number>
  /** Whether a rule asks for the form of a title at all. */
  readonly formed: boolean
  readonly vote: Vote | undefined
  /** What a gate says of missing sides, by their bits. */
  readonly missingTexts: Map<number, string>
  /** Work space, used from article to article. */
  readonly scratch: Scratch
  readonly space: Space
}

/** Compiles a pack. Throws where a rule speaks of what is not there; config/pack.ts reports that with its place first. */
export function compilePack(pack: Pack): Matcher {
  const atomIds = new Map<string, number>()
  const atom = (name: string): number => {
    const known = atomIds.get(name)
    if (known !== undefined) return known
    atomIds.set(name, atomIds.size)
    return atomIds.size - 1
  }
  const root = toNode()
  const lexicon = toLexicon<Node>(
    (symbol) => root.next?.get(symbol),
    ({ meanings }) => meanings.length > 0,
  )
  const parents = toParents(pack)
  addMeanings(pack, atom, parents, (terms, meaning) => {
    for (const list of Object.values(terms ?? {})) {
      for (const term of list) addTerm(root, lexicon, term, meaning)
    }
  })

  const firstAtoms = new Map(
    pack.actors.map(({ id }) => [id, atomsOf(pack, parents, id, '1@').map(atom)]),
  )
  const periods = pack.periods.map(({ id, from, to }) => ({
    atom: atom(`#${id}`),
    from,
    to: to ?? Number.POSITIVE_INFINITY,
  }))
  for (const { id } of pack.themes) atom(`%${id}`)
  const rules: Rule[] = []
  let formed = false
  const toScore = (score: { threshold: number; rules: readonly PackRule[] }): Score => {
    const first = rules.length
    const own = score.rules.map((rule, at) => compileRule(rule, first + at, atom))
    rules.push(...own)
    formed ||= score.rules.some(asksForm)
    return { threshold: score.threshold, rules: own, first }
  }
  const themes = pack.themes.map((theme) => ({
    ...toScore(theme),
    id: theme.id,
    needs: (theme.needs ?? []).map(atom),
    atom: atom(`%${theme.id}`),
  }))
  const core = toScore(pack.relevance.core)
  const related = toScore(pack.relevance.related)
  const classes = pack.classes.map(toScore)
  const signals = pack.signals.map((signal) =>
    toScore({ threshold: 1, rules: signal.rules.map((rule) => ({ ...rule, points: 1 })) }),
  )
  const themeIds = pack.themes.map(({ id }) => id)
  const vote = pack.vote && compileVote(pack.vote, atomIds, themeIds)
  const sides = pack.sides.map(({ id }) => atom(`@${id}`))
  const atomNames = [...atomIds.keys()]
  const atomKinds = atomNames.map(toAtomKind)
  const order = new Map(pack.actors.map(({ id }, at) => [id, at]))
  return {
    pack,
    lexicon,
    root,
    atomIds,
    atomNames,
    atomKinds,
    firstAtoms,
    order,
    parents: pack.actors.map(({ id }) =>
      (parents.get(id) ?? []).map((parent) => order.get(parent) ?? 0),
    ),
    sides,
    wakes: toWakes(rules, atomNames),
    themes,
    core,
    related,
    classes,
    signals,
    numbers: atomKinds.flatMap((one, at) =>
      one.kind === 'number' ? [{ atom: at, least: one.least }] : [],
    ),
    periods,
    shapes: new Map(
      SHAPES.flatMap((name) => {
        const id = atomIds.get(name)
        return id === undefined ? [] : [[name, id] as const]
      }),
    ),
    formed,
    vote,
    missingTexts: new Map(),
    scratch: toScratch(),
    space: toSpace({
      atoms: atomNames.length,
      rules: rules.length,
      actors: pack.actors.length,
    }),
  }
}

const asksForm = ({ all, none = [] }: PackRule): boolean =>
  [...all.flat(), ...none].some((part) => /^(?:h|is):/.test(part))

/** Every list of terms of the pack with what it stands for. */
function addMeanings(
  pack: Pack,
  atom: (name: string) => number,
  parents: ReadonlyMap<string, readonly string[]>,
  add: (terms: Terms | undefined, meaning: Meaning) => void,
): void {
  for (const actor of pack.actors) {
    const atoms = atomsOf(pack, parents, actor.id, '@').map(atom)
    const meaning = toMeaning({ kind: 'actor', ref: actor.id, atoms })
    for (const terms of [actor.names, actor.demonyms, actor.organisations, actor.places]) {
      add(terms, meaning)
    }
    add(actor.hints, toMeaning({ kind: 'actor', ref: actor.id, atoms, hint: true }))
    for (const { names, ...span } of actor.people ?? []) {
      add(names, toMeaning({ kind: 'actor', ref: actor.id, atoms, ...span }))
    }
  }
  for (const { id, names } of pack.assets) {
    add(names, toMeaning({ kind: 'asset', ref: id, atoms: [atom(`asset:${id}`)] }))
  }
  for (const { id, terms } of pack.concepts) {
    add(terms, toMeaning({ kind: 'concept', ref: id, atoms: [atom(id)] }))
  }
  add(pack.blocks, toMeaning({ kind: 'block', ref: 'block', atoms: [] }))
}

const toMeaning = ({
  kind,
  ref,
  atoms,
  hint = false,
  from,
  to,
}: Pick<Meaning, 'kind' | 'ref' | 'atoms'> & {
  readonly hint?: boolean
  readonly from?: Instant
  readonly to?: Instant
}): Meaning => ({ kind, ref, atoms, hint, from, to })

/** Names of an actor's atoms: itself, what it rolls up to, and every side and group of those. */
function atomsOf(
  pack: Pack,
  parents: ReadonlyMap<string, readonly string[]>,
  actor: string,
  mark: '@' | '1@',
): readonly string[] {
  const ids = [actor, ...(parents.get(actor) ?? [])]
  const sets: readonly [string, readonly string[]][] = [
    ...pack.sides.map(({ id, actors }): [string, readonly string[]] => [id, actors]),
    ...Object.entries(pack.groups),
  ]
  const own = sets.filter(([, members]) => ids.some((id) => members.includes(id)))
  return [...new Set([...ids, ...own.map(([id]) => id)])].map((id) => mark + id)
}

function toParents(pack: Pack): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(pack.actors.map((actor) => [actor.id, actor.parent]))
  const parents = new Map<string, string[]>()
  for (const { id } of pack.actors) {
    const chain: string[] = []
    let parent = byId.get(id)
    while (parent !== undefined && !chain.includes(parent)) {
      chain.push(parent)
      parent = byId.get(parent)
    }
    parents.set(id, chain)
  }
  return parents
}
