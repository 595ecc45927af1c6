import { html } from 'hono/html'

/** A page of the stand-in: plain, quick, and good on a phone. */
export const page = (
  title: string,
  body: unknown,
  said: { done?: string | undefined; problem?: string | undefined } = {},
) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" href="/stand-in.css">
  </head>
  <body>
    <p class="banner">A stand-in for Stripe. No real money moves here.</p>
    <main>
      <h1>${title}</h1>
      ${said.done ? html`<p class="said" role="status">${said.done}</p>` : ''}
      ${said.problem ? html`<p class="said said--problem" role="alert">${said.problem}</p>` : ''}
      ${body}
    </main>
  </body>
</html>`

export const stylesheet = `
:root { color-scheme: light dark; --ink: light-dark(#1d2330, #e9ebf0); --soft: light-dark(#596173, #a9b0bf); --paper: light-dark(#f7f6f3, #15181f);
  --sheet: light-dark(#fff, #1d212a); --line: light-dark(#d9d8d3, #363c49); --accent: light-dark(#4338a8, #b3acff); --on-accent: light-dark(#fff, #15181f); --bad: light-dark(#a3271f, #ff9c93) }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
.banner { margin: 0; padding: .375rem 1rem; background: var(--accent); color: var(--on-accent); text-align: center; font-size: .875rem }
main { max-width: 84rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.5rem; line-height: 1.2 } h2 { font-size: 1.125rem; margin: 0 0 .75rem }
section { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem }
.narrow { max-width: 30rem; margin-inline: auto }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 0 0 .75rem }
form.stack { flex-direction: column; align-items: stretch }
label { display: grid; gap: .125rem; font-size: .8125rem; color: var(--soft) }
input, select, button { font: inherit; font-size: .9375rem; color: inherit; background: var(--sheet); border: 1px solid var(--soft); border-radius: .375rem; padding: .4375rem .625rem; min-height: 2.5rem; max-width: 100% }
button { cursor: pointer; white-space: nowrap } button.main, .main button { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600 }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .875rem } th, td { text-align: start; padding: .375rem .75rem .375rem 0; border-top: 1px solid var(--line); vertical-align: top; white-space: nowrap }
th { color: var(--soft); font-weight: 600; border: 0 } td:last-child { white-space: normal } td form { display: inline-flex; margin: 0 .25rem .25rem 0; flex-wrap: nowrap; max-width: 100%; gap: .25rem; vertical-align: top } td button, td select, td input { min-height: 2rem; padding: .1875rem .5rem; font-size: .8125rem }
code { font-size: .8125rem; overflow-wrap: anywhere } pre { max-width: 40rem; overflow: auto; font-size: .75rem } .number { text-align: end; font-variant-numeric: tabular-nums } .figure { font-size: 1.75rem; font-weight: 650 }
section h2 ~ h2, .scroll + .scroll, .soft + .scroll, .scroll + .soft, .scroll + form { margin-top: 1rem } section { scroll-margin-top: 4rem }
.said { position: sticky; top: .5rem; z-index: 1; padding: .5rem .75rem; border: 1px solid var(--accent); border-radius: .375rem; background: var(--sheet) } .said--problem { border-color: var(--bad); color: var(--bad) }
.soft { color: var(--soft) } @media (max-width: 45rem) { thead { display: none } tr { display: block; border-top: 1px solid var(--line); padding: .5rem 0 } td { display: block; position: relative; border: 0; padding: .125rem 0 .125rem 7.5rem; white-space: normal; overflow-wrap: anywhere }
  td::before { content: attr(data-label); position: absolute; inset-inline-start: 0; color: var(--soft) } td[data-label=''] { padding-inline-start: 0; margin-top: .25rem } td:empty { display: none } td form { flex-wrap: wrap } td button, td select, td input { min-height: 2.75rem } }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0 0 1rem } a { color: var(--accent) }
`

const decimals: Record<string, number> = Object.fromEntries([
  ...'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ').map((code) => [code, 0]),
  ...'bhd jod kwd omr tnd'.split(' ').map((code) => [code, 3]),
])

/** An amount for people: `1,234.50 USD`. */
export function shownMoney(amount: number | null, code: string | null): string {
  const places = decimals[code ?? ''] ?? 2
  const figure = ((amount ?? 0) / 10 ** places).toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places })
  return `${figure} ${(code ?? '').toUpperCase()}`
}

export const shownTime = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')
