import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, openTab, type Tab } from '../playground/browser.ts'
import { type BotProcess, startAxis } from './bot-process.ts'

const chromium = findChromium()
/** Where pictures for looking at are kept. */
const pictures = process.env.SCREENSHOTS ?? join(tmpdir(), 'newcomer-pictures')
const TWO_MINUTES_MS = 120_000

describe.skipIf(!chromium)('a newcomer with the demo and a browser, within two minutes', () => {
  let demo: BotProcess
  let tab: Tab
  let startedAt = 0

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    startedAt = performance.now()
    demo = startAxis(['demo'], {})
    await demo.waitFor('Ctrl-C ends it', 60_000)
    tab = await openTab(chromium ?? '')
    await tab.size(1280, 900)
    await tab.open(/Open (http:\S+)/.exec(demo.output())?.[1] ?? '')
  }, 120_000)
  afterAll(async () => {
    await tab?.close()
    await demo?.stop()
  })

  const messages = () => tab.run<number>(`document.querySelectorAll('.message').length`)
  const last = `[...document.querySelectorAll('.message')].at(-1)`
  const ask = async (line: string) => {
    const before = await messages()
    await tab.run(`document.getElementById('composer').focus()`)
    await tab.type(line)
    await tab.press('Enter')
    await tab.until(`document.querySelectorAll('.message').length > ${before}`)
  }
  const keep = (name: string) => tab.screenshot(join(pictures, `${name}.png`))

  test('sees a digest', async () => {
    await tab.until(`document.querySelector('.embed')?.textContent.includes('Digest')`)
    await keep('1-digest')
  }, 60_000)

  test('asks about Iran and opens a story', async () => {
    await ask('/axis actor name:iran')
    await tab.until(`${last}.querySelector('select option:nth-child(2)')`)
    await keep('2-actor')
    const before = await messages()
    await tab.run(`(() => {
      const select = ${last}.querySelector('select')
      select.value = select.options[1].value
      select.dispatchEvent(new Event('change'))
    })()`)
    await tab.until(`document.querySelectorAll('.message').length > ${before}`)
    await tab.until(`${last}.textContent.includes('publishers')`)
    await keep('3-story')
  }, 60_000)

  test('presses Why and reads what spoke for it', async () => {
    await tab.run(
      `[...${last}.querySelectorAll('button')].find((one) => one.textContent.includes('Why')).click()`,
    )
    // The private card turns into its explanation, with a way back.
    await tab.until(`${last}.textContent.includes('in title')`)
    await keep('4-why')
  }, 60_000)

  test('reads the trend chart, which is a picture with words for who cannot see it', async () => {
    await ask('/axis trends')
    await tab.until(`${last}.querySelector('img')?.naturalWidth > 0`)
    await tab.run(`${last}.querySelector('img').scrollIntoView()`)
    await keep('5-trends')
    expect(await tab.run<string>(`${last}.querySelector('img').alt`)).toMatch(/\w{4,}/)
    expect(await tab.run(`document.getElementById('problem-count').textContent`)).toBe('0')
    expect(tab.errors()).toEqual([])
    expect(performance.now() - startedAt).toBeLessThan(TWO_MINUTES_MS)
  }, 60_000)
})
