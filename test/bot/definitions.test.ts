import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  adminCommands,
  adminGroups,
  axisCommands,
  axisGroups,
  helpCommands,
} from '../../src/bot/commands/index.ts'
import { commandsDoc } from '../../src/bot/commands-doc.ts'
import { definitions } from '../../src/bot/definitions.ts'
import { formsByVerb, opensByVerb, pressesByVerb, VERB_WORDS } from '../../src/bot/verbs.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'src', 'bot', 'commands')

type Node = {
  readonly name: string
  readonly description?: string
  readonly type?: number
  readonly options?: readonly Node[]
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[]
  readonly required?: boolean
}

// The context menu commands have a name alone, with capitals and spaces.
const commands = (definitions() as readonly Node[]).filter((one) => one.type === 1)
const nodes = (node: Node): readonly Node[] => [node, ...(node.options ?? []).flatMap(nodes)]

/** Discord counts names, descriptions and choices of a whole command together. */
function charactersOf(node: Node): number {
  let sum = node.name.length + (node.description ?? '').length
  for (const choice of node.choices ?? []) {
    sum += choice.name.length + String(choice.value).length
  }
  for (const option of node.options ?? []) sum += charactersOf(option)
  return sum
}

describe('the definitions keep to what Discord takes', () => {
  test('names and descriptions', () => {
    for (const node of commands.flatMap(nodes)) {
      expect(node.name, node.name).toMatch(/^[a-z][a-z-]{0,31}$/)
      expect(node.description?.length, node.name).toBeGreaterThan(0)
      expect(node.description?.length, node.name).toBeLessThanOrEqual(100)
    }
  })

  test('the context menu commands are on messages, each with a name of at most 32 characters', () => {
    const menus = definitions().filter((one) => one.type === 3)
    expect(menus.map((one) => one.name)).toEqual(['Explain this story', 'Report a problem'])
  })

  test('at most 25 options on a level and 25 choices of at most 100 characters', () => {
    for (const node of commands.flatMap(nodes)) {
      expect((node.options ?? []).length, node.name).toBeLessThanOrEqual(25)
      expect((node.choices ?? []).length, node.name).toBeLessThanOrEqual(25)
      for (const choice of node.choices ?? []) expect(choice.name.length).toBeLessThanOrEqual(100)
    }
  })

  test.each(commands.map((command) => [command.name, command] as const))(
    '%s is at most 8,000 characters in all',
    (_, command) => {
      expect(charactersOf(command)).toBeLessThanOrEqual(8000)
    },
  )

  test('needed options come first, and no name is there twice', () => {
    for (const { name, options = [] } of commands.flatMap(nodes)) {
      const needed = options.map((option) => option.required === true)
      expect(
        [...needed].sort((a, b) => Number(b) - Number(a)),
        name,
      ).toEqual(needed)
      expect(new Set(options.map((option) => option.name)).size, name).toBe(options.length)
    }
  })

  test('commands are for servers alone, and the admin command asks for Manage Server', () => {
    for (const command of definitions()) {
      expect(command.contexts).toEqual([0])
      expect(command.integration_types).toEqual([0])
      if (command.name === 'axis-admin') expect(command.default_member_permissions).toBe('32')
    }
  })
})

describe('nothing is left out', () => {
  const all = [...axisCommands, ...axisGroups, ...adminCommands, ...adminGroups]

  test('every file of commands/ is listed', () => {
    const index = readFileSync(join(FOLDER, 'index.ts'), 'utf8')
    const files = readdirSync(FOLDER).filter((name) => name !== 'index.ts')
    expect(files.filter((name) => !index.includes(`'./${name}'`))).toEqual([])
    expect(files).toHaveLength(all.length)
  })

  test('every option that completes has somebody who does it, and no other has', () => {
    const flat = [
      ...axisCommands,
      ...adminCommands,
      ...[...axisGroups, ...adminGroups].flatMap((group) => group.commands),
    ]
    for (const command of flat) {
      const typed = (command.options ?? [])
        .filter((option) => 'autocomplete' in option && option.autocomplete === true)
        .map((option) => option.name)
      expect(Object.keys(command.complete ?? {}).sort(), command.name).toEqual(typed.sort())
    }
  })

  test('help knows every command', () => {
    const leaves = commands.flatMap((command) =>
      (command.options ?? []).flatMap((option) =>
        option.type === 2
          ? (option.options ?? []).map((leaf) => `${command.name} ${option.name} ${leaf.name}`)
          : [`${command.name} ${option.name}`],
      ),
    )
    const help = helpCommands().map((command) => command.name)
    expect([...help].sort()).toEqual([...leaves].sort())
  })

  test('every verb of a button, select or form is told in the documentation', () => {
    const verbs = [pressesByVerb(), opensByVerb(), formsByVerb()].flatMap((one) => [...one.keys()])
    expect(Object.keys(VERB_WORDS).sort()).toEqual(verbs.sort())
  })

  test('docs/commands.md is fresh', () => {
    const path = join(import.meta.dirname, '..', '..', 'docs', 'commands.md')
    if (process.env.UPDATE === '1') writeFileSync(path, commandsDoc())
    expect(readFileSync(path, 'utf8')).toBe(commandsDoc())
  })
})
