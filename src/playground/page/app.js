import { openModal } from './components.js'
import { flatten, openComposer } from './composer.js'
import { act, el, find } from './dom.js'
import { renderMessage, toRelative } from './render.js'

const RIGHTS = ['ViewChannel', 'SendMessages', 'EmbedLinks', 'AttachFiles', 'ReadMessageHistory']
const MARKS = { 0: '#', 4: '▾', 5: '◈', 10: '↳', 11: '↳', 15: '▤' }
const TICK_MS = 15_000

let world
let guildId
let channelId
let userId
let events
/** The server's clock against ours. */
let clockShift = 0
/** Whether the newest message stays in view: until the reader scrolls up, and again once they ask something. */
let isPinned = true
const unread = new Map()
const dismissed = new Set()

const guild = () => world.guilds.find(({ id }) => id === guildId)
const channels = () => guild()?.channels ?? []

/** Commands that Discord would show to this user: those whose default permissions the user has. */
const shownCommands = () => {
  const bits = BigInt(guild()?.permissions[userId] ?? 0)
  return (guild()?.commands ?? []).filter((command) => {
    const needed = BigInt(command.default_member_permissions ?? 0)
    return (bits & needed) === needed
  })
}

/** What rendering and the command line may ask and do. */
const page = {
  now: () => Date.now() + clockShift,
  user: () => userId,
  userName: (id) => world.users.find((user) => user.id === id)?.name ?? 'Unknown',
  place: () => ({ user: userId, channel: channelId }),
  commands: () => flatten(shownCommands()),
  messageCommands: () =>
    shownCommands()
      .filter(({ type }) => type === 3)
      .map(({ name }) => name),
  mentionText: ({ of, id, name }) => {
    if (of === 'user') return `@${page.userName(id)}`
    if (of === 'role') return `@${guild()?.roles.find((role) => role.id === id)?.name ?? 'role'}`
    if (of === 'channel') return `#${channels().find((item) => item.id === id)?.name ?? 'unknown'}`
    if (of === 'command') return `/${name}`
    return of === 'emoji' ? `:${name}:` : id
  },
  /** What a select or an option of a type (users, roles, channels) can hold. */
  selectable: (type) => {
    const users = world.users.map(({ id, name }) => ({ value: id, label: `@${name}` }))
    const roles = (guild()?.roles ?? []).map(({ id, name }) => ({ value: id, label: `@${name}` }))
    const places = channels().map(({ id, name }) => ({ value: id, label: `#${name}` }))
    // Options: 6 user, 7 channel, 8 role, 9 both. Selects: 5 user, 6 role, 7 both, 8 channel.
    return { 5: users, 6: users, 7: places, 8: roles, 9: [...users, ...roles] }[type] ?? []
  },
  say: (text) => {
    find('status').textContent = text
  },
  dismiss: (id) => {
    dismissed.add(id)
    find(`m${id}`)?.remove()
  },
  act: async (name, body) => {
    page.say('')
    if (name === 'command' || name === 'button' || name === 'select') isPinned = true
    try {
      const answer = await act(name, { ...page.place(), ...body })
      if (answer.type === 9) openModal(answer, page)
    } catch (error) {
      page.say(`This interaction failed: ${error.message}`)
    }
  },
}

function showSidebar() {
  const options = (items, chosen) =>
    items.map(({ id, name }) => el('option', { value: id, selected: id === chosen }, name))
  find('guild').replaceChildren(...options(world.guilds, guildId))
  find('user').replaceChildren(
    ...options(
      world.users.filter(({ bot }) => !bot),
      userId,
    ),
  )
  const top = channels().filter(({ thread_metadata }) => !thread_metadata)
  const items = top.flatMap((channel) => [
    channelItem(channel, false),
    ...channels()
      .filter((item) => item.thread_metadata && item.parent_id === channel.id)
      .map((thread) => channelItem(thread, true)),
  ])
  find('channels').replaceChildren(...items)
}

function channelItem(channel, isNested) {
  const count = unread.get(channel.id) ?? 0
  return el(
    'li',
    { className: isNested ? 'nested' : '' },
    el(
      'button',
      {
        type: 'button',
        className: count > 0 ? 'unread' : '',
        'aria-current': channel.id === channelId ? 'page' : undefined,
        onclick: () => openChannel(channel.id),
      },
      el('span', { ariaHidden: 'true' }, MARKS[channel.type] ?? '#'),
      el('span', { dir: 'auto' }, channel.name),
      count > 0 && el('b', { ariaLabel: `${count} new` }, String(count)),
    ),
  )
}

async function openChannel(id) {
  channelId = id
  unread.delete(id)
  closeSidebar()
  const channel = channels().find((item) => item.id === id)
  find('title').textContent = `${MARKS[channel?.type] ?? '#'} ${channel?.name ?? ''}`
  find('topic').textContent = channel?.topic ?? ''
  find('composer').placeholder = `Message #${channel?.name ?? ''}: type / for commands`
  history.replaceState(null, '', `#${id}`)
  showSidebar()
  const query = new URLSearchParams({ channel: id, viewer: userId })
  const messages = await (await fetch(`/page/messages?${query}`)).json()
  const list = find('messages')
  const shown = messages.filter((message) => !dismissed.has(message.id))
  const posts = channel?.type === 15 ? channels().filter(({ parent_id }) => parent_id === id) : []
  list.replaceChildren(
    ...shown.map((message) => renderMessage(message, page)),
    ...posts.map((post) => el('li', { className: 'nested' }, postButton(post))),
  )
  isPinned = true
  showNewest()
}

