import { html } from 'hono/html'
import { button, section, shortId, table } from './dashboard-parts.ts'
import { shownTime } from './page.ts'
import type { State } from './state.ts'

const SHOWN = 50

export const eventsSection = (state: State) => {
  const rows = [...Object.values(state.tables.events), ...Object.values(state.tables.thinEvents)]
    .sort((a, b) => b.seq - a.seq)
    .slice(0, SHOWN)
  const deliveriesOf = (id: string) => state.deliveries.filter((each) => each.event === id)
  return section(
    'events',
    'Events',
    table(
      ['Event', 'Type', 'Deliveries', ''],
      rows.map(({ object }) => [
        shortId(object.id),
        object.type,
        deliveriesOf(object.id)
          .map((each) => `${each.status}${each.answered === null ? '' : ` (${each.answered})`}`)
          .join(', ') || 'nobody asked for it',
        html`${button('resend', 'Send again', { event: object.id })}${button('withhold', 'Withhold', { event: object.id })}`,
      ]),
      'None yet.',
    ),
  )
}

export const requestsSection = (state: State) =>
  section(
    'requests',
    'Requests',
    table(
      ['When', 'Request', 'Answer', 'Key', 'Parameters'],
      state.requests
        .slice(-SHOWN)
        .reverse()
        .map((each) => [
          shownTime(each.at / 1000),
          html`${each.method} ${each.path}`,
          `${each.status ?? 'none'}${each.replayed ? ', replayed' : ''}${each.fault ? `, fault: ${each.fault}` : ''}`,
          each.key ?? '–',
          html`<details><summary>show</summary><pre>${JSON.stringify({ asked: each.params, answered: each.answer }, null, 1)}</pre></details>`,
        ]),
      'None yet.',
    ),
  )
