import { helpCommands } from './commands/index.ts'
import { messageMenus } from './menus.ts'
import { VERB_WORDS } from './verbs.ts'

/** docs/commands.md: every command with its options, from the definitions that Discord gets. */
export function commandsDoc(): string {
  const lines = [
    '# Commands',
    '',
    'Made from the definitions that are registered at Discord; a test keeps it fresh',
    '(`UPDATE=1 npx vitest run --project unit test/bot/definitions.test.ts` writes it anew). Options: * needed.',
    `On a message of the bot: ${[...messageMenus.keys()].map((name) => `**Apps › ${name}**`).join(', ')}.`,
    '',
    '| command | options | what it does |',
    '|---|---|---|',
  ]
  for (const { name, description, options } of helpCommands()) {
    const given = options
      .map(
        (option) =>
          `\`${option.name}\`${option.required === true ? '*' : ''} ${cell(option.description)}`,
      )
      .join('<br>')
    lines.push(`| \`/${name}\` | ${given || '–'} | ${cell(description)} |`)
  }
  lines.push(
    '',
    '## Buttons, selects and forms',
    '',
    'All of them answer after a restart as well. On a private answer they change it; on a message that everybody',
    'sees they answer who pressed alone.',
    '',
    '| what it says | what it does |',
    '|---|---|',
    ...Object.values(VERB_WORDS).map(([label, what]) => `| ${cell(label)} | ${cell(what)} |`),
  )
  return `${lines.join('\n')}\n`
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
