import { describe, expect, test } from 'vitest'
import { compilePack } from '../../src/tag/compile.ts'
import { headEnd, shapesOf } from '../../src/tag/shape.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import { packWithRules } from './small-pack.ts'

describe('the head of a title', () => {
  test.each([
    ['Redland: we did not know', 7],
    ['Министр Синего края: это ошибка', 19],
    ['وزیر خارجه:\u200c ما بی‌خبر بودیم', 10],
    ['המפקד: לא ידענו', 5],
  ])('ends at the first colon: %s', (title, end) => {
    expect(headEnd(title)).toBe(end)
  })

  test.each([
    ['At 12:30 the bridge was shut'],
    ['https://red.example/a is a link'],
    [': a title that begins with one'],
    ['The old men of the north and of the south agree: no'],
    ['No colon at all'],
  ])('is no time, no address and no sentence: %s', (title) => {
    expect(headEnd(title)).toBe(0)
  })
})

describe('the shapes of a title', () => {
  test.each([
    ['Will Redland answer?', ['is:asked']],
    ['هل ترد الحكومة؟', ['is:asked']],
    ['Who knew? A look at the bridge', ['is:asked']],
    ['https://red.example/a?b=c opened', []],
    ['‘A black day’: what the minister thinks', ['is:headed', 'is:quoted']],
    ['«Это ошибка», сказал министр', ['is:quoted']],
    ['«Заря» вышла в море', []],
    ['Minister: “a black day”', ['is:headed']],
    ['Bridge opened', []],
  ])('%s', (title, shapes) => {
    expect(shapesOf(title)).toEqual(shapes)
  })
})

describe('rules on the form of a title', () => {
  const hasTheme = (rule: string, title: string): boolean =>
    tagArticle(compilePack(packWithRules(rule)), { title }).themes.includes('talks')

  test.each([
    ['h: asks for a part in the head', '2 h:@red fight', 'Redland: this battle is wrong', true],
    ['and not after it', '2 h:@red fight', 'Minister: Redland lost a battle', false],
    ['nor where there is no head', '2 h:@red fight', 'Redland lost a battle', false],
    ['-h: is a veto on the head', '2 is:headed fight -h:fight', 'Battle: Redland wins', false],
    ['on the head alone', '2 is:headed fight -h:fight', 'Minister: no battle', true],
    ['a question', '2 is:asked fight', 'Was there a battle?', true],
    ['no question', '2 is:asked fight', 'There was a battle', false],
    ['words of somebody', '2 is:quoted fight', '‘A lost battle’: what he saw', true],
    ['a form does not weigh by itself', '2 fight -is:asked', 'Was there a battle?', false],
  ])('%s', (_name, rule, title, expected) => {
    expect(hasTheme(rule, title)).toBe(expected)
  })
})
