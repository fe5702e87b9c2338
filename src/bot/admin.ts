import { PermissionFlagsBits } from 'discord.js'
import { UserError } from '../lib/errors.ts'
import type { Ask } from './command.ts'

/** Throws unless the caller has Manage Server: an admin may have opened the command to others by mistake. */
export function requireAdmin(ask: Ask): void {
  if (ask.member.permissions.has(PermissionFlagsBits.ManageGuild)) return
  throw new UserError('You need the permission Manage Server for that.')
}
