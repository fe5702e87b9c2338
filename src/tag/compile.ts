// A pack becomes a matcher: a trie over the words of its terms, and its rules over numbered parts
// ("atoms"). Compiled once per pack; tagging then allocates little.

import type { Pack, PackRule, Terms } from '../pack.ts'
import type { Field, Instant } from '../types.ts'
import { type Lexicon, toLexicon } from './lexicon.ts'
import { type Scratch, toScratch } from './match.ts'
import { parseTerm } from './term.ts'
import { compileVote, type Vote } from './vote.ts'

/** What a term stands for; `atom` is undefined for a block. */
export type Meaning = {
  readonly kind: 'actor' | 'asset' | 'concept' | 'block'
  readonly ref: string
  readonly atoms: readonly number[]
  /** Counts only beside another actor. */
  readonly hint: boolean
  readonly from?: Instant
  readonly to?: Instant
}

/** `next` is absent where no term goes on. */
export type Node = { next: Map<number, Node> | undefined; readonly meanings: Meaning[] }

/** An atom, and whether it must stand in the title. */
export type Part = {
  readonly atom: number
  readonly title: boolean
  /** The atom whose mention explains it: `@x` for `1@x`. */
  readonly shown: number
}

export type Rule = {
  /** One part of each choice. */
  readonly all: readonly (readonly Part[])[]
  readonly none: readonly Part[]
  readonly near: number
  /** The first so many choices must be near. */
  readonly nearParts: number
  readonly ordered: boolean
  /** Bits of the zones that count. */
  readonly zones: number
  /** Parts in different zones count too. */
  readonly across: boolean
  readonly points: number
}

export type Score = { readonly threshold: number; readonly rules: readonly Rule[] }

export type Matcher = {
  readonly pack: Pack
  readonly lexicon: Lexicon<Node>
  readonly root: Node
  readonly atomIds: ReadonlyMap<string, number>
  readonly atomNames: readonly string[]
  /** Groups and sides of each actor, as atoms of `@…` and `1@…`. */
  readonly firstAtoms: ReadonlyMap<string, readonly number[]>
  readonly parents: ReadonlyMap<string, readonly string[]>
  readonly themes: readonly (Score & { readonly id: string; readonly needs: readonly number[] })[]
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
  readonly vote: Vote | undefined
  /** Place of each actor in the pack. */
  readonly order: ReadonlyMap<string, number>
  /** Work space, used from article to article. */
  readonly scratch: Scratch
}

