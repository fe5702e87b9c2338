import type { IncomingMessage } from 'node:http'
import type { UploadedFile } from './core.ts'
import { isObject, type Json, parseJson, toObject } from './json.ts'
import { Refusal } from './refusal.ts'

const MAX_BODY_BYTES = 110 * 1024 * 1024

type Parsed = { readonly body: Json; readonly files: readonly UploadedFile[] }

/** All bytes of a request; what is beyond 110 MiB is dropped. */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** JSON, or `payload_json` with its files; 50109 where it is neither. */
export async function parseBody(incoming: IncomingMessage, bytes: Buffer): Promise<Parsed> {
  const type = incoming.headers['content-type'] ?? ''
  if (bytes.length === 0) return { body: {}, files: [] }
  if (!type.startsWith('multipart/form-data')) return { body: parseText(String(bytes)), files: [] }
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type },
  }).formData()
  const files: UploadedFile[] = []
  let body: Json = {}
  const loose: Record<string, Json> = {}
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      if (field === 'payload_json') body = parseText(value)
      else loose[field] = value
    } else {
      const contentType = value.type || 'application/octet-stream'
      const content = new Uint8Array(await value.arrayBuffer())
      files.push({ field, filename: value.name, contentType, bytes: content })
    }
  }
  return { body: isObject(body) ? { ...loose, ...toObject(body) } : body, files }
}

function parseText(text: string): Json {
  try {
    return parseJson(text)
  } catch {
    throw new Refusal(50109)
  }
}
