import { act, el, find } from './dom.js'

const AUTOCOMPLETE_DELAY_MS = 120

/**
 * The command line: suggests commands, then their options, then what an option may hold. Arrows choose, Tab or
 * Enter takes, Escape closes, Enter sends.
 */
export function openComposer(page) {
  const input = find('composer')
  const list = find('hints')
  let hints = []
  let active = -1
  /** What a suggestion stands for, by option: its label in the line, its value on the wire. */
  let picked = {}
  let asked = 0
  let timer

  const show = (next, first = -1) => {
    hints = next
    active = next.length > 0 ? first : -1
    list.replaceChildren(
      ...hints.map((hint, index) =>
        el(
          'div',
          {
            role: 'option',
            tabIndex: -1,
            id: `hint${index}`,
            ariaSelected: String(index === active),
            onmousedown: (event) => {
              event.preventDefault()
              take(hint)
            },
          },
          hint.label,
          hint.note && el('span', {}, hint.note),
        ),
      ),
    )
    list.hidden = hints.length === 0
    input.setAttribute('aria-expanded', String(hints.length > 0))
    mark()
  }

  const mark = () => {
    for (const [index, item] of [...list.children].entries()) {
      item.setAttribute('aria-selected', String(index === active))
      if (index === active) item.scrollIntoView({ block: 'nearest' })
    }
    if (active >= 0) input.setAttribute('aria-activedescendant', `hint${active}`)
    else input.removeAttribute('aria-activedescendant')
  }

  const take = (hint) => {
    input.value = hint.line
    if (hint.option) picked[hint.option] = { text: hint.text, value: hint.value }
    input.focus()
    suggest()
  }

  const suggest = () => {
    clearTimeout(timer)
    asked += 1
    const line = input.value
    if (!line.startsWith('/')) return show([])
    const read = readLine(line, page.commands())
    if (!read) {
      const words = line.slice(1).toLowerCase()
      const found = page.commands().filter((command) => command.line.slice(1).includes(words))
      return show(
        found.map((c) => ({ label: c.line, note: c.description, line: `${c.line} ` })),
        0,
      )
    }
    const { command, values, open } = read
    const lastWord = line.slice(line.lastIndexOf(' ') + 1).toLowerCase()
    const unused = command.options.filter(
      (option) =>
        !(option.name in values) && option.name.startsWith(lastWord.includes(':') ? '' : lastWord),
    )
    const base = line.slice(0, line.length - lastWord.length)
    const names = unused.map((option) => ({
      label: `${option.name}${option.required ? ' *' : ''}`,
      note: option.description,
      line: `${base}${option.name}:`,
    }))
    const isValue =
      open && !(line.endsWith(' ') && picked[open.name]) && line !== `${command.line} `
    if (!isValue) return show(line === command.line ? [] : names)
    suggestValue(line, command, values, open, line.endsWith(' ') ? names : [])
  }

  const suggestValue = (line, command, values, option, more) => {
    const typed = values[option.name].trim()
    const base = line.slice(0, line.lastIndexOf(`${option.name}:`) + option.name.length + 1)
    const toHint = ({ name, value, note }) => ({
      label: name,
      note,
      line: `${base}${name} `,
      option: option.name,
      text: name,
      value,
    })
    const fixed = fixedChoices(option, page)
    if (fixed) {
      const wanted = fixed.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
      return show([...wanted.slice(0, 25).map(toHint), ...more])
    }
    if (!option.autocomplete) return show(more)
    const own = asked
    timer = setTimeout(async () => {
      const others = toOptions(command, values, picked, page)
      delete others[option.name]
      const body = {
        ...page.place(),
        line: command.line,
        option: option.name,
        typed,
        options: others,
      }
      const choices = await act('autocomplete', body).catch((error) => {
        page.say(error.message)
        return []
      })
      if (own === asked) show([...choices.map(toHint), ...more])
    }, AUTOCOMPLETE_DELAY_MS)
  }

  const send = async () => {
    const line = input.value.trim()
    if (line === '') return
    const read = readLine(line, page.commands())
    if (!read) return page.say('Type / and choose a command.')
    const missing = read.command.options.find(
      ({ name, required }) => required && !read.values[name],
    )
    if (missing) return page.say(`${missing.name} is required: ${missing.description}`)
    const options = toOptions(read.command, read.values, picked, page)
    // A suggestion that is still on its way belongs to this line, not to the next one.
    clearTimeout(timer)
    asked += 1
    input.value = ''
    picked = {}
    show([])
    await page.act('command', { line: read.command.line, options })
  }

  input.addEventListener('input', suggest)
  input.addEventListener('focus', suggest)
  input.addEventListener('blur', () => show([]))
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (hints.length === 0) return
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      active = (active + step + hints.length) % hints.length
      mark()
    } else if (event.key === 'Tab' && hints.length > 0 && !event.shiftKey) {
      event.preventDefault()
      take(hints[Math.max(0, active)])
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault()
      take(hints[active])
    } else if (event.key === 'Escape') show([])
  })
  find('composer-form').addEventListener('submit', (event) => {
    event.preventDefault()
    send()
  })
}

/** Every command that can be sent, with its options: `/axis subs edit`. */
export function flatten(commands) {
  const walk = (item, line) => {
    const options = item.options ?? []
    const deeper = options.filter(({ type }) => type <= 2)
    if (deeper.length > 0) return deeper.flatMap((sub) => walk(sub, `${line} ${sub.name}`))
    return [{ line, description: item.description, options }]
  }
  return commands.filter(({ type }) => (type ?? 1) === 1).flatMap((c) => walk(c, `/${c.name}`))
}

/** The command of a line, the texts of its options, and the option that the line ends in. */
function readLine(line, commands) {
  const command = commands
    .filter((item) => line === item.line || line.startsWith(`${item.line} `))
    .sort((a, b) => b.line.length - a.line.length)[0]
  if (!command) return undefined
  const values = {}
  let open
  const rest = line.slice(command.line.length)
  const found = [...rest.matchAll(/(?:^|\s)([-_\p{L}\p{N}]+):/gu)].filter((match) =>
    command.options.some(({ name }) => name === match[1]),
  )
  for (const [index, match] of found.entries()) {
    const start = match.index + match[0].length
    values[match[1]] = rest.slice(start, found[index + 1]?.index ?? rest.length)
    open = command.options.find(({ name }) => name === match[1])
  }
  return { command, values, open }
}

/** Choices that are known without asking the bot. */
function fixedChoices(option, page) {
  if (option.choices?.length > 0) return option.choices
  if (option.type === 5) {
    return [
      { name: 'True', value: true },
      { name: 'False', value: false },
    ]
  }
  if (option.type >= 6 && option.type <= 9) {
    return page.selectable(option.type).map(({ label, value }) => ({ name: label, value }))
  }
  return undefined
}

/** Values as the wire has them: what was picked, otherwise what was typed. */
function toOptions(command, values, picked, page) {
  const options = {}
  for (const option of command.options) {
    const text = values[option.name]?.trim()
    if (text === undefined || text === '') continue
    const choice = fixedChoices(option, page)?.find(({ name }) => name === text)
    if (picked[option.name]?.text === text) options[option.name] = picked[option.name].value
    else if (choice) options[option.name] = choice.value
    else options[option.name] = option.type === 4 || option.type === 10 ? Number(text) : text
  }
  return options
}
