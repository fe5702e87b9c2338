import { describe, expect, test } from 'vitest'
import { splitSentences } from '../../src/story/sentence.ts'

describe('splitSentences', () => {
  test.each([
    ['The U.S. Navy left. Lt. Gen. Smith stayed.', 2],
    ['It began at 5 p.m. local time, approx. 3 km off St. Mary. Nobody was hurt.', 2],
    ['It cost $3.5 million. Nov. 25 is the date.', 2],
    ['В г. Харькове погибли трое. По данным на 10 нояб. 2025 г. их было двое.', 2],
    ['Т. Иванов уехал. Компания (г. Тула) закрыта.', 2],
    ['گفت: «ما آماده‌ایم.» جنگ تمام شد؟ پایان.', 3],
    ['قال إن الهجوم فشل. وأضاف أنه مستعد!', 2],
    ['"אנחנו מוכנים." הוא הוסיף.', 2],
    ['1. The first of it. 2. The second of it.', 2],
    ['One sentence without an end', 1],
    ['', 0],
  ])('%s', (text, count) => {
    const sentences = splitSentences(text)

    expect(sentences).toHaveLength(count)
    expect(sentences.join(' ')).toBe(text)
  })

  test('ends one where the items of a list have lost their lines', () => {
    expect(splitSentences('• The bridge is shut • The ferry runs on')).toEqual([
      '• The bridge is shut',
      'The ferry runs on',
    ])
  })
})
