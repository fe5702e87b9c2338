import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import { makeRest, messagesOf } from './rest.ts'

let playground: Playground
beforeAll(async () => {
  playground = await openPlayground()
})
beforeEach(() => playground.clear())
afterAll(() => playground.close())

/** Posts a body; the refusal's complaints as `path code`, or nothing where it was taken. */
async function complaintsOf(body: unknown): Promise<readonly string[]> {
  const rest = makeRest(playground)
  const taken = await rest.post(messagesOf(playground.world.channels.intel.id), { body }).then(
    () => true,
    () => false,
  )
  if (taken) return []
  return (playground.problems().at(-1)?.complaints ?? []).map(
    ({ path, code }) => `${path.join('.')} ${code}`,
  )
}

const text = (length: number): string => 'x'.repeat(length)
const button = (custom_id: string, more: object = {}) => ({
  type: 2,
  style: 2,
  label: 'Go',
  custom_id,
  ...more,
})
const row = (...components: object[]) => ({ type: 1, components })
const select = (more: object = {}) => ({
  type: 3,
  custom_id: 'pick',
  options: [{ label: 'One', value: '1' }],
  ...more,
})
const withRow = (...components: object[]) => ({ content: 'x', components: [row(...components)] })

const OVER: readonly (readonly [what: string, body: object, complaint: string])[] = [
  ['content of 2001', { content: text(2001) }, 'content BASE_TYPE_MAX_LENGTH'],
  [
    '11 embeds',
    { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) },
    'embeds BASE_TYPE_MAX_LENGTH',
  ],
  ['a title of 257', { embeds: [{ title: text(257) }] }, 'embeds.0.title BASE_TYPE_MAX_LENGTH'],
  [
    'a description of 4097',
    { embeds: [{ description: text(4097) }] },
    'embeds.0.description BASE_TYPE_MAX_LENGTH',
  ],
  [
    '6001 characters over two embeds',
    { embeds: [{ description: text(3000) }, { description: text(3001) }] },
    'embeds MAX_EMBED_SIZE_EXCEEDED',
  ],
  [
    '26 fields',
    { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'n', value: 'v' })) }] },
    'embeds.0.fields BASE_TYPE_MAX_LENGTH',
  ],
  [
    "a field's name of 257",
    { embeds: [{ fields: [{ name: text(257), value: 'v' }] }] },
    'embeds.0.fields.0.name BASE_TYPE_BAD_LENGTH',
  ],
  [
    "a field's value of 1025",
    { embeds: [{ fields: [{ name: 'n', value: text(1025) }] }] },
    'embeds.0.fields.0.value BASE_TYPE_BAD_LENGTH',
  ],
  [
    'a field without a value',
    { embeds: [{ fields: [{ name: 'n', value: '' }] }] },
    'embeds.0.fields.0.value BASE_TYPE_REQUIRED',
  ],
  [
    'a footer of 2049',
    { embeds: [{ footer: { text: text(2049) } }] },
    'embeds.0.footer.text BASE_TYPE_BAD_LENGTH',
  ],
  [
    'an author of 257',
    { embeds: [{ author: { name: text(257) } }] },
    'embeds.0.author.name BASE_TYPE_BAD_LENGTH',
  ],
  [
    'an address that is none',
    { embeds: [{ title: 'x', url: 'not an address' }] },
    'embeds.0.url URL_TYPE_INVALID_URL',
  ],
  [
    'an address of another scheme',
    { embeds: [{ title: 'x', url: 'javascript:alert(1)' }] },
    'embeds.0.url URL_TYPE_INVALID_SCHEME',
  ],
  ['an empty embed', { embeds: [{}] }, 'embeds.0.description BASE_TYPE_REQUIRED'],
  [
    'a colour out of range',
    { embeds: [{ title: 'x', color: 0x1000000 }] },
    'embeds.0.color NUMBER_TYPE_RANGE',
  ],
  [
    'a timestamp that is none',
    { embeds: [{ title: 'x', timestamp: 'today' }] },
    'embeds.0.timestamp DATE_TIME_TYPE_PARSE',
  ],
  [
    '6 rows',
    { content: 'x', components: Array.from({ length: 6 }, (_, n) => row(button(`b${n}`))) },
    'components BASE_TYPE_MAX_LENGTH',
  ],
  [
    '6 buttons in a row',
    withRow(...Array.from({ length: 6 }, (_, n) => button(`b${n}`))),
    'components.0.components BASE_TYPE_BAD_LENGTH',
  ],
  ['an empty row', withRow(), 'components.0.components BASE_TYPE_BAD_LENGTH'],
  [
    'a component outside a row',
    { content: 'x', components: [button('a')] },
    'components.0.type UNION_TYPE_CHOICES',
  ],
  [
    'a custom_id of 101',
    withRow(button(text(101))),
    'components.0.components.0.custom_id BASE_TYPE_BAD_LENGTH',
  ],
  [
    'a custom_id twice',
    withRow(button('same'), button('same')),
    'components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
  ],
  [
    'a label of 81',
    withRow(button('a', { label: text(81) })),
    'components.0.components.0.label BASE_TYPE_MAX_LENGTH',
  ],
  [
    'a button with neither label nor emoji',
    withRow(button('a', { label: '' })),
    'components.0.components.0.label BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
  ],
  [
    'a link button with a custom_id',
    withRow(button('a', { style: 5, url: 'https://outlet.example/' })),
    'components.0.components.0 BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
  ],
  [
    'a select beside a button',
    withRow(select(), button('a')),
    'components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED',
  ],
  [
    '26 options',
    withRow(
      select({ options: Array.from({ length: 26 }, (_, n) => ({ label: 'x', value: `${n}` })) }),
    ),
    'components.0.components.0.options BASE_TYPE_BAD_LENGTH',
  ],
  [
    "an option's label of 101",
    withRow(select({ options: [{ label: text(101), value: '1' }] })),
    'components.0.components.0.options.0.label BASE_TYPE_BAD_LENGTH',
  ],
  [
    "an option's description of 101",
    withRow(select({ options: [{ label: 'x', value: '1', description: text(101) }] })),
    'components.0.components.0.options.0.description BASE_TYPE_MAX_LENGTH',
  ],
  [
    'an option value twice',
    withRow(
      select({
        options: [
          { label: 'x', value: '1' },
          { label: 'y', value: '1' },
        ],
      }),
    ),
    'components.0.components.0.options.1.value SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
  ],
  [
    'a placeholder of 151',
    withRow(select({ placeholder: text(151) })),
    'components.0.components.0.placeholder BASE_TYPE_MAX_LENGTH',
  ],
  [
    'more values than options',
    withRow(select({ max_values: 2 })),
    'components.0.components.0.max_values SELECT_COMPONENT_MAX_VALUES_EXCEEDS_OPTIONS',
  ],
  ['a nonce of 26', { content: 'x', nonce: text(26) }, 'nonce BASE_TYPE_MAX_LENGTH'],
  [
    'an unknown kind of mention',
    { content: 'x', allowed_mentions: { parse: ['all'] } },
    'allowed_mentions.parse.0 BASE_TYPE_CHOICES',
  ],
  [
    'roles both parsed and named',
    { content: 'x', allowed_mentions: { parse: ['roles'], roles: ['123456789012345678'] } },
    'allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
  ],
  [
    'a mention that is no id',
    { content: 'x', allowed_mentions: { roles: ['analyst'] } },
    'allowed_mentions.roles.0 NUMBER_TYPE_COERCE',
  ],
  [
    'content under Components V2',
    { content: 'x', flags: 1 << 15, components: [{ type: 10, content: 'x' }] },
    'content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
  ],
  [
    '41 components under Components V2',
    {
      flags: 1 << 15,
      components: Array.from({ length: 41 }, () => ({ type: 10, content: 'x' })),
    },
    'components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
  ],
  [
    '4001 characters under Components V2',
    { flags: 1 << 15, components: [2000, 2001].map((n) => ({ type: 10, content: text(n) })) },
    'components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
  ],
]

