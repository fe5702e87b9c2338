import { correctionWords, correctStory } from '../digest/correct.ts'
import type { Story, StoryDetail } from '../types.ts'
import type { Ask } from './command.ts'

/** Shows stories as the analysts of this server corrected them; one that is not relevant stays and says so. */
export async function readCorrections(
  ask: Ask,
  storyIds?: readonly string[],
): Promise<(story: Story) => Story> {
  const { store, answers } = ask.deps
  const of = storyIds === undefined ? {} : { storyIds }
  const [reports, settings] = await Promise.all([
    store.reports({ guildId: ask.guildId, ...of }),
    ask.settings(),
  ])
  const since = settings.purge?.at ?? 0
  const applied = reports.filter((one) => one.status === 'applied' && one.at > since)
  if (applied.length === 0) return (story) => story
  const byStory = Map.groupBy(applied, (report) => report.storyId)
  const pack = answers.pack()
  return (story) => {
    const here = byStory.get(story.id) ?? []
    const corrected = correctStory(story, here, pack)
    if (corrected !== undefined) return corrected
    return { ...story, corrected: [...new Set(here.map((one) => correctionWords(one, pack)))] }
  }
}

export async function correctDetail(ask: Ask, detail: StoryDetail): Promise<StoryDetail> {
  const correct = await readCorrections(ask, [detail.story.id])
  return { ...detail, story: correct(detail.story) }
}
