import { describe, expect, test } from 'vitest'
import { toBody } from '../../src/card/body.ts'
import { findCustomId, findParts, toCustomId } from '../../src/card/custom-id.ts'
import { checkBody, embedLength } from '../../src/card/limits.ts'
import type { MessageBody } from '../../src/types.ts'

const none = { allowed_mentions: { parse: [] } } as const
const x = (n: number): string => 'x'.repeat(n)

describe('checkBody names the limit that a body breaks', () => {
  const cases: readonly (readonly [string, MessageBody])[] = [
    ['body: empty', { ...none }],
    ['content: 2001 > 2000', { ...none, content: x(2001) }],
    ['content: empty', { ...none, content: '  ' }],
    ['content: broken surrogate pair', { ...none, content: 'a\ud83d' }],
    ['embeds: 11 > 10', { ...none, embeds: Array(11).fill({ title: 'a' }) }],
    ['embeds: 8000 > 6000 together', { ...none, embeds: Array(2).fill({ description: x(4000) }) }],
    ['embeds[0]: empty', { ...none, embeds: [{}] }],
    ['embeds[0].title: 257 > 256', { ...none, embeds: [{ title: x(257) }] }],
    ['embeds[0].description: 4097 > 4096', { ...none, embeds: [{ description: x(4097) }] }],
    ['embeds[0].author: 257 > 256', { ...none, embeds: [{ author: { name: x(257) } }] }],
    ['embeds[0].footer: 2049 > 2048', { ...none, embeds: [{ footer: { text: x(2049) } }] }],
    ['embeds[0].url: not http(s)', { ...none, embeds: [{ title: 'a', url: 'javascript:1' }] }],
    [
      'embeds[0].fields: 26 > 25',
      { ...none, embeds: [{ fields: Array(26).fill({ name: 'a', value: 'b' }) }] },
    ],
    [
      'embeds[0].fields[0].value: 1025 > 1024',
      { ...none, embeds: [{ fields: [{ name: 'a', value: x(1025) }] }] },
    ],
    [
      'components[0]: more than 5 buttons',
      {
        ...none,
        content: 'a',
        components: [
          {
            type: 1,
            components: Array.from({ length: 6 }, (_, n) => ({
              type: 2 as const,
              style: 2 as const,
              label: 'a',
              custom_id: `ax1:a:${n}:0`,
            })),
          },
        ],
      },
    ],
    [
      'components[0][0].options: 26',
      {
        ...none,
        content: 'a',
        components: [
          {
            type: 1,
            components: [
              {
                type: 3,
                custom_id: 'a',
                options: Array.from({ length: 26 }, (_, n) => ({ label: 'a', value: `${n}` })),
              },
            ],
          },
        ],
      },
    ],
    [
      'components[0][1].custom_id: a twice',
      {
        ...none,
        content: 'a',
        components: [
          {
            type: 1,
            components: [
              { type: 2, style: 2, label: 'a', custom_id: 'a' },
              { type: 2, style: 2, label: 'b', custom_id: 'a' },
            ],
          },
        ],
      },
    ],
    [
      'components[0][0]: link style',
      {
        ...none,
        content: 'a',
        components: [
          { type: 1, components: [{ type: 2, style: 2, label: 'a', url: 'https://a.example' }] },
        ],
      },
    ],
  ]
  test.each(cases)('%s', (fault, body) => {
    expect(checkBody(body)).toContain(fault)
  })

  test('a body from a store without allowed_mentions is a fault', () => {
    // What a store hands back has no type.
    const stored = JSON.parse('{"content":"a"}') as MessageBody
    expect(checkBody(stored)).toEqual(['allowed_mentions: absent'])
  })

  test('a body inside the limits has no fault', () => {
    expect(checkBody({ ...none, content: 'a', embeds: [{ title: 'b' }] })).toEqual([])
  })
})

test('an embed’s length counts title, description, fields, footer and author', () => {
  const embed = {
    title: 'ab',
    description: 'abc',
    author: { name: 'a' },
    footer: { text: 'abcd' },
    fields: [{ name: 'ab', value: 'abc' }],
    url: 'https://not-counted.example',
  }
  expect(embedLength(embed)).toBe(15)
})

test('a body names a role only where it was handed one', () => {
  expect(toBody({ content: 'a' }).allowed_mentions).toEqual({ parse: [] })
  expect(toBody({ content: 'a', role: '7' }).allowed_mentions).toEqual({ parse: [], roles: ['7'] })
})

describe('custom ids', () => {
  test('come back as they were made, colons in the id included', () => {
    const made = toCustomId('cut', 'ax-7KQ2A/2026-11-25T07:00', 3)
    expect(made).toBe('ax1:cut:ax-7KQ2A/2026-11-25T07:00:3')
    expect(findParts(made)).toEqual({ verb: 'cut', id: 'ax-7KQ2A/2026-11-25T07:00', page: 3 })
  })

  test('an id that would be longer than 100 characters is none', () => {
    expect(findCustomId('latest', x(90))).toBeUndefined()
    expect(findCustomId('latest', x(85))).toHaveLength(98)
    expect(() => toCustomId('latest', x(90))).toThrow(/too long/)
  })

  test.each([
    'ax1:story',
    'other:story:a:0',
    'ax1:Story:a:0',
    'ax1:story:a:-1',
    'ax1:story:a:x',
    '',
  ])('%j is not ours', (id) => {
    expect(findParts(id)).toBeUndefined()
  })
})
