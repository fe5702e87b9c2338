import { correctionWords, correctStory } from '../../digest/correct.ts'
import { type GuildView, toGuildView } from '../../digest/guild-view.ts'
import type { Story, StoryDetail } from '../../types.ts'
import type { Ask } from '../command.ts'

/** What this server muted and corrected, read now. */
export async function readView(ask: Ask): Promise<GuildView> {
  const [settings, reports] = await Promise.all([
    ask.settings(),
    ask.deps.store.reports({ guildId: ask.guildId }),
  ])
  return toGuildView(settings, reports)
}

/** Shows stories as the analysts of this server corrected them; one that is not relevant stays and says so. */
export async function readCorrections(ask: Ask): Promise<(story: Story) => Story> {
  const { corrections } = await readView(ask)
  if (corrections.size === 0) return (story) => story
  const pack = ask.deps.answers.pack()
  return (story) => {
    const here = corrections.get(story.id) ?? []
    const corrected = correctStory(story, here, pack)
    if (corrected !== undefined) return corrected
    return { ...story, corrected: [...new Set(here.map((one) => correctionWords(one, pack)))] }
  }
}

export async function correctDetail(ask: Ask, detail: StoryDetail): Promise<StoryDetail> {
  const correct = await readCorrections(ask)
  return { ...detail, story: correct(detail.story) }
}
