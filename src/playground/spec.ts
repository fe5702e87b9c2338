import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { isObject, type Json, parseJson, toList, toObject } from './json.ts'
import type { Complaint } from './refusal.ts'

/** Discord's own OpenAPI description, as a judge of request bodies. */
export type Spec = {
  /** What a body breaks; empty also where the specification has no such operation. */
  readonly check: (method: string, template: string, body: Json) => Complaint[]
}

/** Reads an OpenAPI 3.1 document; each operation's schema is compiled at its first use. */
export function openSpec(path: string): Spec {
  const document = toObject(parseJson(readFileSync(path, 'utf8')))
  const paths = toObject(document.paths)
  // Formats (snowflake, nonce, int32 …) are annotations here: the playground checks them itself.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
  ajv.addSchema(document, 'discord')
  const compiled = new Map<string, ValidateFunction | undefined>()
  const templates = new Map(Object.keys(paths).map((key) => [toShape(key), key]))

  const compile = (method: string, template: string): ValidateFunction | undefined => {
    const key = templates.get(toShape(template))
    if (key === undefined) return undefined
    const operation = toObject(toObject(paths[key])[method.toLowerCase()])
    const content = toObject(toObject(operation.requestBody).content)
    if (!isObject(content['application/json'])) return undefined
    const pointer = [
      'paths',
      key,
      method.toLowerCase(),
      'requestBody',
      'content',
      'application/json',
      'schema',
    ]
    return ajv.compile({ $ref: `discord#/${pointer.map(escapePointer).join('/')}` })
  }

  return {
    check: (method, template, body) => {
      const key = `${method} ${template}`
      if (!compiled.has(key)) compiled.set(key, compile(method, template))
      const validate = compiled.get(key)
      if (!validate || validate(toLoose(body))) return []
      return (validate.errors ?? []).slice(-5).map((error) => ({
        path: error.instancePath.split('/').slice(1),
        code: 'SPEC_MISMATCH',
        message: `${error.message ?? 'does not match'} (${error.schemaPath})`,
      }))
    },
  }
}

/**
 * The body with two forms made strict that Discord documents and takes, while its specification
 * does not know them: ids of attachments as numbers, default permissions as text.
 */
function toLoose(body: Json): Json {
  if (Array.isArray(body)) return toList(body).map(toLoose)
  if (!isObject(body)) return body
  const permissions = body.default_member_permissions
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (key === 'default_member_permissions' && typeof permissions === 'string') {
        return [key, Number(permissions)]
      }
      if (key === 'attachments') return [key, toList(value).map(toTextId)]
      return [key, value === undefined ? null : toLoose(value)]
    }),
  )
}

function toTextId(attachment: Json): Json {
  if (!isObject(attachment) || typeof attachment.id !== 'number') return attachment
  return { ...attachment, id: String(attachment.id) }
}

/** A template without the names of its parameters, by which ours and Discord's are compared. */
const toShape = (template: string): string => template.replace(/\{[^}]*\}/g, '{}')

const escapePointer = (part: string): string =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
