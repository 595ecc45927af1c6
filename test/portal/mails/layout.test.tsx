import { describe, expect, it } from 'vitest'
import { type Mail, renderMail } from '../../../portal/mails/layout.tsx'

const mail: Mail = {
  subject: 'Your payout was sent',
  blocks: [
    { kind: 'heading', text: '$1,240.50 is on its way' },
    { kind: 'paragraph', text: 'We sent it to your Stripe account <today> & tomorrow it is yours.' },
    {
      kind: 'facts',
      facts: [
        { label: 'Amount', value: '$1,240.50' },
        { label: 'Payout', value: 'pay_01' },
      ],
    },
    { kind: 'button', label: 'See the payout', href: 'https://portal.example/payouts/pay_01?a=1&b=2' },
    { kind: 'code', code: '042917' },
  ],
}
const sender = { programme: 'Northwind', reason: 'You get this because you are a partner of Northwind.' }
const { subject, text, html } = renderMail(mail, sender)

describe('a mail', () => {
  it('says the same in text and in HTML', () => {
    for (const words of ['$1,240.50 is on its way', 'Amount', 'pay_01', 'See the payout', '042917', 'Northwind', sender.reason]) {
      expect(text).toContain(words)
      expect(html).toContain(words)
    }
    expect(subject).toBe('Your payout was sent')
  })

  it('reads as a letter without HTML', () => {
    expect(text).toContain('Amount: $1,240.50\nPayout: pay_01')
    expect(text).toContain('See the payout:\nhttps://portal.example/payouts/pay_01?a=1&b=2')
    expect(text).toContain('<today> & tomorrow')
    expect(text).toMatch(/\n\n-- \nNorthwind\n/)
  })

  it('escapes what people wrote', () => {
    expect(html).toContain('&lt;today&gt; &amp; tomorrow')
    expect(html).toContain('href="https://portal.example/payouts/pay_01?a=1&amp;b=2"')
    expect(html).not.toContain('[object')
  })

  it('asks nobody for anything: no image, no script, no sheet of others', () => {
    expect(html).not.toMatch(/<img|<script|<link|url\(/)
    expect(html).toMatch(/^<!DOCTYPE html><html lang="en">/)
    expect(html).toContain('prefers-color-scheme: dark')
  })
})
