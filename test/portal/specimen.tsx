import type { Child } from 'hono/jsx'
import { BarChart } from '../../portal/charts/bar-chart.tsx'
import { LineChart } from '../../portal/charts/line-chart.tsx'
import { Act } from '../../portal/components/act.tsx'
import { Badge } from '../../portal/components/badge.tsx'
import { BlankSlate } from '../../portal/components/blank-slate.tsx'
import { Button, ButtonLink } from '../../portal/components/button.tsx'
import { CheckboxField } from '../../portal/components/checkbox-field.tsx'
import { Confirm } from '../../portal/components/confirm.tsx'
import { CopyText } from '../../portal/components/copy-text.tsx'
import { DataTable } from '../../portal/components/data-table.tsx'
import { Facts } from '../../portal/components/facts.tsx'
import { Figure, FigureRow } from '../../portal/components/figure.tsx'
import { Filters } from '../../portal/components/filters.tsx'
import { Form } from '../../portal/components/form.tsx'
import type { FormState } from '../../portal/components/form-state.ts'
import { formatMoney, formatMoneyShort } from '../../portal/components/format-money.ts'
import { Day, Instant } from '../../portal/components/instant.tsx'
import { Money } from '../../portal/components/money.tsx'
import { MoneyField } from '../../portal/components/money-field.tsx'
import { Notice } from '../../portal/components/notice.tsx'
import { PageHead } from '../../portal/components/page-head.tsx'
import { Pager } from '../../portal/components/pager.tsx'
import { LiveRegion, Progress } from '../../portal/components/progress.tsx'
import { QrCode } from '../../portal/components/qr-code.tsx'
import { RadioField } from '../../portal/components/radio-field.tsx'
import { SelectField } from '../../portal/components/select-field.tsx'
import { Sheet } from '../../portal/components/sheet.tsx'
import { ShortId } from '../../portal/components/short-id.tsx'
import { Steps } from '../../portal/components/steps.tsx'
import { TextAreaField } from '../../portal/components/text-area-field.tsx'
import { EmailField, TextField } from '../../portal/components/text-field.tsx'
import { Layout, type LayoutProps } from '../../portal/layout.tsx'
import { ProblemPage } from '../../portal/pages/problem-page.tsx'

/** Every component on pages as they are meant to look: for the tests, and to look at. */

const day = (text: string) => new Date(`${text}T09:30:00Z`)
const usd = (value: number) => formatMoney(value, 'usd')
const usdShort = (value: number) => formatMoneyShort(value, 'usd')

const months = Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(2026, index, 1)))
const earned = [12_000, 18_500, 18_000, 42_000, 39_000, 61_500, 58_000, 90_250, 84_000, 112_000, 131_500, 124_050]
const waiting = [4_000, 9_500, 22_000, 18_000, 31_000, 38_500, 52_000, 48_250, 62_000, 71_000, 60_500, 66_000]
const asPoints = (values: number[]) => months.map((at, index) => ({ at, value: values[index] ?? 0 }))

const payouts = [
  { at: day('2026-11-03'), id: 'pay_01hq8w3zk9v2m4', state: 'Being sent', tone: 'wait', amountMinor: 124_050 },
  { at: day('2026-10-03'), id: 'pay_01hp2c7rt1x8n6', state: 'Sent to your Stripe account', tone: 'good', amountMinor: 131_500 },
  {
    at: day('2026-09-03'),
    id: 'pay_01hm5d1ys6b4k2',
    state: 'Not sent because the account was restricted, back in your balance',
    tone: 'bad',
    amountMinor: 112_000,
  },
  {
    at: day('2026-08-03'),
    id: 'pay_01hk9f4wq2p7j5',
    state: 'Being checked with Stripe, it will be sent only once',
    tone: 'warn',
    amountMinor: 84_000,
  },
] as const