const AT_LIMIT: readonly (readonly [what: string, body: object])[] = [
  ['content of 2000', { content: text(2000) }],
  ['content of 2000 emoji, which are two units each', { content: '🟠'.repeat(2000) }],
  [
    'embeds of 6000 in all',
    { embeds: [{ title: text(256), description: text(4096) }, { description: text(1648) }] },
  ],
  [
    '25 fields of 20',
    { embeds: [{ fields: Array.from({ length: 25 }, () => ({ name: 'n', value: text(20) })) }] },
  ],
  [
    '5 rows of 5 buttons',
    {
      content: 'x',
      components: Array.from({ length: 5 }, (_, r) =>
        row(...Array.from({ length: 5 }, (_, b) => button(`${r}-${b}`, { label: text(80) }))),
      ),
    },
  ],
  [
    'a select of 25 options of 100',
    withRow(
      select({
        options: Array.from({ length: 25 }, (_, n) => ({
          label: text(100),
          value: `${n}`.padStart(100, '0'),
          description: text(100),
        })),
      }),
    ),
  ],
  ['a nonce of 25', { content: 'x', nonce: text(25) }],
  ['a link button', withRow({ type: 2, style: 5, label: 'Open', url: 'https://outlet.example/a' })],
]

describe('a message', () => {
  test.each(OVER)('with %s is refused, naming the place', async (_what, body, complaint) => {
    expect(await complaintsOf(body)).toEqual([complaint])
  })

  test.each(AT_LIMIT)('with %s is taken', async (_what, body) => {
    expect(await complaintsOf(body)).toEqual([])
  })

  test('that is empty is refused with 50006', async () => {
    const rest = makeRest(playground)
    const path = messagesOf(playground.world.channels.intel.id)
    await expect(rest.post(path, { body: { content: '  ' } })).rejects.toMatchObject({
      code: 50006,
    })
  })

  test('is refused with a tree of errors, as discord.js reads it', async () => {
    const rest = makeRest(playground)
    const path = messagesOf(playground.world.channels.intel.id)
    const body = { embeds: [{ title: text(300) }] }
    await expect(rest.post(path, { body })).rejects.toMatchObject({
      status: 400,
      code: 50035,
      message: expect.stringContaining('embeds[0].title[BASE_TYPE_MAX_LENGTH]'),
    })
  })

  test('has no file above 10 MiB', async () => {
    const rest = makeRest(playground)
    const path = messagesOf(playground.world.channels.intel.id)
    const files = [{ name: 'a.bin', data: Buffer.alloc(10 * 1024 * 1024 + 1) }]
    await expect(rest.post(path, { body: { content: 'x' }, files })).rejects.toMatchObject({
      status: 413,
      code: 40005,
    })
  })
})

