import { describe, expect, test } from 'vitest'
import { redact } from '../../src/lib/log.ts'

// Shaped like a bot token, and none.
const TOKEN = `${'M'.repeat(24)}.${'G'.repeat(6)}.${'x'.repeat(38)}`

describe('the log keeps no secret', () => {
  test.each([
    ['a token in a text', { text: `login with ${TOKEN} failed` }],
    ['a token behind "Bot"', { header: `Bot ${TOKEN}` }],
    ['a token deep inside', { a: { b: [{ c: TOKEN }] } }],
    ['a field that is named after one', { discordToken: 'short-marker' }],
    ['a password in an address', { url: 'https://user:short-marker@feeds.example/rss' }],
    ['an error that quotes one', { error: new Error(`401 for ${TOKEN}`) }],
  ])('%s is left out', (_, fields) => {
    const text = JSON.stringify(redact(fields))
    expect(text).not.toContain(TOKEN)
    expect(text).not.toContain('short-marker')
    expect(text).toContain('[secret]')
  })

  test('plain facts pass unchanged', () => {
    const fields = {
      feed: 'outlet-world',
      fresh: 3,
      ok: true,
      missing: undefined,
      ids: ['S-7KQ2ABCD'],
    }
    expect(redact(fields)).toEqual(fields)
  })
})
