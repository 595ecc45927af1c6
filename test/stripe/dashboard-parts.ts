import { html, raw } from 'hono/html'

/** A form of one button, with what it sends. */
export const button = (act: string, label: string, fields: Record<string, string>) =>
  html`<form method="post" action="/_/${act}">${hidden(fields)}<button>${label}</button></form>`

/** The same with an amount, where an empty one means all that is left. */
export const amountForm = (act: string, label: string, fields: Record<string, string>) =>
  html`<form method="post" action="/_/${act}">${hidden(fields)}<input name="amount" size="6" placeholder="the rest" aria-label="Amount"><button>${label}</button></form>`

export const hidden = (fields: Record<string, string>) =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)

export const field = (label: string, name: string, more: { value?: string; type?: string; placeholder?: string } = {}) =>
  html`<label>${label} <input name="${name}" type="${more.type ?? 'text'}" value="${more.value ?? ''}" placeholder="${more.placeholder ?? ''}"></label>`

export const choice = (label: string, name: string, values: readonly string[], chosen?: string) =>
  html`<label>${label} <select name="${name}">${values.map((value) => html`<option value="${value}"${value === chosen ? raw(' selected') : ''}>${value || 'one-off'}</option>`)}</select></label>`

/** A table of the newest rows, or a sentence when there are none; on a phone each row stands by itself. */
export const table = (heads: string[], rows: unknown[][], empty: string) =>
  rows.length === 0
    ? html`<p class="soft">${empty}</p>`
    : html`<div class="scroll"><table>
        <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr>${row.map((cell, n) => html`<td data-label="${heads[n] ?? ''}">${cell}</td>`)}</tr>`)}</tbody>
      </table></div>`

export const section = (name: string, title: string, ...body: unknown[]) => html`<section id="${name}"><h2>${title}</h2>${body}</section>`

/** An id shortened in its middle; the whole of it in the tooltip. */
export const shortId = (id: string | null | undefined) =>
  id ? html`<code title="${id}">${id.length > 18 ? `${id.slice(0, 11)}…${id.slice(-4)}` : id}</code>` : '–'
