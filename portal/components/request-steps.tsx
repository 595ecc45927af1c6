import type { ProspectStage } from '../../schema/prospects.ts'
import { Day } from './instant.tsx'
import { type Step, Steps } from './steps.tsx'

const order: readonly ProspectStage[] = ['new', 'in_contact', 'evaluating', 'customer']

const words: Record<Exclude<ProspectStage, 'lost'>, { title: string; note: string }> = {
  new: { title: 'Your request arrived', note: 'Somebody reads it and writes to you, usually within two working days.' },
  in_contact: { title: 'We are in touch', note: 'Somebody of ours has written to you or talked to you.' },
  evaluating: { title: 'You are looking at it', note: 'You are finding out whether it fits.' },
  customer: { title: 'You are a customer', note: 'Thank you.' },
}

/** Where a request stands, in the prospect's own words: what happened, what happens now, what may come. */
export const RequestSteps = ({ stage, since }: { stage: ProspectStage; since: Date }) => {
  const now = order.indexOf(stage)
  const steps: Step[] = order.map((each, n) => {
    const { title, note } = words[each as keyof typeof words] // `order` names no lost one
    const state = stage === 'lost' ? (n === 0 ? 'done' : 'next') : n < now ? 'done' : n === now ? 'now' : 'next'
    return { title, state, ...(n === 0 && { at: <Day at={since} /> }), ...(state === 'now' && { note }) }
  })
  if (stage !== 'lost') return <Steps steps={steps} />
  return (
    <Steps
      steps={[...steps.slice(0, 1), { title: 'It goes no further for now', state: 'now', note: 'Write to us whenever that changes.' }]}
    />
  )
}
