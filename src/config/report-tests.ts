// What readers reported as `tests:` of a pack: a promise for each article that was judged wrongly.

import { Document, isMap } from 'yaml'
import type { PackTest } from '../pack.ts'
import type { Report } from '../ports.ts'

type Exported = {
  readonly test: Omit<PackTest, 'at'> & { readonly at?: string }
  readonly why: readonly string[]
}

/**
 * A part of a pack (YAML) whose tests fail until the pack judges each reported article as its readers do.
 * Reports that two events were joined say nothing about tags: they stand as comments.
 */
export function toPackTests(reports: readonly Report[]): string {
  const document = new Document({ tests: toTests(reports).map(({ test }) => test) })
  document.commentBefore =
    ' Made by `axis reports export`: what readers reported. Put it beside the files of a pack (`axis pack check`, `axis pack test`).'
  const list = document.get('tests')
  const items = typeof list === 'object' && list !== null && 'items' in list ? list.items : []
  for (const [at, { why }] of toTests(reports).entries()) {
    // A list of maps, made a few lines above.
    const item = Array.isArray(items) ? (items[at] as unknown) : undefined
    if (!isMap(item)) continue
    item.flow = true
    item.commentBefore = why.map((line) => ` ${line}`).join('\n')
  }
  const joined = reports
    .filter((report) => report.reason === 'two-events')
    .map((report) => `# ${toWhy(report)}: ${report.article.title.replace(/\s+/gu, ' ')}`)
  const tail =
    joined.length === 0 ? '' : `# Two events joined (no test of a pack):\n${joined.join('\n')}\n`
  return `${document.toString({ lineWidth: 0, flowCollectionPadding: true })}${tail}`
}

function toTests(reports: readonly Report[]): readonly Exported[] {
  const byArticle = Map.groupBy(
    reports.filter((report) => report.reason !== 'two-events'),
    ({ article }) => `${article.title}\n${article.summary ?? ''}`,
  )
  return [...byArticle.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { title, summary, lang, at } = first.article
    const wrong = same.flatMap((report) =>
      report.reason === 'wrong-actor' || report.reason === 'wrong-theme' ? (report.ref ?? []) : [],
    )
    // The newest word on relevance stands.
    const judged = same.findLast(
      ({ reason }) => reason === 'not-relevant' || reason === 'should-be-core',
    )
    const test = {
      at: new Date(at).toISOString().slice(0, 10),
      lang,
      title,
      ...(summary === undefined ? {} : { summary }),
      ...(judged === undefined
        ? {}
        : { relevance: judged.reason === 'not-relevant' ? ('no' as const) : ('core' as const) }),
      ...(wrong.length === 0 ? {} : { not: [...new Set(wrong)] }),
    }
    return [{ test, why: same.map(toWhy) }]
  })
}

const toWhy = (report: Report): string =>
  `${report.storyId}, ${new Date(report.at).toISOString().slice(0, 10)}: ${report.reason}${report.ref === undefined ? '' : ` ${report.ref}`}, ${report.status}`
