import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Answer } from './answer.ts'
import { readBody } from './body.ts'
import type { Change } from './change.ts'
import type { OptionValues } from './command-line.ts'
import type { Core, WorldEvent } from './core.ts'
import type { FormValues } from './form.ts'
import { compareIds } from './ids.ts'
import type { Interact } from './interact.ts'
import { findText, type Json, type JsonObject, parseJson, toList, toObject } from './json.ts'
import { PERMISSIONS, type PermissionName } from './permissions.ts'
import { toView, toWorldView } from './view.ts'
import { findChannel, type Message } from './world.ts'

/** A clock that the page may move: our own, never Discord's deadlines. */
export type MovableClock = { readonly move: (ms: number) => void }

export type Page = {
  /** Answers what is not REST: the page's files, its events and what a person does on it. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

const FILES: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/page/style.css': 'style.css',
  '/page/app.js': 'app.js',
  '/page/render.js': 'render.js',
  '/page/components.js': 'components.js',
  '/page/composer.js': 'composer.js',
  '/page/dom.js': 'dom.js',
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
}

/** Nothing but the page's own files: what a feed wrote can load nothing and run nothing. */
const SECURITY = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

const MESSAGES_SHOWN = 200
const FORMS_KEPT = 100

type Parts = {
  readonly core: Core
  readonly interact: Interact
  readonly change: Change
  readonly subscribe: (listener: (event: WorldEvent) => void) => () => void
  readonly clock: MovableClock | undefined
}

/** The playground's page in the browser and the small interface behind it. */
export function makePage({ core, interact, change, subscribe, clock }: Parts): Page {
  const { world } = core
  const forms = new Map<string, Answer>()

  const mayRead = (message: Message, viewer: string): boolean =>
    message.viewerId === undefined || message.viewerId === viewer

  function state(): JsonObject {
    return {
      ...toWorldView(world),
      now: world.now(),
      canMoveClock: clock !== undefined,
      problems: core.problems.slice(-100).map(({ kind, where, text }) => ({ kind, where, text })),
    }
  }

  function messages(query: URLSearchParams): Json {
    const channelId = query.get('channel') ?? ''
    const viewer = query.get('viewer') ?? ''
    const open = findChannel(world, channelId)?.channel.messages ?? []
    const own = world.ephemerals.filter((m) => m.channelId === channelId && mayRead(m, viewer))
    return [...open.slice(-MESSAGES_SHOWN), ...own]
      .toSorted((a, b) => compareIds(a.id, b.id))
      .map((message) => toView(world, message))
  }

  function stream(response: ServerResponse, viewer: string): void {
    response.writeHead(200, { ...SECURITY, 'content-type': 'text/event-stream' })
    const send = (event: string, data: Json): void => {
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    }
    send('hello', { now: world.now() })
    const stop = subscribe((event) => {
      if (event.kind === 'world') send('world', state())
      else if (event.kind === 'problem') {
        const { kind, where, text } = event.problem
        send('problem', { kind, where, text })
      } else if (mayRead(event.message, viewer)) {
        send(event.kind, toView(world, event.message))
      }
    })
    response.on('close', stop)
  }

  function toShort(answer: Answer, user: string, channel: string): JsonObject {
    const message = answer.message()
    if (answer.type !== 9) return { type: answer.type, message: message?.id ?? null }
    const form = world.newId()
    forms.set(form, answer)
    if (forms.size > FORMS_KEPT) forms.delete(forms.keys().next().value ?? '')
    return { type: 9, form, user, channel, modal: answer.data }
  }

  /** What a person does on the page, by the last part of its path. */
  const acts: Readonly<Record<string, (body: JsonObject) => Promise<Json>>> = {
    command: async (body) => {
      const { user, channel, line } = texts(body)
      // Values come from the page's own form; command-line.ts checks each against its option.
      const options = toObject(body.options) as OptionValues
      return toShort(await interact.command(user, channel, line, options), user, channel)
    },
    autocomplete: async (body) => {
      const { user, channel, line, option, typed } = texts(body)
      const others = toObject(body.options) as OptionValues
      const choices = await interact.autocomplete(user, channel, line, option, typed, others)
      return choices.map(({ name, value }) => ({ name, value }))
    },
    button: async (body) => {
      const { user, message, customId, channel } = texts(body)
      return toShort(await interact.button(message, customId, user), user, channel)
    },
    select: async (body) => {
      const { user, message, customId, channel } = texts(body)
      const values = toList(body.values).flatMap((value) => findText(value) ?? [])
      return toShort(await interact.select(message, customId, values, user), user, channel)
    },
    menu: async (body) => {
      const { user, message, name, channel } = texts(body)
      return toShort(await interact.contextMenu(user, message, name), user, channel)
    },
    modal: async (body) => {
      const { user, channel, form } = texts(body)
      const opened = forms.get(form)
      if (!opened) throw new Error('this form is no longer open')
      forms.delete(form)
      const values = toObject(body.values) as FormValues
      return toShort(await interact.modal(opened, values, user, channel), user, channel)
    },
    right: async (body) => {
      const { channel, name } = texts(body)
      if (!(name in PERMISSIONS)) throw new Error(`no permission is called ${name}`)
      // Its name was just found among the permissions.
      if (body.lost === true) change.permissionLost(channel, name as PermissionName)
      else change.permissionBack(channel)
      return {}
    },
    clock: async (body) => {
      if (!clock) throw new Error('this clock cannot be moved')
      clock.move(Number(body.ms) || 0)
      core.emit({ kind: 'world' })
      return { now: world.now() }
    },
  }

  async function act(request: IncomingMessage, name: string): Promise<[number, Json]> {
    const run = acts[name]
    if (!run) return [404, { error: 'not found' }]
    try {
      return [200, await run(toObject(parseJson(String(await readBody(request)))))]
    } catch (error) {
      return [400, { error: error instanceof Error ? error.message : String(error) }]
    }
  }

  return {
    serve: async (request, response) => {
      const url = new URL(request.url ?? '/', core.origin())
      const send = (status: number, body: Json): void => {
        response.writeHead(status, { ...SECURITY, 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      }
      if (!isOwn(request)) return send(403, { error: 'only from this page' })
      const file = FILES[url.pathname]
      if (request.method === 'GET' && file) {
        const type = TYPES[file.split('.').at(-1) ?? ''] ?? 'text/plain'
        response.writeHead(200, { ...SECURITY, 'content-type': type })
        response.end(await readFile(join(import.meta.dirname, 'page', file)))
        return
      }
      if (url.pathname === '/page/state') return send(200, state())
      if (url.pathname === '/page/messages') return send(200, messages(url.searchParams))
      if (url.pathname === '/page/events') {
        return stream(response, url.searchParams.get('viewer') ?? '')
      }
      if (request.method === 'POST' && url.pathname.startsWith('/page/act/')) {
        return send(...(await act(request, url.pathname.slice('/page/act/'.length))))
      }
      send(404, { error: 'not found' })
    },
  }
}

/** Another site in the same browser may neither read nor act: its Host or Origin is another. */
function isOwn(request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false
  return origin === undefined || origin === `http://${host}`
}

/** The texts of a body; '' where one is absent. */
const texts = (body: JsonObject): Record<TextKey, string> => {
  const read = (key: TextKey): string => findText(body[key]) ?? ''
  return {
    user: read('user'),
    channel: read('channel'),
    line: read('line'),
    option: read('option'),
    typed: read('typed'),
    message: read('message'),
    customId: read('customId'),
    name: read('name'),
    form: read('form'),
  }
}

type TextKey =
  | 'user'
  | 'channel'
  | 'line'
  | 'option'
  | 'typed'
  | 'message'
  | 'customId'
  | 'name'
  | 'form'
