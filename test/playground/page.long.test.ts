import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findChromium, openTab, type Tab } from './browser.ts'
import type { Rig } from './client.ts'
import { makeRest, messagesOf } from './rest.ts'
import { openSampleRig, postSample } from './sample-bot.ts'

const chromium = findChromium()
/** Where pictures for looking at are kept; a name in SCREENSHOTS keeps them elsewhere. */
const pictures = process.env.SCREENSHOTS ?? join(tmpdir(), 'playground-pictures')

describe.skipIf(!chromium)('the page in a real browser', () => {
  let rig: Rig
  let tab: Tab
  let shift = 0
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    const now = () => Math.floor(performance.timeOrigin + performance.now()) + shift
    const move = (ms: number) => {
      shift += ms
    }
    rig = await openSampleRig({ now, clock: { move } })
    await postSample(rig)
    tab = await openTab(chromium ?? '')
    await tab.size(1280, 800)
  })
  afterAll(async () => {
    await tab?.close()
    await rig?.close()
  })
  beforeEach(async () => {
    await tab.open(rig.playground.origin)
    await tab.until(`document.querySelector('.message')`)
  })

  const texts = (selector: string) =>
    tab.run<string[]>(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((e) => e.textContent)`,
    )
  const write = async (line: string) => {
    await tab.run(`document.getElementById('composer').focus()`)
    await tab.type(line)
  }

  test('shows channels, an embed with its parts, components, and what was attached', async () => {
    await tab.screenshot(join(pictures, 'desktop.png'))
    expect((await texts('#channels button')).map((text) => text.slice(-6))).toContain('#intel')
    expect(await texts('.embed .title')).toEqual(['Ministry denies a shipment *after* claim'])
    expect(await texts('.embed .field .text')).toContain('Publishers')
    expect(await texts('.row .btn')).toEqual(['Why', 'Lens', 'Open ↗'])
    expect(await texts('.mention')).toEqual(['@analyst'])
    expect((await texts('time[data-relative]'))[0]).toBe('2 hours ago')
    expect(await tab.run(`document.querySelector('.embed img').naturalWidth`)).toBe(1)
    expect(tab.errors()).toEqual([])
  })

  test('shows right-to-left text from the right', async () => {
    const start = await tab.run<{ left: number; right: number; box: number }>(`(() => {
      const value = [...document.querySelectorAll('.field .text')].at(-1)
      const range = document.createRange()
      range.selectNodeContents(value)
      const text = range.getBoundingClientRect()
      const box = value.getBoundingClientRect()
      return { left: text.left - box.left, right: box.right - text.right, box: box.width }
    })()`)
    expect(start.right).toBeLessThan(2)
    expect(start.left).toBeGreaterThan(start.box / 2)
  })

  test('completes a command by keyboard alone, with choices from the bot', async () => {
    await write('/lat')
    await tab.until(`document.querySelectorAll('#hints [role=option]').length === 1`)
    await tab.press('Tab')
    await tab.until(`document.getElementById('composer').value === '/axis latest '`)
    await write('theme:dro')
    await tab.until(`document.querySelector('#hints')?.textContent.includes('Drones & missiles')`)
    await tab.screenshot(join(pictures, 'hints.png'))
    await tab.press('ArrowDown')
    await tab.press('Enter')
    await tab.until(`document.getElementById('composer').value.endsWith('Drones & missiles ')`)
    await tab.press('Enter')
    await tab.until(`document.querySelector('.ephemeral')?.textContent.includes('theme-1')`)
    expect(await texts('.ephemeral .note')).toContain('👁 Only you can see this · Dismiss message')
    await tab.screenshot(join(pictures, 'answer.png'))
  })

  test('presses buttons, chooses from selects, and shows edits live', async () => {
    await tab.run(`document.querySelector('.row select').value = 'two'`)
    await tab.run(`document.querySelector('.row select').dispatchEvent(new Event('change'))`)
    await tab.until(`document.body.textContent.includes('opened two')`)
    await tab.run(`document.querySelector('.row .btn').click()`)
    await tab.until(`document.querySelector('.message .text').textContent === 'page 2'`)
    expect(await texts('.head .note')).toContain('(edited)')
  })

  test('opens a form and hands it in', async () => {
    await write('/axis-admin')
    await tab.press('Escape')
    await tab.press('Enter')
    await tab.until(`document.querySelector('dialog').open`)
    await tab.type('desk')
    await tab.press('Enter')
    await tab.until(`document.body.textContent.includes('typed desk')`)
  })

  test('opens the menu of a message', async () => {
    await tab.run(`document.querySelector('.apps summary').click()`)
    await tab.run(`document.querySelector('.apps button').click()`)
    await tab.until(`document.body.textContent.includes('explained ')`)
  })

  test('another user sees no private answers and not the commands of managers', async () => {
    await write('/axis latest')
    await tab.press('Enter')
    await tab.until(`document.querySelector('.ephemeral')`)
    const reader = rig.playground.world.users.reader.id
    await tab.run(`document.getElementById('user').value = '${reader}'`)
    await tab.run(`document.getElementById('user').dispatchEvent(new Event('change'))`)
    await tab.until(`!document.querySelector('.ephemeral') && document.querySelector('.message')`)
    await write('/')
    await tab.until(`document.querySelectorAll('#hints [role=option]').length > 0`)
    expect((await texts('#hints [role=option]')).join()).not.toContain('axis-admin')
  })

  test('shows new messages, counts those of other channels, and lists problems', async () => {
    const rest = makeRest(rig.playground)
    const { intel, news } = rig.playground.world.channels
    await rest.post(messagesOf(intel.id), { body: { content: 'live one' } })
    await tab.until(`document.getElementById('messages').textContent.includes('live one')`)
    await rest.post(messagesOf(news.id), { body: { content: 'elsewhere' } })
    await tab.until(`document.querySelector('#channels b')?.textContent === '1'`)
    const before = Number(await tab.run(`document.getElementById('problem-count').textContent`))
    await rest.post(messagesOf(intel.id), { body: { content: 'x'.repeat(2001) } }).catch(() => 0)
    await tab.until(`document.getElementById('problem-count').textContent === '${before + 1}'`)
    await tab.run(`document.getElementById('problems-toggle').click()`)
    expect((await texts('#problems li')).at(-1)).toContain('Must be 2000 or fewer')
    await tab.screenshot(join(pictures, 'problems.png'))
  })

  test('moves our clock, by which relative times follow', async () => {
    const { intel } = rig.playground.world.channels
    // Half a minute more than an hour: the page knows our clock only as exactly as an answer is fast.
    const hourAgo = Math.floor(rig.playground.world.all.now() / 1000) - 3630
    const body = { content: `seen <t:${hourAgo}:R>` }
    await makeRest(rig.playground).post(messagesOf(intel.id), { body })
    const last = `[...document.querySelectorAll('time[data-relative]')].at(-1)?.textContent`
    await tab.until(`${last} === '1 hour ago'`)
    await tab.run(`document.querySelector('#clock [data-ms="86400000"]').click()`)
    await tab.until(`${last} === 'yesterday'`)
  })

  test('what strangers write stays text', async () => {
    const rest = makeRest(rig.playground)
    const { intel } = rig.playground.world.channels
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    await rest.post(messagesOf(intel.id), { body: { content: evil, embeds: [{ title: evil }] } })
    await tab.until(`document.getElementById('messages').textContent.includes('onerror')`)
    expect(await tab.run('document.title')).toBe('Axis Watch playground')
    expect(
      await tab.run(`document.querySelectorAll('#messages script, #messages [onerror]').length`),
    ).toBe(0)
  })

  test('fits a phone: no sideways scrolling, channels in a drawer', async () => {
    await tab.size(390, 844)
    await tab.screenshot(join(pictures, 'phone.png'))
    expect(await tab.run('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await tab.run(`getComputedStyle(document.getElementById('sidebar')).visibility`)).toBe(
      'hidden',
    )
    await tab.run(`document.getElementById('menu').click()`)
    await tab.until(`getComputedStyle(document.getElementById('sidebar')).visibility === 'visible'`)
    await tab.screenshot(join(pictures, 'phone-channels.png'))
    await tab.size(1280, 800)
  })
})
