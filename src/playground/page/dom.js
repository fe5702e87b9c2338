/**
 * An element with properties and children. Text is always a text node: what a feed wrote never
 * becomes markup.
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (key in element && key !== 'list') element[key] = value
    else element.setAttribute(key, value === true ? '' : value)
  }
  element.append(
    ...children.flat().filter((child) => child !== undefined && child !== null && child !== false),
  )
  return element
}

/** Sends what a person did; throws with the text of the refusal. */
export async function act(name, body) {
  const response = await fetch(`/page/act/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error)
  return answer
}

export const find = (id) => document.getElementById(id)

/** `#rrggbb` of Discord's colour number. */
export const toColor = (number) => `#${number.toString(16).padStart(6, '0')}`
