import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { Badge } from '../../../portal/components/badge.tsx'
import { Confirm } from '../../../portal/components/confirm.tsx'
import { CopyText } from '../../../portal/components/copy-text.tsx'
import { Notice } from '../../../portal/components/notice.tsx'
import { Pager } from '../../../portal/components/pager.tsx'
import { LiveRegion, Progress } from '../../../portal/components/progress.tsx'
import { QrCode, qrPath } from '../../../portal/components/qr-code.tsx'
import { ShortId } from '../../../portal/components/short-id.tsx'

describe('the smaller parts', () => {
  it('shorten an id in the middle and keep it whole in the title', () => {
    expect(String(<ShortId id="pay_01hq8w3zk9v2m4" />)).toBe('<code class="short-id" title="pay_01hq8w3zk9v2m4">pay_01h…9v2m4</code>')
    expect(String(<ShortId id="pay_01hq8w" />)).toContain('>pay_01hq8w<')
  })

  it('say a state in words, whatever its colour', () => {
    expect(String(<Badge tone="good">Paid</Badge>)).toBe('<span class="badge badge--good">Paid</span>')
  })

  it('announce a bad message at once and others in their turn', () => {
    expect(String(<Notice tone="bad">No.</Notice>)).toContain('role="alert"')
    expect(String(<Notice tone="good">Yes.</Notice>)).toContain('role="status"')
  })

  it('show progress as a bar with its numbers, even of nothing', () => {
    expect(String(<Progress label="Sending" done={1_200} total={4_000} />)).toContain('1,200 of 4,000')
    expect(String(<Progress label="Sending" done={0} total={0} />)).toContain('value="0" max="1"')
  })

  it('renew a region only while it has `every`', () => {
    expect(String(<LiveRegion id="run" every={2} />)).toContain('every="2"')
    expect(String(<LiveRegion id="run" />)).not.toContain('every')
  })

  it('hide the copy button until a script shows it', () => {
    expect(String(<CopyText text="https://a.example/r/ada" label="Your link" />)).toMatch(/<button[^>]* hidden="">/)
  })

  it('draw no pager for a single page and no dead link at an end', () => {
    expect(String(<Pager />)).toBe('')
    expect(String(<Pager olderHref="?after=1" />)).not.toContain('Newer')
  })

  it('ask again with amount, name and what was shown', () => {
    const html = String(
      <Confirm
        question="Send $10.00 to Ada?"
        facts={[{ label: 'Partner', value: 'Ada' }]}
        action="/runs/run_1/approval"
        label="Approve run"
        cancelHref="/runs/run_1"
        fields={{ fingerprint: 'abc' }}
      />,
    )

    expect(html).toContain('Send $10.00 to Ada?')
    expect(html).toContain('<input type="hidden" name="fingerprint" value="abc"/>')
    expect(html).toContain('action="/runs/run_1/approval"')
  })
})

describe('a QR code', () => {
  it('draws exactly the dark modules', () => {
    const text = 'https://partners.example/r/ada'
    const { data } = encode(text, { ecc: 'M', border: 4 })
    const drawn = [...qrPath(text).path.matchAll(/M\d+ \d+h(\d+)v1h-\1z/g)].reduce((sum, [, width]) => sum + Number(width), 0)

    expect(drawn).toBe(data.flat().filter(Boolean).length)
    expect(String(<QrCode text={text} label="Your link" />)).toContain('role="img" aria-label="Your link"')
  })
})
