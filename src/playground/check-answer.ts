import { checkChoiceList } from './check-command.ts'
import { listComponents } from './check-components.ts'
import { checkMessage } from './check-message.ts'
import { makeComplainer } from './complain.ts'
import { type JsonObject, toList, toObject } from './json.ts'
import { LIMITS } from './limits.ts'
import type { Complaint } from './refusal.ts'

/** Types of interactions, and of the answers to them. */
export const INTERACTION = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const
export const ANSWER = {
  pong: 1,
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const

/** What the first answer to an interaction of a type breaks. */
export function checkAnswer(interactionType: number, body: JsonObject): Complaint[] {
  const complain = makeComplainer()
  const type = body.type
  const data = toObject(body.data)
  const allowed: readonly number[] =
    interactionType === INTERACTION.autocomplete
      ? [ANSWER.autocomplete]
      : interactionType === INTERACTION.command
        ? [ANSWER.message, ANSWER.deferredMessage, ANSWER.modal]
        : interactionType === INTERACTION.modal
          ? [ANSWER.message, ANSWER.deferredMessage, ANSWER.deferredUpdate, ANSWER.update]
          : [4, 5, 6, 7, 9]
  if (typeof type !== 'number' || !allowed.includes(type)) {
    const message = `Value must be one of {${allowed.join(', ')}}.`
    complain.add(['type'], 'BASE_TYPE_CHOICES', message)
    return complain.list
  }
  if (type === ANSWER.message || type === ANSWER.update) return checkMessage(data, ['data'])
  if (type === ANSWER.autocomplete) {
    checkChoiceList(complain, toList(data.choices), ['data', 'choices'])
  }
  if (type === ANSWER.modal) checkModal(complain, data)
  return complain.list
}

function checkModal(complain: ReturnType<typeof makeComplainer>, data: JsonObject): void {
  const at = ['data'] as const
  complain.text(data, 'title', at, { min: 1, max: LIMITS.modalTitle, required: true })
  complain.text(data, 'custom_id', at, { min: 1, max: LIMITS.customId, required: true })
  const top = toList(data.components)
  if (top.length < 1 || top.length > LIMITS.modalComponents) {
    const message = `Must be between 1 and ${LIMITS.modalComponents} in length.`
    complain.add([...at, 'components'], 'BASE_TYPE_BAD_LENGTH', message)
  }
  const seen = new Set<unknown>()
  top.map(toObject).forEach((holder, index) => {
    const here = [...at, 'components', index]
    if (holder.type === 18) {
      complain.text(holder, 'label', here, { min: 1, max: LIMITS.textInputLabel, required: true })
    }
    for (const input of listComponents([holder]).filter((item) => item.type === 4)) {
      const rule = { min: 1, max: LIMITS.customId, required: true }
      complain.text(input, 'custom_id', here, rule)
      if (seen.has(input.custom_id)) {
        const message = 'Component custom id cannot be duplicated'
        complain.add(here, 'COMPONENT_CUSTOM_ID_DUPLICATED', message)
      }
      seen.add(input.custom_id)
      complain.text(input, 'label', here, { max: LIMITS.textInputLabel })
      complain.text(input, 'placeholder', here, { max: 100 })
      complain.text(input, 'value', here, { max: LIMITS.textInputValue })
    }
  })
}