describe('a set of commands', () => {
  const option = (name: string, more: object = {}) => ({ type: 3, name, description: 'd', ...more })
  const command = (more: object) => ({ name: 'axis', description: 'd', ...more })
  const REFUSED: readonly (readonly [what: string, commands: object[], code: string])[] = [
    ['a name in capitals', [command({ name: 'Axis' })], 'APPLICATION_COMMAND_INVALID_NAME'],
    ['a name of 33', [command({ name: text(33) })], 'BASE_TYPE_BAD_LENGTH'],
    ['no description', [{ name: 'axis' }], 'BASE_TYPE_REQUIRED'],
    ['a description of 101', [command({ description: text(101) })], 'BASE_TYPE_BAD_LENGTH'],
    [
      '26 options',
      [command({ options: Array.from({ length: 26 }, (_, n) => option(`o${n}`)) })],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      '26 choices',
      [
        command({
          options: [
            option('o', {
              choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })),
            }),
          ],
        }),
      ],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a required option behind an optional one',
      [command({ options: [option('a'), option('b', { required: true })] })],
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'an option twice',
      [command({ options: [option('a'), option('a')] })],
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      'a group in a group',
      [
        command({
          options: [option('g', { type: 2, options: [option('h', { type: 2, options: [] })] })],
        }),
      ],
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'autocomplete with choices',
      [
        command({
          options: [option('a', { autocomplete: true, choices: [{ name: 'x', value: 'x' }] })],
        }),
      ],
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
    ],
    ['a name twice', [command({}), command({})], 'APPLICATION_COMMANDS_DUPLICATE_NAME'],
    [
      'more than 8,000 characters in one command',
      [
        command({
          options: Array.from({ length: 4 }, (_, n) =>
            option(`s${n}`, {
              type: 1,
              options: Array.from({ length: 20 }, (_, m) =>
                option(`o${m}`, { description: text(100) }),
              ),
            }),
          ),
        }),
      ],
      'APPLICATION_COMMAND_TOO_LARGE',
    ],
    [
      'a menu command with a description',
      [{ type: 3, name: 'Explain', description: 'd' }],
      'APPLICATION_COMMANDS_CONTEXT_MENU_NO_DESCRIPTION',
    ],
  ]

  test.each(REFUSED)('with %s is refused', async (_what, commands, code) => {
    const path = `/applications/${playground.world.all.applicationId}/commands` as const
    await expect(makeRest(playground).put(path, { body: commands })).rejects.toMatchObject({
      code: 50035,
    })
    expect(playground.problems()[0]?.complaints?.map((complaint) => complaint.code)).toEqual([code])
  })
})
