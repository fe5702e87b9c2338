import { describe, expect, test } from 'vitest'
import { escapeText } from '../../src/card/escape.ts'
import { messageText } from '../../src/card/text.ts'
import { NOW } from './world.ts'

const text = (content: string, color = false): string =>
  messageText({ content, allowed_mentions: { parse: [] } }, { now: NOW, color })

describe('a message as text', () => {
  test.each([
    ['\\*a\\* \\_b\\_', '*a* _b_'],
    ['**bold**', 'bold'],
    ['[Title \\[x\\]](https://www.a.example/b) (a.example)', 'Title [x] (a.example)'],
    ['[Title](https://www.a.example/b)', 'Title (a.example)'],
    ['<#5> <@&6> <@7>', '#5 @6 @7'],
    ['`a*b`', 'a*b'],
    ['-# small', '    small'],
    ['> quoted', '  | quoted'],
    ['@\u200beveryone', '@everyone'],
  ])('%s', (markdown, wanted) => {
    expect(text(markdown)).toBe(wanted)
  })

  test.each([
    [-30, 'just now'],
    [-60, '1 minute ago'],
    [-7200, '2 hours ago'],
    [3600, 'in 1 hour'],
    [-86_400 * 3, '3 days ago'],
  ])('a time %d seconds from now', (seconds, wanted) => {
    expect(text(`<t:${NOW / 1000 + seconds}:R>`)).toBe(wanted)
  })

  test('an absolute time is in UTC', () => {
    expect(text(`<t:${NOW / 1000}:f>`)).toBe('2026-11-25 09:00 UTC')
    expect(text(`<t:${NOW / 1000}:d>`)).toBe('2026-11-25')
  })

  test('what a stranger wrote is read back as they wrote it', () => {
    const title = '[x](https://evil.example) **b** <@&1> `c` -# d > e \\ f'
    expect(text(escapeText(title, 500))).toBe(title)
  })

  test('no escape sequence of a stranger reaches the terminal', () => {
    expect(text(`a${escapeText('\u001b[31mred', 100)}\u001b]0;x\u0007`)).not.toContain('\u001b')
    expect(text('\u001b[31mred', true)).not.toContain('\u001b[31m')
  })

  test('colour is only for those who ask', () => {
    expect(text('**bold**')).toBe('bold')
    expect(text('**bold**', true)).toBe('\u001b[1mbold\u001b[22m')
  })

  test('an embed is read from top to bottom, buttons and selects last', () => {
    const body = {
      embeds: [
        {
          author: { name: 'author' },
          title: 'title',
          description: 'description',
          fields: [{ name: 'field', value: 'value' }],
          footer: { text: 'footer' },
        },
      ],
      components: [
        {
          type: 1,
          components: [
            { type: 2, style: 2, label: 'On', custom_id: 'a' },
            { type: 2, style: 2, label: 'Off', custom_id: 'b', disabled: true },
          ],
        },
        {
          type: 1,
          components: [
            { type: 3, custom_id: 'c', placeholder: 'Open', options: [{ label: 'a', value: 'a' }] },
          ],
        },
      ],
      allowed_mentions: { parse: [] },
    } as const
    expect(messageText(body)).toBe(
      'author\ntitle\ndescription\nfield\nvalue\nfooter\n\n[On]\n[Open ▾ 1]',
    )
  })
})
