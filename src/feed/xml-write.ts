const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** An element with its text in CDATA, or nothing for an absent one; always well-formed. */
export function writeElement(name: string, text: string | undefined): string {
  if (text === undefined || text === '') return ''
  const clean = text.toWellFormed().replace(NO_XML, '').replaceAll(']]>', ']]]]><![CDATA[>')
  return `<${name}><![CDATA[${clean}]]></${name}>`
}