export const ZONES: readonly Field[] = ['title', 'summary', 'content']
export const ZONE_WEIGHTS: readonly number[] = [2, 1, 0.4]
const ALL_ZONES = 7

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
  const lexicon = toLexicon<Node>((symbol) => root.next?.get(symbol))
  const parents = toParents(pack)
  const groups = toGroups(pack)
  const atomsOf = (mark: string, actor: string): number[] => {
    const ids = [actor, ...(parents.get(actor) ?? [])]
    const sets = ids.flatMap((id) => groups.get(id) ?? [])
    return [...new Set([...ids, ...sets])].map((id) => atom(`${mark}${id}`))
  }
  const addTerms = (terms: Terms | undefined, meaning: Meaning): void => {
    for (const list of Object.values(terms ?? {})) {
      for (const term of list) addTerm(root, lexicon, term, meaning)
    }
  }

  for (const actor of pack.actors) {
    const meaning: Meaning = {
      kind: 'actor',
      ref: actor.id,
      atoms: atomsOf('@', actor.id),
      hint: false,
    }
    for (const terms of [actor.names, actor.demonyms, actor.organisations, actor.places]) {
      addTerms(terms, meaning)
    }
    addTerms(actor.hints, { ...meaning, hint: true })
    for (const { names, from, to } of actor.people ?? []) {
      addTerms(names, {
        ...meaning,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      })
    }
  }
  for (const { id, names } of pack.assets) {
    addTerms(names, { kind: 'asset', ref: id, atoms: [atom(`asset:${id}`)], hint: false })
  }
  for (const { id, terms } of pack.concepts) {
    addTerms(terms, { kind: 'concept', ref: id, atoms: [atom(id)], hint: false })
  }
  addTerms(pack.blocks, { kind: 'block', ref: 'block', atoms: [], hint: false })

  const firstAtoms = new Map(pack.actors.map(({ id }) => [id, atomsOf('1@', id)]))
  const periods = pack.periods.map(({ id, from, to }) => ({
    atom: atom(`#${id}`),
    from,
    to: to ?? Number.POSITIVE_INFINITY,
  }))
  for (const { id } of pack.themes) atom(`%${id}`)
  const toScore = ({ threshold, rules }: { threshold: number; rules: readonly PackRule[] }) => ({
    threshold,
    rules: rules.map((rule) => compileRule(rule, atom)),
  })
  const themes = pack.themes.map((theme) => ({
    ...toScore(theme),
    id: theme.id,
    needs: (theme.needs ?? []).map(atom),
  }))
  const core = toScore(pack.relevance.core)
  const related = toScore(pack.relevance.related)
  const classes = pack.classes.map(toScore)
  const signals = pack.signals.map((signal) =>
    toScore({ threshold: 1, rules: signal.rules.map((rule) => ({ ...rule, points: 1 })) }),
  )
  const vote = pack.vote && compileVote(pack.vote, atomIds)
  const numbers = [...atomIds]
    .filter(([name]) => name.startsWith('>='))
    .map(([name, id]) => ({ atom: id, least: Number(name.slice(2)) }))
  return {
    pack,
    lexicon,
    root,
    atomIds,
    atomNames: [...atomIds.keys()],
    firstAtoms,
    parents,
    themes,
    core,
    related,
    classes,
    signals,
    numbers,
    periods,
    vote,
    order: new Map(pack.actors.map(({ id }, at) => [id, at])),
    scratch: toScratch(),
  }
}

function addTerm(root: Node, lexicon: Lexicon<Node>, term: string, meaning: Meaning): void {
  for (const words of parseTerm(term)) {
    let node = root
    for (const written of words) {
      const symbol = lexicon.add(written)
      node.next ??= new Map()
      let next = node.next.get(symbol)
      if (!next) {
        next = toNode()
        node.next.set(symbol, next)
      }
      node = next
    }
    if (!node.meanings.some((known) => isSame(known, meaning))) node.meanings.push(meaning)
  }
}

/** The same name is often listed for several languages, or for two holders of one office. */
export const isSame = (one: Meaning, other: Meaning): boolean =>
  one.kind === other.kind &&
  one.ref === other.ref &&
  one.hint === other.hint &&
  one.from === other.from &&
  one.to === other.to

const toNode = (): Node => ({ next: undefined, meanings: [] })

function compileRule(rule: PackRule, atom: (name: string) => number): Rule {
  const toPart = (written: string): Part => {
    const title = written.startsWith('t:')
    const name = title ? written.slice(2) : written
    return { atom: atom(name), title, shown: atom(name.startsWith('1@') ? name.slice(1) : name) }
  }
  const zones = (rule.in ?? []).reduce((bits, field) => bits | (1 << ZONES.indexOf(field)), 0)
  return {
    all: rule.all.map((choice) => choice.map(toPart)),
    none: (rule.none ?? []).map(toPart),
    near: rule.near ?? 0,
    nearParts: rule.nearParts ?? rule.all.length,
    ordered: rule.ordered === true,
    zones: zones === 0 ? ALL_ZONES : zones,
    across: rule.near === undefined && rule.in === undefined,
    points: rule.points,
  }
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

function toGroups(pack: Pack): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  const sets = [
    ...pack.sides.map(({ id, actors }): [string, readonly string[]] => [id, actors]),
    ...Object.entries(pack.groups),
  ]
  for (const [id, actors] of sets) {
    for (const actor of actors) groups.set(actor, [...(groups.get(actor) ?? []), id])
  }
  return groups
}