function showNewest() {
  const list = find('messages')
  if (isPinned) list.scrollTop = list.scrollHeight
}

const postButton = (post) =>
  el(
    'button',
    { type: 'button', className: 'btn', onclick: () => openChannel(post.id) },
    `↳ ${post.name}`,
  )

function put(message) {
  if (message.channel_id !== channelId) {
    unread.set(message.channel_id, (unread.get(message.channel_id) ?? 0) + 1)
    showSidebar()
    return
  }
  replaceOrAppend(message)
  showNewest()
}

function replaceOrAppend(message) {
  const old = find(`m${message.id}`)
  const fresh = renderMessage(message, page)
  if (!old) {
    find('messages').append(fresh)
    return
  }
  // The focus stays where it was when the message is redrawn under it.
  const focusable = 'button, select, a, summary'
  const index = [...old.querySelectorAll(focusable)].indexOf(document.activeElement)
  old.replaceWith(fresh)
  if (index >= 0) fresh.querySelectorAll(focusable)[index]?.focus()
}

function showProblems() {
  const { problems } = world
  find('problem-count').textContent = String(problems.length)
  find('problem-count').classList.toggle('some', problems.length > 0)
  find('problems')
    .querySelector('ol')
    .replaceChildren(
      ...problems.map(({ kind, where, text }) =>
        el('li', {}, el('strong', {}, kind), ` ${where}`, el('div', {}, text)),
      ),
    )
}

function showClock() {
  find('clock').hidden = !world.canMoveClock
  find('now').textContent = new Date(page.now()).toLocaleString()
  for (const time of document.querySelectorAll('time[data-relative]')) {
    time.textContent = toRelative(Number(time.dataset.relative), page.now())
  }
}

function takeWorld(next) {
  world = next
  clockShift = next.now - Date.now()
  if (!guild()) guildId = world.guilds[0]?.id
  if (!channels().some(({ id }) => id === channelId)) channelId = channels()[0]?.id
  showSidebar()
  showProblems()
  showClock()
}

function listen() {
  events?.close()
  events = new EventSource(`/page/events?viewer=${encodeURIComponent(userId)}`)
  const on = (name, take) => events.addEventListener(name, (event) => take(JSON.parse(event.data)))
  on('message', put)
  on('edit', (message) => {
    if (message.channel_id !== channelId || dismissed.has(message.id)) return
    replaceOrAppend(message)
    showNewest()
  })
  on('delete', ({ id }) => find(`m${id}`)?.remove())
  on('world', takeWorld)
  on('problem', (problem) => {
    world.problems.push(problem)
    showProblems()
  })
  // A server that was restarted has another world: begin anew.
  let isOpen = false
  on('hello', async () => {
    if (isOpen) await start()
    isOpen = true
  })
}

function closeSidebar() {
  find('sidebar').classList.remove('open')
  find('menu').setAttribute('aria-expanded', 'false')
}

async function start() {
  const next = await (await fetch('/page/state')).json()
  userId = next.users.some(({ id }) => id === userId)
    ? userId
    : next.users.find(({ bot }) => !bot)?.id
  world = next
  guildId = next.guilds.find(({ channels: all }) =>
    all.some(({ id }) => `#${id}` === location.hash),
  )?.id
  takeWorld(next)
  listen()
  const wanted = location.hash.slice(1)
  await openChannel(channels().some(({ id }) => id === wanted) ? wanted : channelId)
}

let lastTop = 0
find('messages').addEventListener('scroll', ({ currentTarget: list }) => {
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120
  // Only the reader scrolls up; a picture that loads makes the list longer below.
  if (isAtEnd || list.scrollTop < lastTop) isPinned = isAtEnd
  lastTop = list.scrollTop
})
// A picture has its height only once it is loaded.
find('messages').addEventListener('load', showNewest, true)
find('guild').addEventListener('change', (event) => {
  guildId = event.target.value
  openChannel(channels()[0]?.id)
})
find('user').addEventListener('change', (event) => {
  userId = event.target.value
  listen()
  openChannel(channelId)
})
find('menu').addEventListener('click', () => {
  const isOpen = find('sidebar').classList.toggle('open')
  find('menu').setAttribute('aria-expanded', String(isOpen))
})
find('problems-toggle').addEventListener('click', (event) => {
  const panel = find('problems')
  panel.hidden = !panel.hidden
  event.currentTarget.setAttribute('aria-expanded', String(!panel.hidden))
})
find('rights').replaceChildren(
  el('option', { value: '' }, "Bot's rights here…"),
  ...RIGHTS.map((name) => el('option', { value: name }, `take ${name}`)),
  el('option', { value: 'all' }, 'give all back'),
)
find('rights').addEventListener('change', (event) => {
  const { value } = event.target
  const name = value === 'all' ? 'ViewChannel' : value
  if (value) page.act('right', { name, lost: value !== 'all' })
  event.target.value = ''
})
find('clock').addEventListener('click', (event) => {
  const ms = Number(event.target.dataset.ms)
  if (ms) page.act('clock', { ms })
})
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeSidebar()
  if (
    event.key === '/' &&
    !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '')
  ) {
    event.preventDefault()
    find('composer').value = '/'
    find('composer').focus()
    find('composer').dispatchEvent(new Event('input'))
  }
})
setInterval(showClock, TICK_MS)
openComposer(page)
await start()
