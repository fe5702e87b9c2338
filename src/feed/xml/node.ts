import type { Scope } from './names.ts'

/** An element as the scanner keeps it. */
export type XmlNode = {
  /** `title`, `atom:link`, `dc:date`: lower case, the house's prefix. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlNode[]
  /** Source between the tags of a leaf; empty for what holds others. */
  readonly raw: string
  readonly at: number
  readonly scope: Scope
  /** `xml:base` values from the outside in. */
  readonly bases: readonly string[]
  readonly lang?: string
  /** Written without a prefix inside an element that has one: perhaps none of the dialect's. */
  readonly bare?: true
  /** Whether its end was seen; an item cut off by the document's end is not complete. */
  closed: boolean
}
