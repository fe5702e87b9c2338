import { scoreSides } from './cross.ts'
import { scoreLink } from './link.ts'
import { mayMerge } from './loner.ts'
import type { StoryModel } from './model.ts'
import {
  byAge,
  isElder,
  type Member,
  type OpenStory,
  representatives,
  STORY_MAX,
  STORY_WINDOW_MS,
} from './open-story.ts'

type State = {
  readonly model: StoryModel
  readonly members: ReadonlyMap<string, Member>
  readonly stories: Map<string, OpenStory>
}

type Merge = { readonly elder: OpenStory; readonly younger: OpenStory; readonly score: number }

/**
 * Joins stories that turned out to be one, best pair first, until none is left; `touched` are those
 * that changed and follows along. `onMerge` is told before the articles move; the older id survives.
 */
export function mergeStories(
  touched: Set<OpenStory>,
  state: State,
  onMerge: (younger: OpenStory, elder: OpenStory) => void,
): void {
  for (;;) {
    const best = findMerge(touched, state)
    if (!best) return
    const { elder, younger } = best
    onMerge(younger, elder)
    for (const member of younger.members) {
      const linkedBy =
        member.membership.linkedBy === 'first' ? 'likeness' : member.membership.linkedBy
      member.membership = { ...member.membership, storyId: elder.id, linkedBy }
    }
    elder.members = [...elder.members, ...younger.members].sort(byAge)
    elder.updatedAt = Math.max(elder.updatedAt, younger.updatedAt)
    if (!elder.split && younger.split) elder.split = younger.split
    state.stories.delete(younger.id)
    touched.delete(younger)
    touched.add(elder)
  }
}

function findMerge(touched: ReadonlySet<OpenStory>, state: State): Merge | undefined {
  let best: Merge | undefined
  for (const story of touched) {
    for (const other of around(story, state)) {
      const [elder, younger] = isElder(story, other) ? [story, other] : [other, story]
      const score = scoreMerge(elder, younger, state.model)
      if (score === undefined || score < state.model.merge) continue
      if (
        !best ||
        score > best.score ||
        (score === best.score && keyOf(elder, younger) < keyOf(best.elder, best.younger))
      ) {
        best = { elder, younger, score }
      }
    }
  }
  return best
}

const keyOf = (elder: OpenStory, younger: OpenStory): string => `${elder.id} ${younger.id}`

/** By the first language that both tell, or across languages where they have none in common. */
function scoreMerge(elder: OpenStory, younger: OpenStory, model: StoryModel): number | undefined {
  if (!mayMerge(elder, younger) || wereSplit(elder, younger)) return undefined
  if (elder.members.length + younger.members.length > STORY_MAX) return undefined
  if (younger.updatedAt - elder.openedAt > STORY_WINDOW_MS) return undefined
  const langs = new Set(elder.members.map(({ document }) => document.lang))
  const lang = younger.members.find(({ document }) => langs.has(document.lang))?.document.lang
  if (lang !== undefined) {
    return scoreLink(model, representatives(younger, lang), representatives(elder, lang))
  }
  const cross = scoreSides(model.linked, younger.members, elder.members)
  // On the scale of merges, so that the surest comes first.
  return cross && cross - model.linked.join + model.merge
}

/** What was taken apart stays apart. */
const wereSplit = (elder: OpenStory, younger: OpenStory): boolean =>
  younger.split?.other === elder.id || elder.split?.other === younger.id

/** Stories of the articles nearest to a story's own, in its languages and in others. */
function around(story: OpenStory, { members, stories }: State): ReadonlySet<OpenStory> {
  const found = new Set<OpenStory>()
  for (const { neighbours, linked } of story.members) {
    for (const id of [...neighbours.keys(), ...linked]) {
      const other = stories.get(members.get(id)?.membership.storyId ?? '')
      if (other && other !== story) found.add(other)
    }
  }
  return found
}