const Overview = () => (
  <>
    <PageHead title="Overview" lead="What you earned with Northwind, and when it reaches you." />
    <Figure
      label="Your next payout"
      value={<Money amountMinor={124_050} currency="usd" />}
      note={
        <>
          Expected in your bank on <Day at={day('2026-12-03')} />.
        </>
      }
    />
    <Notice
      tone="warn"
      title="Stripe needs your tax number"
      action={
        <ButtonLink kind="primary" href="/example">
          Finish at Stripe
        </ButtonLink>
      }
    >
      Until it is there, your money stays in your balance. It takes about two minutes.
    </Notice>
    <FigureRow
      figures={[
        { label: 'Earned this year', value: <Money amountMinor={791_300} currency="usd" />, note: 'from 9 deals' },
        { label: 'In the waiting period', value: <Money amountMinor={66_000} currency="usd" />, note: 'until 17 December 2026' },
        { label: 'Clicks', value: '1,204', note: '31 of them became prospects' },
      ]}
    />
    <Sheet>
      <LineChart title="Earned per month" series={[{ label: 'Earned', points: asPoints(earned) }]} format={usd} formatAxis={usdShort} />
    </Sheet>
    <Sheet title="Your link" aside={<a href="/example">All links</a>}>
      <CopyText label="Your link" text="https://partners.northwind.example/r/ada" />
      <QrCode text="https://partners.northwind.example/r/ada" label="QR code of your link" />
    </Sheet>
    <DataTable
      caption="Payouts"
      stack
      rows={payouts}
      columns={[
        { key: 'at', head: 'Date', cell: ({ at }) => <Day at={at} />, stack: 'start' },
        { key: 'state', head: 'State', cell: ({ state, tone }) => <Badge tone={tone}>{state}</Badge> },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          cell: ({ amountMinor }) => <Money amountMinor={amountMinor} currency="usd" />,
          stack: 'end',
        },
      ]}
      totals={[
        { label: 'Paid in USD', values: { amount: <Money amountMinor={451_550} currency="usd" /> } },
        { label: 'Paid in ISK', values: { amount: <Money amountMinor={1_200_000} currency="isk" /> } },
      ]}
    />
    <Pager newerHref="#" olderHref="#" />
    <Sheet title="What happens next">
      <Steps
        steps={[
          { title: 'Lumen Labs paid its invoice', state: 'done', at: <Day at={day('2026-10-02')} /> },
          {
            title: 'The waiting period ends',
            state: 'now',
            at: <Day at={day('2026-11-01')} />,
            note: 'Refunds are still possible until then.',
          },
          { title: 'Your payout is sent', state: 'next', at: 'with the run of December' },
        ]}
      />
    </Sheet>
    <BlankSlate title="No introductions yet" action={<ButtonLink href="/example">Introduce somebody</ButtonLink>}>
      People you introduce stand here, with where each of them is.
    </BlankSlate>
  </>
)

const runRows = Array.from({ length: 14 }, (_, index) => ({
  id: `par_01hq8w3zk9v2m${index}`,
  name: ['Ada Consulting', 'Brightwater', 'Cedar & Sons', 'Delta Works', 'Ember Studio', 'Fjord Analytics', 'Grove'][index % 7] ?? '',
  blocker: index % 5 === 2 ? 'Destination changed 20 hours ago' : '',
  commissions: 3 + index,
  amountMinor: 41_250 * (index + 1) - (index === 4 ? 300_000 : 0),
}))

const Run = () => (
  <>
    <PageHead
      title="Payout run, November 2026"
      back={{ href: '#', label: 'Payout runs' }}
      state={<Badge tone="wait">Waiting for approval</Badge>}
      actions={
        <>
          <ButtonLink href="/example">Export</ButtonLink>
          <ButtonLink kind="primary" href="/example">
            Approve
          </ButtonLink>
        </>
      }
      lead="Prepared by Bo Lindgren on 2 November 2026. Nothing is sent before a second person approves it."
    />
    <FigureRow
      figures={[
        { label: 'To send, USD', value: <Money amountMinor={4_031_250} currency="usd" />, note: '11 partners' },
        { label: 'To send, EUR', value: <Money amountMinor={812_040} currency="eur" />, note: '4 partners' },
        { label: 'Blocked', value: '3', note: 'each with its reason below' },
        { label: 'Against October', value: <Money amountMinor={-112_000} currency="usd" />, note: '2 partners fewer' },
      ]}
    />
    <LiveRegion id="progress" every={2}>
      <Progress label="Sending" done={8} total={14}>
        No refusals so far.
      </Progress>
    </LiveRegion>
    <Filters action="#" clearHref="#">
      <TextField name="q" label="Partner" type="search" optional value="" />
      <SelectField
        name="state"
        label="State"
        emptyLabel="Any"
        options={[
          { value: 'payable', label: 'Payable' },
          { value: 'blocked', label: 'Blocked' },
        ]}
      />
    </Filters>
    <DataTable
      caption="Payouts of this run"
      rows={runRows}
      columns={[
        { key: 'name', head: 'Partner', rowHead: true, cell: ({ name }) => <a href="/example">{name}</a> },
        { key: 'id', head: 'Id', cell: ({ id }) => <ShortId id={id} /> },
        {
          key: 'state',
          head: 'State',
          cell: ({ blocker }) => (blocker ? <Badge tone="warn">{blocker}</Badge> : <Badge tone="good">Payable</Badge>),
        },
        { key: 'count', head: 'Commissions', number: true, cell: ({ commissions }) => commissions },
        { key: 'amount', head: 'Amount', number: true, cell: ({ amountMinor }) => <Money amountMinor={amountMinor} currency="usd" /> },
      ]}
      totals={[{ label: 'Total in USD', values: { count: 133, amount: <Money amountMinor={4_031_250} currency="usd" /> } }]}
    />
    <div class="grid">
      <Sheet title="Facts" aside={<Badge>Draft</Badge>}>
        <Facts
          facts={[
            { label: 'Prepared by', value: 'Bo Lindgren' },
            { label: 'Prepared', value: <Instant at={day('2026-11-02')} /> },
            { label: 'Last change', value: <Instant at={day('2026-11-02')} from={day('2026-11-05')} /> },
            { label: 'Fingerprint', value: <ShortId id="9f2ab1c07e5d4488a1" /> },
          ]}
        />
        <Act action="#" label="Cancel the run" kind="danger" small />
      </Sheet>
      <Sheet>
        <BarChart
          title="Owed by age"
          head="Age"
          format={usd}
          formatAxis={usdShort}
          bars={[
            { label: '0–30 days', value: 410_000 },
            { label: '31–60', value: 212_000 },
            { label: '61–90', value: 83_000 },
            { label: 'older', value: -41_000 },
          ]}
        />
      </Sheet>
    </div>
    <Sheet>
      <LineChart
        title="Earned and waiting"
        format={usd}
        formatAxis={usdShort}
        series={[
          { label: 'Earned', points: asPoints(earned) },
          { label: 'Waiting', points: asPoints(waiting) },
          { label: 'Paid', points: asPoints(earned.map((value) => value * 0.9)) },
        ]}
      />
    </Sheet>
    <Confirm
      question={
        <>
          Send <Money amountMinor={4_031_250} currency="usd" /> to 11 partners?
        </>
      }
      facts={[
        { label: 'Largest', value: 'Grove, $5,775.00' },
        { label: 'New destinations', value: '1' },
      ]}
      action="#"
      label="Approve and send"
      cancelHref="#"
    />
  </>
)

