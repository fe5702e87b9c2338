import { PermissionFlagsBits } from 'discord.js'
import { type HelpCommand, helpCard } from '../../card/help.ts'
import { UserError } from '../../lib/errors.ts'
import { foldName, likeness } from '../../lib/fuzzy.ts'
import type { Command } from '../command.ts'
import { messageMenus } from '../menus.ts'
import { typed } from '../options.ts'
import { shown } from '../resolve.ts'

const CHOICES_MAX = 25
const ALIKE = 0.4

/** `/axis help` over the commands that `list` gives; a function, since it is one of them. */
export const toHelpCommand = (list: () => readonly HelpCommand[]): Command => ({
  name: 'help',
  description: 'What the bot covers, and what it can be asked',
  options: [typed('command', 'Only this command, with its options')],
  complete: {
    command: (text) =>
      list()
        .filter(({ name }) => name.includes(bare(text)))
        .slice(0, CHOICES_MAX)
        .map(({ name }) => ({ name: `/${name}`, value: name })),
  },
  run: async (ask, given) => {
    const commands = list()
    const wanted = given.text('command')
    const context = await ask.context()
    if (wanted === undefined) {
      // What somebody cannot use only hides what they can.
      const isAdmin = ask.member.permissions.has(PermissionFlagsBits.ManageGuild)
      const usable = commands.filter(({ name }) => isAdmin || !name.startsWith('axis-admin'))
      const menus = [...messageMenus.keys()]
      return { body: helpCard({ commands: usable, menus }, context), shareable: true }
    }
    const text = bare(wanted)
    const found = commands.find(({ name }) => name === text || name === `axis ${text}`)
    if (found === undefined) {
      const near = commands
        .map(({ name }) => ({ name, score: likeness(foldName(name), foldName(text)) }))
        .sort((a, b) => b.score - a.score)
        .filter(({ score }) => score >= ALIKE)
      const hint = near[0] === undefined ? 'See /axis help.' : `Did you mean /${near[0].name}?`
      throw new UserError(`There is no command “${shown(wanted)}”. ${hint}`)
    }
    return { body: helpCard({ commands, command: found.name }, context), shareable: true }
  },
})

const bare = (text: string): string =>
  text.trim().toLowerCase().replace(/^\//u, '').replace(/\s+/gu, ' ')
