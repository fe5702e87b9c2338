// Every command that is registered, in the order in which Discord shows them. A test checks that no file is missing.

import type { HelpCommand } from '../../card/help.ts'
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
import { toHelpCommand } from './help.ts'
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
  toHelpCommand(() => helpCommands()),
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

/** All of them as `help` and docs/commands.md show them. */
export function helpCommands(): readonly HelpCommand[] {
  return [
    ...axisCommands.map((one) => toHelp('axis', one)),
    ...axisGroups.flatMap((group) =>
      group.commands.map((one) => toHelp(`axis ${group.name}`, one)),
    ),
    ...adminCommands.map((one) => toHelp('axis-admin', one)),
    ...adminGroups.flatMap((group) =>
      group.commands.map((one) => toHelp(`axis-admin ${group.name}`, one)),
    ),
  ]
}

function toHelp(prefix: string, command: Command): HelpCommand {
  return {
    name: `${prefix} ${command.name}`,
    description: command.description,
    options: (command.options ?? []).map(({ name, description, required }) => ({
      name,
      description,
      ...(required === true ? { required } : {}),
    })),
  }
}
