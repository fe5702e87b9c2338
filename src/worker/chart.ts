// Entry of the thread that draws charts (src/trend/chart-thread.ts): one chart in, one PNG out.

import { parentPort } from 'node:worker_threads'
import { messageOf } from '../lib/errors.ts'
import { drawChart } from '../trend/chart.ts'
import type { ChartReply, ChartRequest } from '../trend/chart-thread.ts'

parentPort?.on('message', (request: ChartRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply))
})

async function answer({ id, chart }: ChartRequest): Promise<ChartReply> {
  try {
    return { id, ok: true, png: await drawChart(chart) }
  } catch (error) {
    return { id, ok: false, reason: messageOf(error) }
  }
}
