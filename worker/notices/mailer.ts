import type { Mailer } from './port.ts'

/** Sends through the `send_email` binding; `from` is `Name <address>` or an address. */
export const bindingMailer = (binding: SendEmail, from: string): Mailer => ({
  async send(mail) {
    await binding.send({
      from: sender(from),
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: { 'X-Goodword-Id': mail.id },
    })
  },
})

const sender = (from: string): string | { name: string; email: string } => {
  const parts = /^(.*?)\s*<(.+)>$/.exec(from)
  return parts?.[1] && parts[2] ? { name: parts[1], email: parts[2] } : from
}
