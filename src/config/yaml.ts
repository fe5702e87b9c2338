import { CORE_SCHEMA, load } from 'js-yaml'

/** An anchor or an alias: few lines with them can unfold to gigabytes. */
const ALIAS = /(?:^|[\s,[:-])[&*]\w/m

/**
 * What a YAML text holds, by the fast reader; undefined where it is none or uses aliases. The caller then asks the
 * package `yaml`, which knows the place of each mistake and bounds aliases, at five times the cost.
 */
export function readPlainYaml(text: string): { readonly value: unknown } | undefined {
  if (ALIAS.test(text)) return undefined
  try {
    return { value: load(text, { schema: CORE_SCHEMA }) ?? null }
  } catch {
    return undefined
  }
}
