import { html } from 'hono/html'
import { button, choice, field, section, shortId, table } from './dashboard-parts.ts'
import { shownTime } from './page.ts'
import { mannerOf, manners, newestEvents } from './sender-acts.ts'
import type { State } from './state.ts'

const SHOWN = 30

export const eventsSection = (state: State) => {
  const rows = newestEvents(state).slice(0, SHOWN)
  const deliveriesOf = (id: string) => state.deliveries.filter((each) => each.event === id)
  return section(
    'events',
    'Events',
    html`<form method="post" action="/_/sending">
        ${choice('From now on events are sent', 'manner', Object.keys(manners), mannerOf(state))}<button>Send them so</button>
      </form>
      <form method="post" action="/_/resend-newest">
        ${field('The newest once more, out of order', 'count', { value: '10', type: 'number' })}<button>Send newest first</button>
      </form>`,
    table(
      ['Event', 'Type', 'Deliveries', ''],
      rows.map(({ object }) => [
        shortId(object.id),
        object.type,
        deliveriesOf(object.id)
          .map((each) => `${each.status}${each.answered === null ? '' : ` (${each.answered})`}`)
          .join(', ') || 'nobody asked for it',
        deliveriesOf(object.id).length === 0
          ? ''
          : html`${button('resend', 'Resend', { event: object.id })}${button('resend', 'Send twice', { event: object.id, times: '2' })}${deliveriesOf(object.id).some((each) => each.status === 'due') ? button('withhold', 'Withhold', { event: object.id }) : ''}`,
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
