import { renderComponents } from './components.js'
import { el, toColor } from './dom.js'

/** A whole message as Discord shows it; `page` knows names, the clock and what a press does. */
export function renderMessage(message, page) {
  const name = page.userName(message.author.id)
  const isPinged =
    message.mention_everyone || message.mentions.some((user) => user.id === page.user())
  const classes = ['message', message.ephemeral && 'ephemeral', isPinged && 'pinged']
  return el(
    'li',
    { className: classes.filter(Boolean).join(' '), id: `m${message.id}`, tabIndex: -1 },
    message.reply && el('div', { className: 'reply' }, `↰ ${message.reply.text}`),
    message.interaction &&
      el(
        'div',
        { className: 'used' },
        `${page.userName(message.interaction.user.id)} used ${message.interaction.name}`,
      ),
    el('div', { className: 'avatar', ariaHidden: 'true' }, name.slice(0, 1)),
    el(
      'div',
      { className: 'body' },
      renderHead(message, name, page),
      message.loading && el('div', { className: 'note' }, `${name} is thinking…`),
      message.marks.length > 0 &&
        el('div', { className: 'text' }, renderMarks(message.marks, page)),
      message.embeds.map((embed) => renderEmbed(embed, page)),
      message.attachments
        .filter((file) => !message.embeds.some((embed) => embed.image?.url === file.url))
        .map(renderAttachment),
      renderComponents(message, page),
      message.ephemeral &&
        el(
          'div',
          { className: 'note' },
          '👁 Only you can see this · ',
          el(
            'button',
            { type: 'button', onclick: () => page.dismiss(message.id) },
            'Dismiss message',
          ),
        ),
    ),
    renderApps(message, page),
  )
}

function renderHead(message, name, page) {
  const author = el('strong', {}, name)
  if (message.color) author.style.color = toColor(message.color)
  return el(
    'div',
    { className: 'head' },
    author,
    message.author.bot && el('span', { className: 'app' }, 'APP'),
    renderTime(message.at / 1000, 'f', page),
    message.edited_timestamp && el('span', { className: 'note' }, '(edited)'),
    message.crossposted && el('span', { className: 'note' }, '· published'),
    (message.flags & 4096) !== 0 &&
      el('span', { className: 'note', title: 'Sent without a notification' }, '🔕'),
  )
}

/** The message commands that the bot registered, behind a button of their own. */
function renderApps(message, page) {
  const names = page.messageCommands()
  if (names.length === 0) return undefined
  const menu = el('details', { className: 'apps' }, el('summary', { ariaLabel: 'Apps' }, '⋯'))
  menu.append(
    el(
      'div',
      {},
      names.map((name) =>
        el(
          'button',
          {
            type: 'button',
            onclick: () => {
              menu.open = false
              page.act('menu', { message: message.id, name })
            },
          },
          name,
        ),
      ),
    ),
  )
  return menu
}

function renderEmbed(embed, page) {
  const box = el(
    'article',
    { className: 'embed' },
    embed.author && el('div', { className: 'author', dir: 'auto' }, embed.author.name),
    embed.title && renderTitle(embed, page),
    embed.description && el('div', { className: 'text' }, renderMarks(embed.description, page)),
    embed.fields.length > 0 &&
      el(
        'div',
        { className: 'fields' },
        embed.fields.map((field) =>
          el(
            'div',
            { className: field.inline ? 'field inline' : 'field' },
            el('div', { className: 'text' }, renderMarks(field.name, page)),
            el('div', { className: 'text' }, renderMarks(field.value, page)),
          ),
        ),
      ),
    embed.image && el('img', { src: embed.image.url, alt: 'Picture of the embed' }),
    (embed.footer || embed.timestamp) &&
      el(
        'div',
        { className: 'foot', dir: 'auto' },
        embed.footer?.text,
        embed.footer && embed.timestamp && ' • ',
        embed.timestamp && renderTime(Date.parse(embed.timestamp) / 1000, 'f', page),
      ),
  )
  if (embed.color !== undefined) box.style.borderInlineStartColor = toColor(embed.color)
  return box
}

function renderTitle(embed, page) {
  const marks = renderMarks(embed.title, page)
  const title = embed.url ? el('a', linkProps(embed.url), marks) : marks
  return el('div', { className: 'title text' }, title)
}

function renderAttachment(file) {
  const isPicture = file.content_type.startsWith('image/')
  if (isPicture) {
    const picture = el('img', { src: file.url, alt: file.description ?? file.filename })
    return el('figure', { className: 'attachment' }, picture)
  }
  const size = `${Math.max(1, Math.round(file.size / 1024))} KB`
  return el(
    'div',
    { className: 'attachment file' },
    el('a', { ...linkProps(file.url), download: file.filename }, `📎 ${file.filename}`),
    ` ${size}`,
  )
}

const linkProps = (href) => ({ href, target: '_blank', rel: 'noopener noreferrer', title: href })

const TAGS = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  quote: 'blockquote',
  subtext: 'small',
}

/** Marks of the server's markdown reader as elements. */
export const renderMarks = (marks, page) => marks.map((mark) => renderMark(mark, page))

function renderMark(mark, page) {
  switch (mark.kind) {
    case 'text':
      return mark.text
    case 'code':
      return el('code', {}, mark.text)
    case 'block':
      return el('pre', {}, el('code', {}, mark.text))
    case 'link':
      return el('a', linkProps(mark.url), renderMarks(mark.inner, page))
    case 'time':
      return renderTime(mark.at, mark.style, page)
    case 'mention':
      return el('span', { className: 'mention' }, page.mentionText(mark))
    case 'spoiler':
      return renderSpoiler(mark, page)
    case 'heading':
      return el(`h${mark.level + 1}`, {}, renderMarks(mark.inner, page))
    case 'item': {
      const item = el('div', { className: 'item' }, renderMarks(mark.inner, page))
      item.style.marginInlineStart = `${20 * (mark.depth + 1)}px`
      return item
    }
    default:
      return el(TAGS[mark.kind] ?? 'span', {}, renderMarks(mark.inner, page))
  }
}

function renderSpoiler(mark, page) {
  const open = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return
    event.currentTarget.classList.add('open')
    event.currentTarget.removeAttribute('aria-label')
  }
  return el(
    'span',
    {
      className: 'spoiler',
      role: 'button',
      tabIndex: 0,
      ariaLabel: 'Spoiler',
      onclick: open,
      onkeydown: open,
    },
    renderMarks(mark.inner, page),
  )
}

const STYLES = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
}

function renderTime(seconds, style, page) {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return `<t:${seconds}>`
  const full = new Intl.DateTimeFormat(undefined, STYLES.F).format(date)
  const element = el('time', { dateTime: date.toISOString(), title: full })
  if (style === 'R') {
    element.dataset.relative = String(seconds)
    element.textContent = toRelative(seconds, page.now())
  } else element.textContent = new Intl.DateTimeFormat(undefined, STYLES[style]).format(date)
  return element
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

/** `2 hours ago`, `in 3 days`, as the clock of the playground has it. */
export function toRelative(seconds, nowMs) {
  const difference = seconds - nowMs / 1000
  const [unit, size] = UNITS.find(([, length]) => Math.abs(difference) >= length) ?? ['second', 1]
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    Math.round(difference / size),
    unit,
  )
}
