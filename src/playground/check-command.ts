import { type Complainer, makeComplainer } from './complain.ts'
import { findNumber, type Json, type JsonObject, lengthOf, toList, toObject } from './json.ts'
import { LIMITS } from './limits.ts'
import type { Complaint } from './refusal.ts'

type Path = readonly (string | number)[]

/** Discord's rule for names of slash commands and options. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$/u

const SUBCOMMAND = 1
const GROUP = 2

/** What a set of commands for a bulk overwrite breaks. */
export function checkCommands(commands: readonly Json[]): Complaint[] {
  const complain = makeComplainer()
  const list = commands.map(toObject)
  const countOf = (type: number) => list.filter((item) => (item.type ?? 1) === type).length
  complain.atMost(countOf(1), LIMITS.commandsPerScope, [])
  complain.atMost(countOf(2), LIMITS.contextMenusPerType, [])
  complain.atMost(countOf(3), LIMITS.contextMenusPerType, [])
  const seen = new Set<string>()
  list.forEach((command, index) => {
    checkCommand(complain, command, [index])
    const key = `${command.type ?? 1}:${command.name}`
    if (seen.has(key)) {
      const message = 'Application command names must be unique'
      complain.add([index], 'APPLICATION_COMMANDS_DUPLICATE_NAME', message)
    }
    seen.add(key)
  })
  return complain.list
}

/** What one command breaks. */
export function checkCommand(complain: Complainer, command: JsonObject, at: Path): void {
  const type = findNumber(command.type) ?? 1
  if (type === 1) checkNames(complain, command, at)
  else {
    complain.text(command, 'name', at, { min: 1, max: LIMITS.commandName, required: true })
    if (command.description) {
      const message = 'Context menu commands cannot have description'
      complain.add(
        [...at, 'description'],
        'APPLICATION_COMMANDS_CONTEXT_MENU_NO_DESCRIPTION',
        message,
      )
    }
  }
  checkOptions(complain, command, at, 0)
  const total = countCharacters(command)
  if (total > LIMITS.commandTotal) {
    const message = `Command exceeds maximum size (${LIMITS.commandTotal})`
    complain.add(at, 'APPLICATION_COMMAND_TOO_LARGE', message)
  }
}

/** Characters of a command as Discord counts them: names, descriptions and choice values, the longest localisation of each. */
export function countCharacters(item: JsonObject): number {
  let total = longest(item, 'name') + longest(item, 'description')
  for (const choice of toList(item.choices).map(toObject)) {
    total += longest(choice, 'name')
    if (typeof choice.value === 'string') total += lengthOf(choice.value)
  }
  for (const option of toList(item.options)) total += countCharacters(toObject(option))
  return total
}

function longest(item: JsonObject, key: string): number {
  const texts = [item[key], ...Object.values(toObject(item[`${key}_localizations`]))]
  return Math.max(0, ...texts.map((text) => (typeof text === 'string' ? lengthOf(text) : 0)))
}

function checkNames(complain: Complainer, item: JsonObject, at: Path): void {
  complain.text(item, 'name', at, { min: 1, max: LIMITS.commandName, required: true })
  const name = item.name
  if (typeof name === 'string' && (!NAME.test(name) || name !== name.toLowerCase())) {
    const message = 'Command name is invalid'
    complain.add([...at, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', message)
  }
  const rule = { min: 1, max: LIMITS.commandDescription, required: true }
  complain.text(item, 'description', at, rule)
}

function checkOptions(complain: Complainer, item: JsonObject, at: Path, depth: number): void {
  const options = toList(item.options).map(toObject)
  const path = [...at, 'options']
  complain.atMost(options.length, LIMITS.commandOptions, path)
  const names = new Set<unknown>()
  let hasOptional = false
  options.forEach((option, index) => {
    const here = [...path, index]
    const type = findNumber(option.type) ?? 0
    if (type < 1 || type > 11) {
      const message = 'Value must be one of {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}.'
      complain.add([...here, 'type'], 'BASE_TYPE_CHOICES', message)
    }
    checkNames(complain, option, here)
    if (names.has(option.name)) {
      const message = 'Option name must be unique'
      complain.add(here, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', message)
    }
    names.add(option.name)
    if ((type === GROUP && depth > 0) || (type === SUBCOMMAND && depth > 1)) {
      const message = 'Sub-command and sub-command group option types are mutually exclusive'
      complain.add(here, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message)
    }
    if (option.required === true && hasOptional) {
      const message = 'Required options must be placed before non-required options'
      complain.add(here, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message)
    }
    if (type > GROUP && option.required !== true) hasOptional = true
    checkChoices(complain, option, here)
    if (type <= GROUP) checkOptions(complain, option, here, depth + 1)
  })
  const isMixed =
    options.some(({ type }) => type === SUBCOMMAND || type === GROUP) &&
    options.some(({ type }) => type !== SUBCOMMAND && type !== GROUP)
  if (isMixed) {
    const message = 'Sub-commands and other options cannot be mixed'
    complain.add(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message)
  }
}

function checkChoices(complain: Complainer, option: JsonObject, at: Path): void {
  checkChoiceList(complain, toList(option.choices), [...at, 'choices'])
  if (option.autocomplete === true && toList(option.choices).length > 0) {
    const message = 'Autocomplete cannot be used with choices'
    complain.add(at, 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES', message)
  }
}

/** What a list of choices breaks, in a definition or in the answer to autocomplete. */
export function checkChoiceList(complain: Complainer, choices: readonly Json[], at: Path): void {
  complain.atMost(choices.length, LIMITS.choices, at)
  choices.map(toObject).forEach((choice, index) => {
    const here = [...at, index]
    complain.text(choice, 'name', here, { min: 1, max: LIMITS.choiceName, required: true })
    if (typeof choice.value === 'string') {
      complain.text(choice, 'value', here, { min: 1, max: LIMITS.choiceValue, required: true })
    } else if (typeof choice.value !== 'number') {
      complain.add([...here, 'value'], 'BASE_TYPE_REQUIRED', 'This field is required')
    }
  })
}
