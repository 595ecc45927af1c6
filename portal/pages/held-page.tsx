import type { Child } from 'hono/jsx'
import type { Contact, Introduction, Prospect, TouchKind } from '../../schema/prospects.ts'
import { Act } from '../components/act.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RequestSteps } from '../components/request-steps.tsx'
import { Sheet } from '../components/sheet.tsx'
import { EmailField, TextField } from '../components/text-field.tsx'

type HeldTouch = {
  partnerId: string
  partnerName: string
  kind: TouchKind
  touchedAt: Date
  click: { country: string | null; device: string | null; referrerHost: string | null } | undefined
}

type HeldPageProps = {
  programme: string
  /** Of this page, with its private token. */
  path: string
  prospect: Pick<Prospect, 'company' | 'domain' | 'createdAt' | 'stage' | 'need'>
  me: Pick<Contact, 'name' | 'email' | 'title' | 'createdAt'>
  colleagues: readonly string[]
  roles: readonly string[]
  introductions: readonly (Pick<Introduction, 'createdAt' | 'need' | 'source'> & { partnerName: string })[]
  registrations: readonly { partnerName: string; submittedAt: Date; need: string; nextStep: string }[]
  touches: readonly HeldTouch[]
  declines: readonly { partnerId: string }[]
  /** What it was sent, asked, said and did with us. */
  beside: readonly { at: Date; what: string }[]
  credited: { id: string; name: string; earns: readonly string[] } | undefined
  form?: FormState | undefined
}

/** What a prospect sees of itself: where its request stands, who named it and earns by it, all that is held; and how to change or end that. */
export const HeldPage = (props: HeldPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`You and ${props.programme}`}
      lead="This page is yours alone: whoever has its address sees it. Nobody else of your company gets it from us."
    />
    <Sheet title="Where it stands">
      <RequestSteps stage={props.prospect.stage} since={props.prospect.createdAt} />
    </Sheet>
    <WhoEarns {...props} />
    <WhatIsHeld {...props} />
    <Corrections {...props} />
    <Sheet title="Take it with you, or end it">
      <div class="form__buttons">
        <ButtonLink href={`${props.path}/data.json`} download="goodword-data.json">
          Download it
        </ButtonLink>
        <ButtonLink href={`${props.path}/erasure`}>Erase all of it</ButtonLink>
      </div>
    </Sheet>
  </div>
)

const WhoEarns = ({ path, programme, credited, touches, declines }: HeldPageProps) => {
  const denied = new Set(declines.map(({ partnerId }) => partnerId))
  const partners = [...new Map(touches.map((touch) => [touch.partnerId, touch.partnerName]))]
  return (
    <Sheet title="Who recommended us to you" id="who">
      {credited ? (
        <>
          <p>
            {credited.name} gets the credit. If you are or become a customer of {programme}, it receives a share from us
            {credited.earns.length === 1 && <>: {credited.earns[0]}</>}. You pay nothing more for it.
          </p>
          {credited.earns.length > 1 && <Lines lines={credited.earns} />}
        </>
      ) : (
        <p>Nobody receives anything for you.</p>
      )}
      {partners.map(([id, name]) => (
        <div class="held__partner">
          <span>
            {denied.has(id) ? `You said that you did not come by ${name}. A person looks at it.` : `${name} says that it brought you here.`}
          </span>
          {!denied.has(id) && <Act action={`${path}/objection`} label="That is not right" fields={{ partner: id }} small />}
        </div>
      ))}
    </Sheet>
  )
}

const WhatIsHeld = ({ prospect, me, colleagues, roles, introductions, registrations, touches, beside }: HeldPageProps) => (
  <Sheet title="What we hold">
    <Facts
      facts={[
        { label: 'Your company', value: prospect.domain ? `${prospect.company}, ${prospect.domain}` : prospect.company },
        { label: 'You', value: [me.name, me.title, me.email].filter(Boolean).join(', ') },
        ...(roles.length > 0 ? [{ label: 'Your part, as we understand it', value: roles.join('; ') }] : []),
        ...(colleagues.length > 0 ? [{ label: 'Others of your company', value: colleagues.join(', ') }] : []),
        { label: 'Since', value: <Day at={prospect.createdAt} /> },
      ]}
    />
    <History introductions={introductions} registrations={registrations} touches={touches} beside={beside} />
  </Sheet>
)

/** What happened, oldest first: each line as it is held. */
const History = ({
  introductions,
  registrations,
  touches,
  beside,
}: Pick<HeldPageProps, 'introductions' | 'registrations' | 'touches' | 'beside'>) => {
  const lines: { at: Date; text: Child }[] = [
    ...introductions.map(({ createdAt, need, source, partnerName }) => ({
      at: createdAt,
      text: source === 'partner' ? `${partnerName} named you and wrote: “${need}”` : `You wrote: “${need}”`,
    })),
    ...registrations.map(({ partnerName, submittedAt, need, nextStep }) => ({
      at: submittedAt,
      text: `${partnerName} told us that it works with you, and wrote: “${need}” Next: “${nextStep}”`,
    })),
    ...touches.map((touch) => ({ at: touch.touchedAt, text: touchLine(touch) })),
    ...beside.map(({ at, what }) => ({ at, text: what })),
  ].toSorted((left, right) => left.at.getTime() - right.at.getTime())
  return lines.length === 0 ? null : (
    <ul class="held__lines">
      {lines.map(({ at, text }) => (
        <li class="held__line">
          <span class="held__at">
            <Day at={at} />
          </span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}

const touchWords: Record<TouchKind, (partner: string) => string> = {
  click: (partner) => `You followed a link of ${partner}`,
  code: (partner) => `You used a code of ${partner}`,
  introduction: (partner) => `${partner} introduced you`,
  registration: (partner) => `${partner} was noted as working with you`,
  decision: (partner) => `A person of ours noted that you came by ${partner}`,
}

const touchLine = ({ kind, partnerName, click }: HeldTouch): string => {
  const details = click ? [click.device, click.country, click.referrerHost && `from ${click.referrerHost}`].filter(Boolean).join(', ') : ''
  return `${touchWords[kind](partnerName)}${details ? ` (${details})` : ''}.`
}

const Corrections = ({ path, prospect, me, form }: HeldPageProps) => (
  <Sheet title="Put it right">
    <Form action={`${path}/correction`} form={form} buttons={<Button kind="primary">Save</Button>}>
      <TextField name="name" label="Your name" form={form} value={me.name} autocomplete="name" maxlength={100} />
      <EmailField
        name="email"
        label="Your work address"
        form={form}
        value={me.email ?? ''}
        hint="We mail the next private link there, and this one ends: look twice that it is right."
      />
      <TextField
        name="title"
        label="What you do"
        form={form}
        value={me.title ?? ''}
        autocomplete="organization-title"
        maxlength={100}
        optional
      />
      <TextField name="company" label="Your company" form={form} value={prospect.company} autocomplete="organization" maxlength={120} />
    </Form>
  </Sheet>
)

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul class="recommendation__list">
    {lines.map((line) => (
      <li>{line}</li>
    ))}
  </ul>
)
