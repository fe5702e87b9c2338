import { mergePack } from '../../src/config/pack.ts'
import type { PackFile } from '../../src/config/pack-schema.ts'
import { packPart } from '../../src/config/pack-schema.ts'
import type { Pack } from '../../src/pack.ts'

const BASE = {
  id: 'small',
  title: 'Small',
  languages: 'en',
  sides: [
    { id: 'reds', label: 'Red', actors: 'red' },
    { id: 'blues', label: 'Blue', actors: 'blue' },
  ],
  groups: { both: 'red blue' },
  periods: [{ id: 'flood', label: 'Flood', from: '2025-01-01', to: '2025-02-01' }],
  actors: [
    { id: 'red', label: 'Red', names: { en: 'Redland' } },
    { id: 'blue', label: 'Blue', names: { en: 'Blueland' }, hints: { en: 'Bluetown' } },
    { id: 'guard', label: 'Guard', parent: 'red', names: { en: 'Red Guard' } },
  ],
  concepts: [
    { id: 'talk', terms: { en: 'talk, meeting' } },
    { id: 'fight', terms: { en: 'fight, battle' } },
    { id: 'dead', terms: { en: 'dead' } },
  ],
  themes: [{ id: 'talks', label: 'Talks', threshold: 4, rules: ['2 talk'] }],
  relevance: {
    core: { threshold: 4, rules: ['2 @reds @blues talk'] },
    related: { threshold: 4, rules: ['2 %talks'] },
  },
}

/** A pack of two invented countries with parts replaced; checked by the real schema. */
export function smallPack(parts: object = {}): Pack {
  const file: PackFile = {
    path: 'small.yaml',
    text: JSON.stringify(parts),
    part: packPart.parse({ ...BASE, ...parts }) as PackFile['part'],
  }
  return mergePack([file])
}

/** A pack whose one theme has these rules and threshold 4. */
export const packWithRules = (...rules: readonly string[]): Pack =>
  smallPack({
    themes: [{ id: 'talks', label: 'Talks', threshold: 4, rules }],
    relevance: { ...BASE.relevance, related: { threshold: 1, rules: ['2 %talks'] } },
  })
