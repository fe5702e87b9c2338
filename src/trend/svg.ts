/** Text of an SVG that is already escaped. */
export type Svg = string & { readonly svg: true }

type Attributes = Readonly<Record<string, string | number | undefined>>

/** One element: attributes that are undefined are left out, whatever is text in it is escaped. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly Svg[] = [],
  text = '',
): Svg {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(toText(value))}"`)
    .join('')
  // The one place where a text becomes an Svg: everything in it was escaped on the way.
  return `<${name}${written}>${children.join('')}${escapeXml(text)}</${name}>` as Svg
}

/** A hundredth of a unit is finer than any pixel of the picture. */
const toText = (value: string | number | undefined): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : (value ?? '')

const escapeXml = (text: string): string =>
  text
    // What XML cannot hold, escaped or not.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
