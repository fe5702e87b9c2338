import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import type { Form } from './command.ts'

/** A form as Discord takes it: one-line texts, none of them needed. */
export function toModal(form: Form): APIModalInteractionResponseCallbackData {
  return {
    title: form.title,
    custom_id: form.customId,
    components: form.fields.map(({ name, label, value, placeholder, max }) => ({
      type: ComponentType.Label,
      label,
      component: {
        type: ComponentType.TextInput,
        custom_id: name,
        style: TextInputStyle.Short,
        required: false,
        max_length: max,
        ...(value === undefined ? {} : { value }),
        ...(placeholder === undefined ? {} : { placeholder }),
      },
    })),
  }
}
