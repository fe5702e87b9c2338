import type { GuildSettings, Mute, Report, Store } from '../../ports.ts'

/** Mutes and corrections of a story that another took over go on under the other's id (law 4). */
export async function followMerges(
  settings: readonly GuildSettings[],
  reports: readonly Report[],
  store: Store,
): Promise<void> {
  const muted = settings.flatMap(({ mutes = [] }) => mutes.filter(isOfStory))
  const applied = reports.filter((report) => report.status === 'applied')
  const ids = [...muted.map((mute) => mute.value), ...applied.map((report) => report.storyId)]
  const heirs = await findHeirs(new Set(ids), store)
  if (heirs.size === 0) return
  for (const report of applied) {
    const storyId = heirs.get(report.storyId)
    if (storyId !== undefined) await store.saveReport({ ...report, storyId })
  }
  for (const one of settings) {
    if (!one.mutes?.some((mute) => isOfStory(mute) && heirs.has(mute.value))) continue
    // Read again, since somebody may have changed it meanwhile.
    const now = await store.guildSettings(one.guildId)
    const mutes = now.mutes?.map((mute) =>
      isOfStory(mute) ? { ...mute, value: heirs.get(mute.value) ?? mute.value } : mute,
    )
    await store.saveGuildSettings({ ...now, ...(mutes === undefined ? {} : { mutes }) })
  }
}

const isOfStory = (mute: Mute): boolean => mute.kind === 'story'

/** A story may be taken over by one that is taken over itself. */
const STEPS_MAX = 10

/** The story that stands for each of these now, where it is another one. */
async function findHeirs(
  ids: ReadonlySet<string>,
  store: Store,
): Promise<ReadonlyMap<string, string>> {
  const heirs = new Map<string, string>()
  let open = new Map([...ids].map((id) => [id, id]))
  for (let step = 0; open.size > 0 && step < STEPS_MAX; step += 1) {
    const stories = await store.storiesByIds([...new Set(open.values())])
    const next = new Map(
      stories.flatMap(({ id, mergedInto }) => (mergedInto ? [[id, mergedInto]] : [])),
    )
    const moved = new Map<string, string>()
    for (const [id, at] of open) {
      const heir = next.get(at)
      if (heir === undefined) continue
      moved.set(id, heir)
      heirs.set(id, heir)
    }
    open = moved
  }
  return heirs
}
