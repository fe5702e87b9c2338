import { el, find, toColor } from './dom.js'
import { renderMarks } from './render.js'

/** Rows of buttons and selects below a message, and the blocks of Components V2. */
export const renderComponents = (message, page) =>
  message.components.map((component) => render(component, message, page))

function render(component, message, page) {
  const inner = () => (component.components ?? []).map((item) => render(item, message, page))
  switch (component.type) {
    case 1:
      return el('div', { className: 'row' }, inner())
    case 2:
      return renderButton(component, message, page)
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return renderSelect(component, message, page)
    case 10:
      return el('div', { className: 'text' }, renderMarks(component.marks, page))
    case 14:
      return component.divider === false ? el('div') : el('hr')
    case 17: {
      const box = el('article', { className: 'embed cv2' }, inner())
      if (component.accent_color) box.style.borderInlineStartColor = toColor(component.accent_color)
      return box
    }
    case 9:
      return el(
        'div',
        {},
        inner(),
        component.accessory && render(component.accessory, message, page),
      )
    case 12:
      return el(
        'div',
        {},
        component.items.map((item) =>
          el('img', { src: item.media.url, alt: item.description ?? '' }),
        ),
      )
    default:
      return el('div', { className: 'note' }, `(component of type ${component.type})`)
  }
}

function renderButton(button, message, page) {
  const label = [button.emoji?.name, button.label].filter(Boolean).join(' ')
  if (button.style === 5) {
    const props = {
      className: 'btn',
      href: button.url,
      target: '_blank',
      rel: 'noopener noreferrer',
    }
    return el('a', props, `${label} ↗`)
  }
  const element = el(
    'button',
    {
      type: 'button',
      className: `btn s${button.style}`,
      disabled: button.disabled === true,
      onclick: async () => {
        element.disabled = true
        await page.act('button', { message: message.id, customId: button.custom_id })
        element.disabled = button.disabled === true
      },
    },
    label,
  )
  return element
}

function renderSelect(select, message, page) {
  const isMany = (select.max_values ?? 1) > 1
  const placeholder = select.placeholder ?? 'Make a selection'
  const options = select.options ?? page.selectable(select.type)
  const send = async () => {
    const values = [...element.selectedOptions].map(({ value }) => value).filter(Boolean)
    if (values.length === 0) return
    await page.act('select', { message: message.id, customId: select.custom_id, values })
    if (!isMany) element.value = ''
  }
  const element = el(
    'select',
    {
      ariaLabel: placeholder,
      multiple: isMany,
      disabled: select.disabled === true,
      onchange: isMany ? undefined : send,
    },
    !isMany &&
      el('option', { value: '', selected: !options.some((option) => option.default) }, placeholder),
    options.map((option) =>
      el(
        'option',
        { value: option.value, selected: option.default === true, title: option.description },
        option.description ? `${option.label} — ${option.description}` : option.label,
      ),
    ),
  )
  if (!isMany) return element
  return [element, el('button', { type: 'button', className: 'btn s1', onclick: send }, 'Choose')]
}

/** Shows the form of a modal; resolves when it was sent or closed. */
export function openModal(answer, page) {
  const dialog = find('modal')
  const inputs = answer.modal.components.flatMap((holder) => {
    const items = holder.components ?? [holder.component]
    return items.map((item) => ({ label: holder.label ?? item.label, item }))
  })
  const controls = inputs.map(({ label, item }) => {
    const required = item.required !== false
    const control =
      item.type === 3
        ? el(
            'select',
            { required },
            item.options.map((o) => el('option', { value: o.value }, o.label)),
          )
        : el(item.style === 2 ? 'textarea' : 'input', {
            required,
            value: item.value ?? '',
            placeholder: item.placeholder ?? '',
            maxLength: item.max_length ?? 4000,
          })
    return { id: item.custom_id, isSelect: item.type === 3, control, label }
  })
  const form = el(
    'form',
    {
      method: 'dialog',
      onsubmit: (event) => {
        event.preventDefault()
        const values = Object.fromEntries(
          controls.map(({ id, isSelect, control }) => [
            id,
            isSelect ? [control.value] : control.value,
          ]),
        )
        dialog.close()
        page.act('modal', { form: answer.form, values })
      },
    },
    el('h2', {}, answer.modal.title),
    controls.map(({ label, control }) => el('label', {}, label, control)),
    el(
      'div',
      { className: 'row' },
      el('button', { type: 'submit', className: 'btn s1' }, 'Submit'),
      el('button', { type: 'button', className: 'btn', onclick: () => dialog.close() }, 'Cancel'),
    ),
  )
  dialog.replaceChildren(form)
  dialog.showModal()
}
