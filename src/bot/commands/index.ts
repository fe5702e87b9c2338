// Every command that is registered, in the order in which Discord shows them. A test checks that no file is missing.

import { forAdmins } from '../admin.ts'
import type { Command, Group } from '../command.ts'
import { actor } from './actor.ts'
import { adminData } from './admin-data.ts'
import { adminFeeds } from './admin-feeds.ts'
import { adminHealth } from './admin-health.ts'
import { adminLog } from './admin-log.ts'
import { adminMute } from './admin-mute.ts'
import { adminPack } from './admin-pack.ts'
import { adminSettings } from './admin-settings.ts'
import { brief } from './brief.ts'
import { help } from './help.ts'
import { latest } from './latest.ts'
import { lens } from './lens.ts'
import { pair } from './pair.ts'
import { search } from './search.ts'
import { sources } from './sources.ts'
import { status } from './status.ts'
import { story } from './story.ts'
import { subs } from './subs.ts'
import { subscribe } from './subscribe.ts'
import { theme } from './theme.ts'
import { timeline } from './timeline.ts'
import { trends } from './trends.ts'
import { unsubscribe } from './unsubscribe.ts'
import { why } from './why.ts'

export const axisCommands: readonly Command[] = [
  latest,
  actor,
  theme,
  pair,
  story,
  search,
  brief,
  timeline,
  trends,
  lens,
  why,
  sources,
  status,
  help,
  subscribe,
  unsubscribe,
]

export const axisGroups: readonly Group[] = [subs]

export const adminCommands: readonly Command[] = [adminLog].map(forAdmins)

export const adminGroups: readonly Group[] = [
  adminSettings,
  adminFeeds,
  adminMute,
  adminPack,
  adminHealth,
  adminData,
].map((group: Group) => ({ ...group, commands: group.commands.map(forAdmins) }))
