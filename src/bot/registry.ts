// Who answers what: commands by their path, handlers by their verb.

import type { Command } from './command.ts'
import { adminCommands, adminGroups, axisCommands, axisGroups } from './commands/index.ts'

/** Commands by the words that follow the slash: `axis subs list`. */
export function commandsByPath(): ReadonlyMap<string, Command> {
  const found = new Map<string, Command>()
  for (const one of axisCommands) found.set(`axis ${one.name}`, one)
  for (const one of adminCommands) found.set(`axis-admin ${one.name}`, one)
  for (const group of axisGroups) {
    for (const one of group.commands) found.set(`axis ${group.name} ${one.name}`, one)
  }
  for (const group of adminGroups) {
    for (const one of group.commands) found.set(`axis-admin ${group.name} ${one.name}`, one)
  }
  return found
}

/** Handlers of all commands by verb; two for one verb are a bug. */
export function byVerb<T>(
  of: (command: Command) => Readonly<Record<string, T>> | undefined,
  first: readonly (readonly [string, T])[] = [],
): ReadonlyMap<string, T> {
  const found = new Map<string, T>(first)
  for (const command of allCommands()) {
    for (const [verb, handler] of Object.entries(of(command) ?? {})) {
      if (found.has(verb)) throw new Error(`two commands answer the verb ${verb}`)
      found.set(verb, handler)
    }
  }
  return found
}

const allCommands = (): readonly Command[] => [
  ...axisCommands,
  ...adminCommands,
  ...[...axisGroups, ...adminGroups].flatMap((group) => group.commands),
]
