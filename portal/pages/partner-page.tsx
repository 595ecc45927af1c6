import type { PayoutDestination } from '../../schema/payout-destinations.ts'
import type { Member, Partner } from '../../schema/people.ts'
import { Act } from '../components/act.tsx'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { countryName } from '../components/country-name.ts'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartnerState } from '../components/partner-state.tsx'
import { ReadinessState } from '../components/readiness-state.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'
import { TextField } from '../components/text-field.tsx'
import { Way, WayItem } from '../components/way.tsx'

type DestinationRow = Pick<PayoutDestination, 'version' | 'stripeAccount' | 'readiness' | 'changedAt' | 'holdUntil' | 'askedAt'>

type PartnerPageProps = {
  partner: Partner
  group: string
  groups: { id: string; name: string }[]
  members: Member[]
  /** The newest first. */
  destinations: DestinationRow[]
  /** What Stripe said when it refused to open an account, word for word. */
  refusal?: { reason: string; at: Date } | undefined
  invitedBy: string | undefined
  /** It came by import, and nobody of it was written to. */
  isToInvite: boolean
  mayChange: boolean
  mayReadStatements: boolean
  form?: FormState | undefined
}

export const PartnerPage = (page: PartnerPageProps) => {
  const { partner, destinations, refusal } = page
  return (
    <>
      <PageHead
        title={partner.name}
        state={<PartnerState status={partner.status} />}
        lead={partner.statusReason ? `Because: ${partner.statusReason}` : undefined}
        back={{ href: '/partners', label: 'Partners' }}
      />
      <StrayProblems form={page.form} fields={partner.status === 'active' ? ['groupId', 'reason'] : ['groupId']} />
      {refusal && destinations.length === 0 && (
        <Notice tone="bad" title="Stripe refused to open an account">
          <p>
            “{refusal.reason}” <Instant at={refusal.at} />
          </p>
          <p>
            Ask Stripe to approve the platform for accounts that only receive, or set <code>STRIPE_ACCOUNT_CONFIGURATION</code> to{' '}
            <code>recipient+merchant</code>. Then let the partner try again.
          </p>
        </Notice>
      )}
      {partner.centralToBusiness && (
        <Notice tone="warn" title="What we sell is central to its own business">
          It said so when it accepted: it may advise companies that compete with us, or choose for them. Talk to it before you share plans.
        </Notice>
      )}
      {page.isToInvite && (
        <Notice
          tone="warn"
          title="Nobody of this partner was written to"
          action={page.mayChange && <Act action={`/partners/${partner.id}/invitation`} label="Send the invitation" kind="primary" />}
        >
          It was imported. Its owner gets a mail when you send the invitation, and accepts the terms before anything counts.
        </Notice>
      )}
      <div class="grid">
        <Sheet title="About">
          <PartnerFacts {...page} />
        </Sheet>
        <Sheet title="Look at">
          <ul class="link-list">
            <WayItem href={`/commissions?partner=${partner.id}`}>Commissions</WayItem>
            {page.mayReadStatements && (
              <li>
                <a href={`/partners/${partner.id}/statements`}>Statements</a>
              </li>
            )}
            <li>
              <a href={`/partners/${partner.id}/clicks.csv`} download="clicks.csv">
                Clicks by link and day (CSV)
              </a>
            </li>
            <WayItem href={`/audit?subject=${partner.id}`}>Audit trail</WayItem>
          </ul>
        </Sheet>
      </div>
      <Members members={page.members} />
      <Destinations destinations={destinations} />
      {page.mayChange && <Changes {...page} />}
    </>
  )
}

const PartnerFacts = ({ partner, group, invitedBy, isToInvite }: PartnerPageProps) => (
  <Facts
    facts={[
      { label: 'Country', value: countryName(partner.country) },
      { label: 'Group', value: group },
      { label: 'Domain', value: partner.domain ?? 'None given' },
      { label: 'Customer', value: partner.prospectId ? <Way href={`/prospects/${partner.prospectId}`}>Its record</Way> : 'Not linked' },
      {
        label: isToInvite ? 'Imported' : 'Invited',
        value: (
          <>
            <Day at={partner.createdAt} />
            {invitedBy && ` by ${invitedBy}`}
          </>
        ),
      },
      { label: 'Accepted', value: partner.activatedAt ? <Day at={partner.activatedAt} /> : 'Not yet' },
    ]}
  />
)

const memberWord: Record<Member['status'], string> = { invited: 'Invited', active: 'Active', removed: 'Removed' }

const Members = ({ members }: { members: Member[] }) => (
  <Sheet title="Members">
    <DataTable
      caption="Members"
      rows={members}
      columns={[
        { key: 'name', head: 'Name', rowHead: true, cell: (row) => row.name },
        { key: 'email', head: 'Address', cell: (row) => row.email },
        { key: 'role', head: 'Role', cell: (row) => (row.role === 'owner' ? 'Owner' : 'Member') },
        {
          key: 'status',
          head: 'State',
          cell: (row) => <Badge tone={row.status === 'active' ? 'good' : 'plain'}>{memberWord[row.status]}</Badge>,
        },
      ]}
    />
  </Sheet>
)

const Destinations = ({ destinations }: { destinations: DestinationRow[] }) => (
  <Sheet title="Where payouts go">
    <DataTable
      caption="Payout destinations, the newest first"
      rows={destinations}
      columns={[
        { key: 'version', head: 'Version', rowHead: true, cell: (row) => String(row.version) },
        { key: 'account', head: 'Stripe account', cell: (row) => <ShortId id={row.stripeAccount} /> },
        { key: 'state', head: 'State', cell: (row) => <ReadinessState readiness={row.readiness} /> },
        { key: 'since', head: 'Since', cell: (row) => <Instant at={row.changedAt} /> },
        {
          key: 'hold',
          head: 'Nothing is sent before',
          cell: (row) => (row.holdUntil > row.changedAt ? <Instant at={row.holdUntil} /> : 'No rest'),
        },
      ]}
      blank={<p class="soft">The partner has not set up its Stripe account yet.</p>}
    />
    {destinations[0] && (
      <p class="soft small">
        Stripe was asked on <Instant at={destinations[0].askedAt} />.
      </p>
    )}
  </Sheet>
)

const Changes = ({ partner, groups, form }: PartnerPageProps) => (
  <div class="grid">
    <Sheet title="Group">
      <Form action={`/partners/${partner.id}/group`} form={formOf(form, 'groupId')} buttons={<Button>Change group</Button>}>
        <SelectField
          name="groupId"
          label="Terms of"
          value={partner.groupId}
          options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          hint="For deals opened from now on; those before keep their terms."
        />
      </Form>
    </Sheet>
    {partner.status === 'active' && (
      <Sheet title="Pause">
        <Form
          action={`/partners/${partner.id}/suspension`}
          form={formOf(form, 'reason')}
          buttons={<Button kind="danger">Pause this partner</Button>}
        >
          <TextField
            name="reason"
            label="Reason"
            form={form}
            maxlength={300}
            hint="Its links still lead visitors on, without credit; nothing is paid. What it earned stays its own."
          />
        </Form>
      </Sheet>
    )}
    {partner.status === 'suspended' && (
      <Sheet title="Paused">
        <p>{partner.statusReason}</p>
        <Act action={`/partners/${partner.id}/resumption`} label="Resume" />
      </Sheet>
    )}
  </div>
)
