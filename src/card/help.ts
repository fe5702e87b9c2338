import type { MessageBody } from '../types.ts'
import { toBody, toFooter } from './body.ts'
import type { CardContext } from './context.ts'
import { escapeText } from './escape.ts'
import { DESCRIPTION_MAX } from './limits.ts'
import { fitBlocks } from './story.ts'
import { PLAIN_COLOUR } from './word.ts'

export type HelpCommand = {
  /** `/axis latest` without the slash: `axis latest`. */
  readonly name: string
  readonly description: string
  readonly options: readonly {
    readonly name: string
    readonly description: string
    readonly required?: boolean
  }[]
}

export type HelpInput = {
  readonly commands: readonly HelpCommand[]
  /** Commands of the context menu on a message. */
  readonly menus?: readonly string[]
  /** Only this one, with its options. */
  readonly command?: string
}

const GRAMMAR =
  'Queries: words, `"exact phrase"`, `-not`, `OR`, `( )`, `title: source: lang: actor: theme: camp: relevance:`. A name that the pack knows finds all its forms.'

/** `/axis help`: what the bot covers first, then the commands, or one command with its options. */
export function helpCard(input: HelpInput, ctx: CardContext): MessageBody {
  const one = input.commands.find((command) => command.name === input.command)
  const covers = escapeText(ctx.pack.covers, 300)
  const blocks =
    one === undefined
      ? [
          ...input.commands.map(
            (each) => `\`/${code(each.name)}\` ${escapeText(each.description, 120)}`,
          ),
          ...menuLine(input.menus ?? []),
        ]
      : [
          escapeText(one.description, 200),
          ...one.options.map(
            (option) =>
              `\`${code(option.name)}\`${option.required ? ' (needed)' : ''} ${escapeText(option.description, 120)}`,
          ),
        ]
  const tail = one === undefined || /search|subscribe|subs/u.test(one.name) ? ['', GRAMMAR] : []
  const room = DESCRIPTION_MAX - covers.length - GRAMMAR.length - 8
  return toBody({
    embeds: [
      {
        title: one === undefined ? 'Axis Watch' : `/${escapeText(one.name, 64)}`,
        description: [covers, '', fitBlocks(blocks, room), ...tail].join('\n'),
        color: PLAIN_COLOUR,
        footer: toFooter('Answers are private. Every decision can be asked for: /axis why', ctx),
      },
    ],
  })
}

const menuLine = (menus: readonly string[]): readonly string[] =>
  menus.length === 0
    ? []
    : [`On a message of mine, under Apps: ${escapeText(menus.join(', '), 120)}`]

const code = (text: string): string => text.replace(/[`\n]/gu, '').slice(0, 64)
