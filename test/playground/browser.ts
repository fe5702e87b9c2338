import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { WebSocket } from 'ws'

/** Chromium in the PATH, if there is one. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = folders.flatMap((folder) =>
    ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)),
  )
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

export type Tab = {
  readonly open: (url: string) => Promise<void>
  /** What an expression gives in the page; awaited, as JSON. */
  readonly run: <T>(expression: string) => Promise<T>
  /** Resolves once an expression is truthy. */
  readonly until: (expression: string, timeoutMs?: number) => Promise<void>
  readonly size: (width: number, height: number) => Promise<void>
  readonly type: (text: string) => Promise<void>
  readonly press: (key: string) => Promise<void>
  readonly screenshot: (path: string) => Promise<void>
  /** Errors and refused loads that the page told the console. */
  readonly errors: () => readonly string[]
  readonly close: () => Promise<void>
}

/** One tab of a headless Chromium, driven over its DevTools protocol. */
export async function openTab(chromium: string): Promise<Tab> {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'))
  const child = spawn(chromium, [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--force-prefers-reduced-motion',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    'about:blank',
  ])
  const port = await readPort(child)
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    type: string
    webSocketDebuggerUrl: string
  }[]
  const target = targets.find(({ type }) => type === 'page')
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '')
  await new Promise((resolve) => socket.once('open', resolve))
  const waiting = new Map<number, (result: Record<string, unknown>) => void>()
  const errors: string[] = []
  let last = 0
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    waiting.get(message.id)?.(message.result ?? { error: message.error })
    waiting.delete(message.id)
    if (message.method === 'Runtime.exceptionThrown') {
      errors.push(message.params.exceptionDetails.exception?.description ?? 'exception')
    }
    if (message.method === 'Log.entryAdded' && message.params.entry.level === 'error') {
      errors.push(message.params.entry.text)
    }
  })
  const send = (method: string, params: object = {}): Promise<Record<string, unknown>> => {
    last += 1
    socket.send(JSON.stringify({ id: last, method, params }))
    return new Promise((resolve) => waiting.set(last, resolve))
  }
  await send('Page.enable')
  await send('Runtime.enable')
  await send('Log.enable')

  const run = async <T>(expression: string): Promise<T> => {
    const params = { expression, awaitPromise: true, returnByValue: true }
    const { result } = (await send('Runtime.evaluate', params)) as { result: { value: T } }
    return result.value
  }
  const until: Tab['until'] = async (expression, timeoutMs = 5000) => {
    const end = performance.now() + timeoutMs
    while (!(await run(`Boolean(${expression})`))) {
      if (performance.now() > end) throw new Error(`never true in the page: ${expression}`)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  return {
    run,
    until,
    open: async (url) => {
      await send('Page.navigate', { url })
      await until(`document.readyState === 'complete' && location.href.startsWith('${url}')`)
    },
    size: async (width, height) => {
      const params = { width, height, deviceScaleFactor: 1, mobile: width < 500 }
      await send('Emulation.setDeviceMetricsOverride', params)
    },
    type: async (text) => {
      await send('Input.insertText', { text })
    },
    press: async (key) => {
      const codes: Record<string, number> = { Enter: 13, Tab: 9, Escape: 27, ArrowDown: 40 }
      const code = { key, code: key, windowsVirtualKeyCode: codes[key] ?? key.charCodeAt(0) }
      const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...code, ...(text ? { text } : {}) })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...code })
    },
    screenshot: async (path) => {
      const { data } = await send('Page.captureScreenshot', { format: 'png' })
      writeFileSync(path, Buffer.from(String(data), 'base64'))
    },
    errors: () => errors,
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      await send('Browser.close')
      await gone
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function readPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = ''
    child.stderr?.on('data', (chunk) => {
      told += String(chunk)
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(told)?.[1]
      if (port) resolve(port)
    })
    child.once('exit', () => reject(new Error(`Chromium ended at once: ${told.slice(-500)}`)))
  })
}
