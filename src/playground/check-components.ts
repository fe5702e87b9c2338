import { type Complainer, checkUrl } from './complain.ts'
import { findNumber, isObject, type Json, type JsonObject, toList, toObject } from './json.ts'
import { LIMITS } from './limits.ts'

type Path = readonly (string | number)[]

/** Discord's component types, by number. */
export const COMPONENT = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const

const SELECTS: readonly number[] = [3, 5, 6, 7, 8]
const V2_TOP: readonly number[] = [1, 9, 10, 12, 13, 14, 17]

/** What the components of a message break; under IS_COMPONENTS_V2 by its own rules. */
export function checkComponents(
  complain: Complainer,
  value: Json | undefined,
  at: Path,
  isV2: boolean,
): void {
  if (value === undefined || value === null) return
  const top = toList(value)
  if (!isV2) complain.atMost(top.length, LIMITS.rows, at)
  const seen = new Map<string, Path>()
  top.forEach((item, index) => {
    const component = toObject(item)
    const path = [...at, index]
    const type = findNumber(component.type) ?? 0
    const allowed = isV2 ? V2_TOP : [COMPONENT.row]
    if (!allowed.includes(type)) {
      const message = `Value of field "type" must be one of (${allowed.join(', ')}).`
      complain.add([...path, 'type'], 'UNION_TYPE_CHOICES', message)
      return
    }
    checkComponent(complain, component, path, seen)
  })
  if (!isV2) return
  const all = listComponents(top)
  if (all.length > LIMITS.v2Components) {
    const message = `The total number of components in the message cannot exceed ${LIMITS.v2Components}`
    complain.add(at, 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', message)
  }
  const text = all.reduce((sum, { content }) => sum + [...String(content ?? '')].length, 0)
  if (text > LIMITS.v2Text) {
    const message = `The total displayable text size cannot exceed ${LIMITS.v2Text}`
    complain.add(at, 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message)
  }
}

/** All components of a message, nested ones and accessories included. */
export function listComponents(components: readonly Json[]): JsonObject[] {
  return components.filter(isObject).flatMap((component) => {
    const inner = [...toList(component.components)]
    if (isObject(component.accessory)) inner.push(component.accessory)
    if (isObject(component.component)) inner.push(component.component)
    return [component, ...listComponents(inner)]
  })
}

function checkComponent(
  complain: Complainer,
  component: JsonObject,
  at: Path,
  seen: Map<string, Path>,
): void {
  const type = findNumber(component.type)
  if (type === COMPONENT.row) {
    checkRow(complain, component, at, seen)
    return
  }
  if (type === COMPONENT.button) checkButton(complain, component, at, seen)
  if (type !== undefined && SELECTS.includes(type)) checkSelect(complain, component, at, seen)
  if (type === COMPONENT.text) {
    complain.text(component, 'content', at, { min: 1, max: LIMITS.v2Text, required: true })
  }
  toList(component.components).forEach((inner, index) => {
    checkComponent(complain, toObject(inner), [...at, 'components', index], seen)
  })
  if (isObject(component.accessory)) {
    checkComponent(complain, component.accessory, [...at, 'accessory'], seen)
  }
}

function checkRow(complain: Complainer, row: JsonObject, at: Path, seen: Map<string, Path>): void {
  const inner = toList(row.components).map(toObject)
  const path = [...at, 'components']
  if (inner.length === 0 || inner.length > LIMITS.buttonsPerRow) {
    const message = `Must be between 1 and ${LIMITS.buttonsPerRow} in length.`
    complain.add(path, 'BASE_TYPE_BAD_LENGTH', message)
  }
  const selects = inner.filter(({ type }) => typeof type === 'number' && SELECTS.includes(type))
  if (selects.length > 0 && inner.length > 1) {
    const message = 'The specified component exceeds the maximum width'
    complain.add(path, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', message)
  }
  inner.forEach((component, index) => {
    const isButton = component.type === COMPONENT.button
    if (!isButton && !selects.includes(component)) {
      const message = 'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).'
      complain.add([...path, index, 'type'], 'UNION_TYPE_CHOICES', message)
      return
    }
    checkComponent(complain, component, [...path, index], seen)
  })
}

function checkCustomId(
  complain: Complainer,
  component: JsonObject,
  at: Path,
  seen: Map<string, Path>,
): void {
  complain.text(component, 'custom_id', at, { min: 1, max: LIMITS.customId, required: true })
  const id = component.custom_id
  if (typeof id !== 'string') return
  if (seen.has(id)) {
    const message = 'Component custom id cannot be duplicated'
    complain.add([...at, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', message)
  }
  seen.set(id, at)
}

function checkButton(
  complain: Complainer,
  button: JsonObject,
  at: Path,
  seen: Map<string, Path>,
): void {
  const style = findNumber(button.style)
  if (style === undefined || style < 1 || style > 6) {
    const message = 'Value must be one of {1, 2, 3, 4, 5, 6}.'
    complain.add([...at, 'style'], 'BASE_TYPE_CHOICES', message)
    return
  }
  complain.text(button, 'label', at, { max: LIMITS.buttonLabel })
  if (!button.label && !button.emoji && style !== 6) {
    const message = 'A button must have a label or an emoji'
    complain.add([...at, 'label'], 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', message)
  }
  if (style === 5) {
    if (button.custom_id !== undefined) {
      const message = 'A custom id and url cannot both be specified'
      complain.add(at, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', message)
    }
    if (button.url === undefined) {
      complain.add([...at, 'url'], 'BASE_TYPE_REQUIRED', 'This field is required')
    }
    checkUrl(complain, button.url, [...at, 'url'], ['discord:'])
    complain.text(button, 'url', at, { max: 512 })
  } else if (style !== 6) checkCustomId(complain, button, at, seen)
}

function checkSelect(
  complain: Complainer,
  select: JsonObject,
  at: Path,
  seen: Map<string, Path>,
): void {
  checkCustomId(complain, select, at, seen)
  complain.text(select, 'placeholder', at, { max: LIMITS.placeholder })
  const min = findNumber(select.min_values) ?? 1
  const max = findNumber(select.max_values) ?? 1
  for (const [key, value, low] of [
    ['min_values', min, 0],
    ['max_values', max, 1],
  ] as const) {
    if (value < low || value > LIMITS.selectOptions) {
      const message = `int value should be between ${low} and ${LIMITS.selectOptions}.`
      complain.add([...at, key], 'NUMBER_TYPE_RANGE', message)
    }
  }
  if (select.type !== COMPONENT.stringSelect) return
  const options = toList(select.options).map(toObject)
  const path = [...at, 'options']
  if (options.length === 0 || options.length > LIMITS.selectOptions) {
    const message = `Must be between 1 and ${LIMITS.selectOptions} in length.`
    complain.add(path, 'BASE_TYPE_BAD_LENGTH', message)
  }
  if (max > options.length && options.length > 0) {
    const message = `max_values must be at most the number of options (${options.length})`
    complain.add([...at, 'max_values'], 'SELECT_COMPONENT_MAX_VALUES_EXCEEDS_OPTIONS', message)
  }
  const values = new Set<unknown>()
  options.forEach((option, index) => {
    const here = [...path, index]
    complain.text(option, 'label', here, { min: 1, max: LIMITS.optionLabel, required: true })
    complain.text(option, 'value', here, { min: 1, max: LIMITS.optionValue, required: true })
    complain.text(option, 'description', here, { max: LIMITS.optionDescription })
    if (values.has(option.value)) {
      const message = 'The specified option value is already used'
      complain.add([...here, 'value'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', message)
    }
    values.add(option.value)
  })
  if (options.filter((option) => option.default === true).length > max) {
    const message = 'Too many default options'
    complain.add(path, 'SELECT_COMPONENT_TOO_MANY_DEFAULTS', message)
  }
}
