import { toButton } from '../../card/body.ts'
import { lensCard } from '../../card/lens.ts'
import { type StoryOptions, storyArticlesCard, storyCard } from '../../card/story.ts'
import { updatedSince } from '../../digest/material.ts'
import { UserError } from '../../lib/errors.ts'
import type { StoryDetail } from '../../types.ts'
import type { Ask, Command, Pressing, Reply } from '../command.ts'
import { completeStories, typed } from '../options.ts'
import { withPictures } from '../picture.ts'
import { correctDetail } from '../report/corrections.ts'
import { toStory } from '../resolve.ts'
import { addButtons } from '../share.ts'
import { followPress } from '../subs/follow.ts'
import { answerWhy } from '../why/why.ts'

export const story = {
  name: 'story',
  description: 'One story with all its articles by camp',
  options: [typed('id', 'Its id, or words of its title', { required: true })],
  slow: true,
  complete: { id: completeStories },
  run: async (ask, given) => showStory(ask, await toStory(ask, given.text('id') ?? '')),
  presses: {
    // The select under every list: a select carries the id as its value, a button in its custom id.
    story: {
      kind: 'private',
      run: async (ask, pressed) => {
        const detail = await pressedStory(ask, pressed)
        return showStory(ask, detail, await updatedHere(ask, detail, pressed))
      },
    },
    card: {
      kind: 'update',
      run: async (ask, pressed) => showStory(ask, await pressedStory(ask, pressed)),
    },
    articles: {
      kind: 'update',
      run: async (ask, pressed) => {
        const detail = await pressedStory(ask, pressed)
        const body = storyArticlesCard(detail, await ask.context(), { page: pressed.page })
        return withBack({ body, shareable: true }, detail)
      },
    },
    follow: followPress,
    lens: {
      kind: 'update',
      run: async (ask, pressed) => {
        const detail = await pressedStory(ask, pressed)
        return withBack({ body: lensCard(detail, await ask.context()), shareable: true }, detail)
      },
    },
    why: {
      kind: 'update',
      run: async (ask, pressed) => {
        const detail = await pressedStory(ask, pressed)
        return withBack(await answerWhy(ask, detail, pressed.page), detail)
      },
    },
  },
} satisfies Command

/** A sent digest is not rewritten: what changed since is told to whoever opens a story from it. */
async function updatedHere(
  ask: Ask,
  { story }: StoryDetail,
  pressed: Pressing,
): Promise<StoryOptions['updated']> {
  const seen = await ask.deps.store.postedStories(ask.channelId, [story.id])
  const { id } = pressed.interaction.message
  const row = seen.find((one) => one.mode === 'digest' && one.messageId === id)
  const change = row && updatedSince(row, story, ask.deps.answers.camps())
  return row && change ? { change, since: row.at } : undefined
}

async function showStory(
  ask: Ask,
  detail: StoryDetail,
  updated?: StoryOptions['updated'],
): Promise<Reply> {
  const [context, picture] = await Promise.all([
    ask.context(),
    ask.deps.answers.pictures?.story(detail),
  ])
  const corrected = await correctDetail(ask, detail)
  const body = storyCard(corrected, context, {
    buttons: ['articles', 'lens', 'why', 'follow'],
    ...(updated && { updated }),
  })
  return withPictures({ body, shareable: true }, [picture])
}

async function pressedStory(ask: Ask, pressed: Pressing): Promise<StoryDetail> {
  const id = pressed.values[0] ?? pressed.id
  const detail = await ask.deps.store.findStory(id)
  if (detail !== undefined) return detail
  throw new UserError(`The story ${id} is no longer stored. Ask for what is new: /axis latest.`)
}

function withBack(reply: Reply, detail: StoryDetail): Reply {
  const back = toButton('Back to the story', 'card', detail.story.id)
  return back === undefined ? reply : { ...reply, body: addButtons(reply.body, [back]) }
}
