import type { Child } from 'hono/jsx'
import { oneStop } from '../components/one-stop.ts'

/** What a mail is made of. Written once, drawn as HTML and as plain text. */
export type MailBlock =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'facts'; facts: readonly { label: string; value: string }[] }
  | { kind: 'button'; label: string; href: string }
  | { kind: 'code'; code: string }

export type Mail = { subject: string; blocks: readonly MailBlock[] }

/** Whom it comes from, and why the reader gets it. */
type MailSender = { programme: string; reason: string }

export type RenderedMail = { subject: string; text: string; html: string }

export function renderMail(told: Mail, from: MailSender): RenderedMail {
  const mail = { ...told, blocks: told.blocks.map(stopOnce) }
  const sender = { ...from, reason: oneStop(from.reason) }
  return { subject: mail.subject, text: textOf(mail, sender), html: `<!DOCTYPE html>${<MailDocument mail={mail} sender={sender} />}` }
}

const stopOnce = (block: MailBlock): MailBlock => (block.kind === 'paragraph' ? { ...block, text: oneStop(block.text) } : block)

function textOf({ blocks }: Mail, { programme, reason }: MailSender): string {
  return [...blocks.map(blockAsText), `-- \n${programme}\n${reason}`].join('\n\n')
}

function blockAsText(block: MailBlock): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return block.text
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
    case 'button':
      return `${block.label}:\n${block.href}`
    case 'code':
      return block.code
  }
}

/** Mail programs drop stylesheets and know no oklch, so a mail carries its few styles with it, in hex. */
const sans = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const styles = {
  page: `margin:0;padding:24px 12px;background-color:#fbfaf8;color:#1c2028;${sans}`,
  sheet: 'max-width:36rem;margin:0 auto;padding:28px;background-color:#ffffff;border:1px solid #e3e0da;border-radius:8px',
  brand: 'margin:0 0 24px;font-size:14px;line-height:20px;font-weight:600',
  heading: 'margin:0 0 16px;font-size:24px;line-height:30px;font-weight:650;letter-spacing:-0.015em',
  paragraph: 'margin:0 0 16px;font-size:16px;line-height:24px',
  facts: 'width:100%;margin:0 0 20px;border-collapse:collapse;border-top:1px solid #e3e0da',
  label: 'padding:8px 16px 8px 0;border-bottom:1px solid #e3e0da;font-size:14px;font-weight:400;text-align:left;vertical-align:top',
  value: 'padding:8px 0;border-bottom:1px solid #e3e0da;font-size:14px;font-weight:600;text-align:right;font-variant-numeric:tabular-nums',
  action: 'margin:24px 0',
  button:
    'display:inline-block;padding:12px 20px;border-radius:8px;background-color:#24559b;color:#ffffff;font-weight:600;text-decoration:none',
  code: 'margin:0 0 20px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;line-height:40px;letter-spacing:0.2em;font-weight:600',
  foot: 'max-width:36rem;margin:16px auto 0;padding:0 28px;font-size:12px;line-height:18px;opacity:0.75',
}

/** The only rule a mail needs a sheet for: programs that know dark mode get dark paper, the others keep the white one. */
const darkRules = `
@media (prefers-color-scheme: dark) {
  .page { background-color: #101318 !important; color: #ecedef !important; }
  .sheet { background-color: #181b21 !important; }
  .sheet, .line { border-color: #343942 !important; }
}`

const MailDocument = ({ mail, sender }: { mail: Mail; sender: MailSender }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{mail.subject}</title>
      <style>{darkRules}</style>
    </head>
    <body class="page" style={styles.page}>
      <div class="sheet" style={styles.sheet}>
        <p style={styles.brand}>{sender.programme}</p>
        {mail.blocks.map((block) => (
          <BlockAsHtml block={block} />
        ))}
      </div>
      <p style={styles.foot}>{sender.reason}</p>
    </body>
  </html>
)

const BlockAsHtml = ({ block }: { block: MailBlock }) => {
  switch (block.kind) {
    case 'heading':
      return <h1 style={styles.heading}>{block.text}</h1>
    case 'paragraph':
      return <p style={styles.paragraph}>{block.text}</p>
    case 'facts':
      return <FactTable facts={block.facts} />
    case 'button':
      return (
        <Action>
          <a href={block.href} style={styles.button}>
            {block.label}
          </a>
        </Action>
      )
    case 'code':
      return <p style={styles.code}>{block.code}</p>
  }
}

const Action = ({ children }: { children?: Child }) => <p style={styles.action}>{children}</p>

const FactTable = ({ facts }: { facts: readonly { label: string; value: string }[] }) => (
  <table class="line" style={styles.facts}>
    <tbody>
      {facts.map(({ label, value }) => (
        <tr>
          <th scope="row" class="line" style={styles.label}>
            {label}
          </th>
          <td class="line" style={styles.value}>
            {value}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
