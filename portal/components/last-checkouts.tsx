import type { EvidenceProblem } from '../../schema/claims.ts'
import { Badge } from './badge.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { DataTable } from './data-table.tsx'
import { Instant } from './instant.tsx'
import { Notice } from './notice.tsx'
import { Sheet } from './sheet.tsx'
import { Way } from './way.tsx'

type Referral = 'ours' | 'none' | EvidenceProblem
export type ShownCheckout = { id: string; completedAt: Date; referral: Referral; prospect: { id: string; company: string } | undefined }

const carried: Record<Referral, string> = {
  ours: 'With a referral',
  none: 'Without one',
  malformed: 'Something else',
  unknown_key: 'An expired one',
  forged: 'A changed one',
  foreign: 'One of nobody’s',
}

const why: Record<Exclude<Referral, 'ours'>, string> = {
  none: 'Nobody recommended it, or the page that sells did not hand it on: client_reference_id and metadata goodword_referral are empty.',
  malformed: 'What stands there is no click id. Where client_reference_id is taken, put the click id into metadata goodword_referral.',
  unknown_key: 'It was signed with a key that is out of use.',
  forged: 'It was changed on its way: hand it on letter by letter.',
  foreign: 'Its link is not, or no longer, that partner’s.',
}

/** Whether referrals reach Stripe; absent when Stripe did not tell. */
export const LastCheckouts = ({ checkouts }: { checkouts: readonly ShownCheckout[] | undefined }) => (
  <Sheet title="The last checkouts" id="checkouts">
    <div class="stack">
      <p>Fifty at most, of the last 90 days, and whether a referral came through to Stripe.</p>
      {checkouts ? (
        <Checkouts checkouts={checkouts} />
      ) : (
        <Notice>Stripe did not tell. Look again in a moment; the key has to be allowed to read checkout sessions.</Notice>
      )}
    </div>
  </Sheet>
)

const Checkouts = ({ checkouts }: { checkouts: readonly ShownCheckout[] }) => (
  <>
    {checkouts.length > 0 && (
      <p>
        {checkouts.filter(({ referral }) => referral === 'ours').length} of {checkouts.length} came with a referral of ours.
      </p>
    )}
    <DataTable
      caption="The last checkouts"
      rows={checkouts}
      blank={<BlankSlate title="No checkout yet">Each one that is completed at Stripe appears here.</BlankSlate>}
      columns={[
        { key: 'at', head: 'Paid', rowHead: true, cell: ({ completedAt }) => <Instant at={completedAt} /> },
        { key: 'referral', head: 'Referral', cell: ({ referral }) => <Carried referral={referral} /> },
        {
          key: 'prospect',
          head: 'Prospect',
          cell: ({ prospect }) => (prospect ? <Way href={`/prospects/${prospect.id}`}>{prospect.company}</Way> : 'Nobody we know'),
        },
        { key: 'id', head: 'Checkout', cell: ({ id }) => <SessionId id={id} /> },
      ]}
    />
  </>
)

/** Some seventy characters, which may go on in the next line behind every twelfth. */
const SessionId = ({ id }: { id: string }) => (
  <code>
    {(id.match(/.{1,12}/g) ?? []).map((part) => (
      <>
        {part}
        <wbr />
      </>
    ))}
  </code>
)

const Carried = ({ referral }: { referral: Referral }) => (
  <>
    <Badge tone={referral === 'ours' ? 'good' : referral === 'none' ? undefined : 'warn'}>{carried[referral]}</Badge>
    {referral !== 'ours' && <p class="soft small">{why[referral]}</p>}
  </>
)
