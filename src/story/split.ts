import { storyId } from '../lib/hash.ts'
import { scoreSides } from './cross.ts'
import { scoreLink } from './link.ts'
import type { StoryModel } from './model.ts'
import { few, type Member, type OpenStory } from './open-story.ts'
import { sensesOf } from './vector.ts'

/** Two parts of a story that tell two events, each oldest first; `stays` is the larger one and keeps the id (law 4). */
export type Parts = { readonly stays: readonly Member[]; readonly leaves: readonly Member[] }

/** A part is told by titles of so many publisher families. */
const FAMILIES_MIN = 2

/**
 * How a story turned out to tell two events: titles of two families name one town, those of two others another, and no
 * article tells of both. A vague first article ("drones kill three") draws both in; only later ones show it. Articles
 * that name neither go with the part that they are likest to. Undefined where it tells one, or was split before.
 */
export function findParts(story: OpenStory, model: StoryModel): Parts | undefined {
  if (story.split || story.members.length < 2 * FAMILIES_MIN) return undefined
  const towns = findTowns(story.members)
  if (towns.length < 2) return undefined
  const tellers = towns.map((town) => story.members.filter((member) => tells(member, town)))
  for (const [at, left] of tellers.entries()) {
    const right = tellers.slice(at + 1).find((others) => !others.some((one) => left.includes(one)))
    if (right) return withVague(story.members, left, right, model)
  }
  return undefined
}

/** Towns that titles of enough families name, the most named first. */
function findTowns(members: readonly Member[]): readonly number[] {
  const families = new Map<number, Set<string>>()
  for (const { document, article } of members) {
    for (const town of document.places) {
      families.set(town, (families.get(town) ?? new Set()).add(article.family))
    }
  }
  return [...families]
    .filter(([, named]) => named.size >= FAMILIES_MIN)
    .sort(([a, x], [b, y]) => y.size - x.size || a - b)
    .map(([town]) => town)
}

const tells = ({ vector }: Member, town: number): boolean => sensesOf(vector).includes(town)

function withVague(
  members: readonly Member[],
  left: readonly Member[],
  right: readonly Member[],
  model: StoryModel,
): Parts {
  const isLeft = (member: Member): boolean =>
    left.includes(member) ||
    (!right.includes(member) && nearness(member, left, model) >= nearness(member, right, model))
  const groups = Map.groupBy(members, isLeft)
  const [one, other] = [groups.get(true) ?? [], groups.get(false) ?? []]
  const isLarger =
    one.length > other.length || (one.length === other.length && one[0] === members[0])
  return isLarger ? { stays: one, leaves: other } : { stays: other, leaves: one }
}

/** Log odds that an article tells what a part tells, by those of its own language where there are any. */
function nearness(member: Member, part: readonly Member[], model: StoryModel): number {
  const side = part.filter(({ document }) => document.lang === member.document.lang)
  const score =
    side.length > 0
      ? scoreLink(model, [member], few(side))
      : scoreSides(model.linked, [member], part)
  return score ?? Number.NEGATIVE_INFINITY
}

/**
 * Takes a story apart: it keeps `stays`, and a new story among `stories` gets `leaves`, named after the oldest of them
 * that names no other. Undefined, and nothing done, where each does.
 */
export function splitStory(
  story: OpenStory,
  { stays, leaves }: Parts,
  stories: Map<string, OpenStory>,
): OpenStory | undefined {
  const id = leaves
    .map(({ document }) => storyId(document.id))
    .find((one) => one !== story.id && !stories.has(one))
  if (id === undefined) return undefined
  const at = story.updatedAt
  const leaving: OpenStory = { id, ...toSpan(leaves), split: { at, other: story.id } }
  stories.set(id, leaving)
  Object.assign(story, toSpan(stays), { split: { at, other: id } })
  for (const one of [story, leaving]) nameFirst(one)
  return leaving
}

const toSpan = (members: readonly Member[]) => ({
  members: [...members],
  openedAt: Math.min(...members.map(({ document }) => document.at)),
  updatedAt: Math.max(...members.map(({ document }) => document.at)),
})

/** Its oldest article is the one that it began with, whatever that was before. */
function nameFirst({ id, members }: OpenStory): void {
  for (const [at, member] of members.entries()) {
    const { linkedBy, likeness, ...rest } = member.membership
    const isFirst = at === 0
    member.membership = {
      ...rest,
      storyId: id,
      linkedBy: isFirst ? 'first' : linkedBy === 'first' ? 'likeness' : linkedBy,
      likeness: isFirst ? 1 : likeness,
    }
  }
}
