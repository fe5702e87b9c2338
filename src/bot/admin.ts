import { PermissionFlagsBits } from 'discord.js'
import { UserError } from '../lib/errors.ts'
import type { Ask, Command } from './command.ts'

/**
 * The command with every way into it behind Manage Server: an admin may have opened it to others by mistake,
 * and a button outlives the rights of who got it.
 */
export function forAdmins(command: Command): Command {
  const { run, presses, opens, forms } = command
  return {
    ...command,
    run: (ask, given) => asAdmin(ask, () => run(ask, given)),
    ...(presses && {
      presses: mapValues(presses, (press) => ({
        ...press,
        run: (ask, pressed) => asAdmin(ask, () => press.run(ask, pressed)),
      })),
    }),
    ...(opens && {
      opens: mapValues(opens, (open) => (ask, pressed) => asAdmin(ask, () => open(ask, pressed))),
    }),
    ...(forms && {
      forms: mapValues(forms, (fill) => (ask, filled) => asAdmin(ask, () => fill(ask, filled))),
    }),
  }
}

async function asAdmin<T>(ask: Ask, work: () => Promise<T>): Promise<T> {
  if (ask.member.permissions.has(PermissionFlagsBits.ManageGuild)) return work()
  throw new UserError('You need the permission Manage Server for that.')
}

const mapValues = <T>(
  of: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]))
