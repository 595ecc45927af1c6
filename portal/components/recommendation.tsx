import { Act } from './act.tsx'
import { CopyText } from './copy-text.tsx'

export type Recommender = {
  /** The partner's company, and who of it made the link, if they are still there. */
  name: string
  person: string | undefined
  /** What it receives, a line for each share; empty when no terms are in force. */
  earns: readonly string[]
  benefit: { words: string; code: string } | undefined
}

type RecommendationProps = Recommender & { code: string; company: string; referral: string }

/** Who recommends us, what they receive and what the prospect gets, before anything is asked; with the way to say that it is not so. */
export const Recommendation = ({ name, person, earns, benefit, code, company, referral }: RecommendationProps) => (
  <section class="recommendation" aria-label="Who recommends us">
    <p class="recommendation__who">
      {person ? (
        <>
          <strong>{person}</strong> of <strong>{name}</strong> sent you here.
        </>
      ) : (
        <>
          <strong>{name}</strong> sent you here.
        </>
      )}
    </p>
    <div class="recommendation__parts">
      {benefit && (
        <div class="recommendation__part recommendation__part--yours">
          <h2 class="recommendation__title">What you get</h2>
          <p class="recommendation__words">{benefit.words}</p>
          <p class="recommendation__note">Type this code when you pay:</p>
          <CopyText text={benefit.code} label="Your code" />
        </div>
      )}
      <div class="recommendation__part">
        <h2 class="recommendation__title">What they receive</h2>
        <Share name={name} company={company} earns={earns} />
        <p class="recommendation__note">You pay nothing more for it.</p>
      </div>
    </div>
    <div class="recommendation__deny">
      <p>Not right? You did not come by {name}?</p>
      <Act action={`/i/${code}/decline`} label="Remove this" fields={{ goodword_referral: referral }} kind="quiet" small />
    </div>
  </section>
)

const Share = ({ name, company, earns }: { name: string; company: string; earns: readonly string[] }) =>
  earns.length < 2 ? (
    <p class="recommendation__words">
      If you become a customer of {company}, {name} receives a share from us{earns[0] && <>: {earns[0]}</>}.
    </p>
  ) : (
    <>
      <p class="recommendation__words">
        If you become a customer of {company}, {name} receives a share from us:
      </p>
      <ul class="recommendation__list">
        {earns.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </>
  )
