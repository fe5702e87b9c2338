/** What JSON.parse gives: the shape of every body on the wire. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

export type JsonObject = { readonly [key: string]: Json | undefined }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parsed text; throws SyntaxError where it is no JSON. */
export const parseJson = (text: string): Json =>
  // JSON.parse gives nothing but Json.
  JSON.parse(text) as Json

/** The object, or an empty one for anything else. */
export const toObject = (value: unknown): JsonObject => (isObject(value) ? value : {})

/** The list, or an empty one for anything else. */
export const toList = (value: unknown): readonly Json[] =>
  // Bodies come from parseJson, so that the parts of a list are Json.
  Array.isArray(value) ? (value as readonly Json[]) : []

export const findText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

export const findNumber = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined

/** A length as Discord counts it: code points. */
export const lengthOf = (text: string): number => [...text].length
