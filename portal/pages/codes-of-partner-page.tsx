import { BlankSlate } from '../components/blank-slate.tsx'
import { CodeBadge, type CodeState } from '../components/code-state.tsx'
import { CopyText } from '../components/copy-text.tsx'
import { Facts } from '../components/facts.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { Sheet } from '../components/sheet.tsx'

type OwnCode = {
  id: string
  code: string
  off: string
  state: CodeState
  why: string | undefined
  credits: number
  mostCredits: number | null
  creditUntil: Date | null
  pausedBecause: string | null
}

type CodesOfPartnerProps = { company: string; codes: readonly OwnCode[]; olderHref?: string | undefined }

/** A partner's own codes, ready to be passed on. */
export const CodesOfPartnerPage = ({ company, codes, olderHref }: CodesOfPartnerProps) => (
  <>
    <PageHead title="Codes" lead="Whoever pays with one of your codes is remembered as sent by you. It counts more than a click." />
    {codes.length === 0 && (
      <BlankSlate title="No code is yours yet">
        A code takes something off for your friends when they pay. Ask us for one; it appears here with words to pass on.
      </BlankSlate>
    )}
    {codes.map((code) => (
      <Sheet title={code.code} aside={<CodeBadge state={code.state} />}>
        <Facts
          facts={[
            { label: 'They get', value: code.off },
            { label: 'Used', value: usedInWords(code) },
            ...(code.creditUntil ? [{ label: 'Until', value: <Day at={code.creditUntil} /> }] : []),
            ...(code.why
              ? [{ label: 'Why it gives no credit now', value: code.pausedBecause ? `Paused: ${code.pausedBecause}` : code.why }]
              : []),
          ]}
        />
        <CopyText text={code.code} label="The code" />
        <CopyText text={shareText(code, company)} label="Words to pass on" />
      </Sheet>
    ))}
    <Pager olderHref={olderHref} />
  </>
)

const usedInWords = ({ credits, mostCredits }: OwnCode): string =>
  mostCredits === null ? times(credits) : `${times(credits)} of ${mostCredits} that count`

const times = (n: number): string => (n === 1 ? 'Once' : n === 0 ? 'Not yet' : `${n} times`)

/** With the honest line: whoever reads it knows that something is earned. */
const shareText = ({ code, off }: OwnCode, company: string): string =>
  `With my code ${code} you get ${off} at ${company}. I receive a share if you become a customer; you pay nothing more for it.`
