import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rig } from './client.ts'
import { openSampleRig, postSample } from './sample-bot.ts'

let rig: Rig
beforeAll(async () => {
  rig = await openSampleRig()
  await postSample(rig)
})
afterAll(() => rig.close())

const get = (path: string) => fetch(`${rig.playground.origin}${path}`)
const act = async (name: string, body: object) => {
  const response = await fetch(`${rig.playground.origin}/page/act/${name}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
const place = () => ({
  user: rig.playground.world.users.reader.id,
  channel: rig.playground.world.channels.intel.id,
})

/** The status of a request that claims another host or origin. */
const statusAs = (headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(`${rig.playground.origin}/page/state`, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.once('error', reject)
    sent.end()
  })

describe('the page', () => {
  test('loads its own files only, and lets nothing else run', async () => {
    const page = await get('/')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const files = [...(await page.text()).matchAll(/(?:href|src)="(\/page\/[^"]+)"/g)]
    expect(files.length).toBe(2)
    for (const [, path = ''] of files) expect((await get(path)).status).toBe(200)
    for (const name of ['render', 'components', 'composer', 'dom']) {
      expect((await get(`/page/${name}.js`)).status).toBe(200)
    }
    expect((await get('/page/../open.ts')).status).toBe(404)
  })

  test('answers neither another host nor another origin', async () => {
    expect(await statusAs({})).toBe(200)
    expect(await statusAs({ host: 'outlet.example' })).toBe(403)
    expect(await statusAs({ origin: 'https://outlet.example' })).toBe(403)
  })

  test('gives messages with their markdown read, private ones to their viewer alone', async () => {
    const { user, channel } = place()
    await act('command', { ...place(), line: '/axis latest' })
    await expect
      .poll(async () => (await get(`/page/messages?channel=${channel}&viewer=${user}`)).json())
      .toMatchObject([
        {
          embeds: [{ title: [{ kind: 'text', text: 'Ministry denies a shipment *after* claim' }] }],
        },
        { ephemeral: true, marks: [{ kind: 'text', text: 'asked for everything' }] },
      ])
    const other = rig.playground.world.users.admin.id
    const seen = await (await get(`/page/messages?channel=${channel}&viewer=${other}`)).json()
    expect(seen).toHaveLength(1)
  })

  test('acts for a person: choices, buttons, and refusals in words', async () => {
    const typed = { line: '/axis latest', option: 'theme', typed: 'nuc' }
    expect(await act('autocomplete', { ...place(), ...typed })).toEqual({
      status: 200,
      body: [{ name: 'Nuclear program', value: 'theme-0' }],
    })
    const message = rig.playground.messages(place().channel)[0]?.id
    const pressed = await act('button', { ...place(), message, customId: 'ax1:why' })
    expect(pressed.body).toMatchObject({ type: 7, message })
    expect(await act('command', { ...place(), line: '/axis nothing' })).toEqual({
      status: 400,
      body: { error: '/axis has no nothing at this place' },
    })
    expect(await act('clock', { ms: 1000 })).toMatchObject({ status: 400 })
  })

  test('tells of messages and problems as they happen', async () => {
    const abort = new AbortController()
    const stream = await fetch(`${rig.playground.origin}/page/events?viewer=${place().user}`, {
      signal: abort.signal,
    })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let told = (await reader?.read())?.value ?? ''
    await act('command', { ...place(), line: '/axis subs list' })
    while (!told.includes('event: edit')) told += (await reader?.read())?.value ?? ''
    expect(told).toContain('event: hello')
    expect(told).toContain('event: message')
    abort.abort()
  })

  test('serves attachments so that they can run nothing', async () => {
    const [file] = rig.playground.messages(place().channel)[0]?.attachments ?? []
    const served = await fetch(file?.url ?? '')
    expect(served.headers.get('content-type')).toBe('image/png')
    expect(served.headers.get('content-security-policy')).toContain('sandbox')
  })
})
