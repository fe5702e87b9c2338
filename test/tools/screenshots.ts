// Draws the pictures of the README: the demo's page in a real Chromium. `npm run screenshots [folder]`.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startAxis } from '../e2e/bot-process.ts'
import { findChromium, openTab } from '../playground/browser.ts'

const folder = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'docs', 'pictures')
const chromium = findChromium()
if (chromium === undefined) {
  console.error('screenshots: no chromium here; install it (Debian: apt-get install chromium)')
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
const demo = startAxis(['demo'], { LOG_LEVEL: 'warn' })
await demo.waitFor('Open http', 60_000)
const address = /Open (http:\S+)/.exec(demo.output())?.[1] ?? ''
await demo.waitFor('#intel ─', 60_000)
const tab = await openTab(chromium)

await tab.size(1280, 900)
await tab.open(address)
await tab.until(`document.querySelector('.embed')`)
await tab.run(`document.querySelector('.message')?.scrollIntoView()`)
await tab.screenshot(join(folder, 'digest.png'))

for (const [name, line] of [
  ['actor', '/axis actor name:iran'],
  ['trends', '/axis trends'],
  ['lens', '/axis lens story:Shahed'],
] as const) {
  const before = await tab.run<number>(`document.querySelectorAll('.message').length`)
  await tab.run(`document.getElementById('composer').focus()`)
  await tab.type(line)
  // Words are no id: the first suggestion for them is.
  if (line.includes('Shahed')) {
    await tab.until(`document.querySelector('#hints [role=option]')`)
    await tab.press('Tab')
  }
  await tab.press('Enter')
  await tab.until(`document.querySelectorAll('.message').length > ${before}`)
  await tab.until(`[...document.images].every((image) => image.complete)`)
  await new Promise((resolve) => setTimeout(resolve, 2500))
  await tab.press('Escape')
  await tab.run(`[...document.querySelectorAll('.message')].at(-1).scrollIntoView()`)
  await tab.screenshot(join(folder, `${name}.png`))
}

await tab.size(390, 844)
await tab.open(address)
await tab.until(`document.querySelector('.embed')`)
await tab.screenshot(join(folder, 'phone.png'))
await tab.close()
await demo.stop()
console.log(folder)