const declined: FormState = {
  entered: { company: 'Lumen Labs', email: 'kim@', need: '', size: 'large', amount: '12,5x', currency: 'eur' },
  problems: {
    email: 'Write the whole address, such as kim@lumen.example.',
    need: 'Say in a sentence what they need.',
    terms: 'Please confirm that they know.',
  },
}

const Introduce = () => (
  <>
    <PageHead title="Introduce somebody" lead="We write to them once, in your name, and tell you what comes of it." />
    <Form
      action="#"
      form={declined}
      buttons={
        <>
          <Button kind="primary">Introduce</Button>
          <ButtonLink kind="quiet" href="/example">
            Cancel
          </ButtonLink>
        </>
      }
    >
      <TextField form={declined} name="company" label="Company" autocomplete="organization" />
      <EmailField form={declined} name="email" label="Work address" hint="We never write to private addresses." />
      <TextAreaField form={declined} name="need" label="What do they need?" />
      <MoneyField form={declined} name="amount" label="Expected size" currency={['usd', 'eur', 'jpy']} optional />
      <RadioField
        form={declined}
        name="size"
        label="How large is the team?"
        options={[
          { value: 'small', label: 'Up to ten people' },
          { value: 'large', label: 'More than ten', note: 'We bring a colleague to the first call.' },
        ]}
      />
      <CheckboxField form={declined} name="terms" label="They know that I pass on their name" />
    </Form>
    <Notice tone="good">Kim was introduced. We answer by 6 November 2026.</Notice>
    <Notice tone="wait" title="Being checked with Stripe">
      It will be sent only once.
    </Notice>
    <Notice>A plain word in between.</Notice>
  </>
)

const partnerNav = ['Overview', 'Links', 'Introduce', 'Prospects', 'Earnings', 'Payouts', 'Get paid', 'Our relationship', 'Members']
const staffNav = [
  { label: 'Sales', links: ['Pipeline', 'Introductions', 'Deals', 'Partners'] },
  { label: 'Finance', links: ['Owed', 'Commissions', 'Payout runs', 'Reconciliation', 'Ledger'] },
  { label: 'Admin', links: ['Groups and terms', 'People', 'Audit trail'] },
]
const linksOf = (labels: string[], current: string) => labels.map((label) => ({ href: '#', label, current: label === current }))

const common = { programme: 'Northwind', version: 'specimen', footer: [{ href: '#', label: 'What we hold about you' }] }
const home = (current: string): LayoutProps => ({
  ...common,
  audience: 'home',
  viewer: { name: 'Ada Winter', role: 'Ada Consulting' },
  nav: [{ links: linksOf(partnerNav, current) }],
})
const desk: LayoutProps = {
  ...common,
  audience: 'desk',
  environment: 'local',
  viewer: { name: 'Noor Haddad', role: 'Approver' },
  nav: staffNav.map(({ label, links }) => ({ label, links: linksOf(links, 'Payout runs') })),
}

const documentOf = (layout: LayoutProps, page: Child): string => `<!DOCTYPE html>${<Layout {...layout}>{page}</Layout>}`

export const specimens: Record<string, string> = {
  home: documentOf(home('Overview'), <Overview />),
  desk: documentOf(desk, <Run />),
  form: documentOf(home('Introduce'), <Introduce />),
  problem: documentOf({ ...common, audience: 'home' }, <ProblemPage status={500} requestId="req_01hq8w3zk9" />),
}
