import { Confirm } from '../components/confirm.tsx'
import { FormProblems } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'

type ErasurePageProps = {
  programme: string
  path: string
  company: string
  name: string
  isCustomer: boolean
  counts: { people: number; introductions: number; touches: number }
  form?: FormState | undefined
}

/** Says exactly what goes and what stays, before it goes. */
export const ErasurePage = ({ programme, path, company, name, isCustomer, counts, form }: ErasurePageProps) => (
  <div class="narrow stack">
    <PageHead title="Erase all of it" back={{ href: path, label: 'Back to what is held' }} />
    <FormProblems form={form} />
    <Confirm
      question={`Erase what ${programme} holds about ${company} and ${name}?`}
      facts={[
        { label: 'Goes at once', value: `${people(counts.people)}, what was written about you, how you came, mails, notes` },
        {
          label: 'Stays',
          value: isCustomer
            ? 'Payments and shares as amounts under a number, without a name: the law asks for them'
            : 'Numbers without a name',
        },
        {
          label: 'From then on',
          value: 'Nobody can name your company to us: we keep a fingerprint of its domain and addresses for that alone',
        },
        { label: 'Cannot be undone', value: 'This link ends, too' },
      ]}
      action={`${path}/erasure`}
      label="Erase it"
      cancelHref={path}
      fields={{ sure: 'yes' }}
      danger
    />
  </div>
)

type NamedErasureProps = Pick<ErasurePageProps, 'programme' | 'path' | 'name' | 'form'> & {
  count: number
  /** Some of it was accepted: its words are the company’s. */
  isOfCompany: boolean
}

/** The same for somebody who was only named to us. */
export const NamedErasurePage = ({ programme, path, name, count, isOfCompany, form }: NamedErasureProps) => (
  <div class="narrow stack">
    <PageHead title="Erase all of it" back={{ href: path, label: 'Back to what is held' }} />
    <FormProblems form={form} />
    <Confirm
      question={`Erase what others told ${programme} about ${name}?`}
      facts={[
        {
          label: 'Goes at once',
          value: isOfCompany
            ? 'Your name, address and title, and every word that names you'
            : `Every name, address and word of ${count === 1 ? 'what was told' : `the ${count} times you were named`}`,
        },
        {
          label: 'Stays',
          value: `Which partner told us something on which day, without a name${isOfCompany ? '; what was told of the company, whose people may erase it' : ''}`,
        },
        { label: 'From then on', value: 'Nobody can name you to us: we keep a fingerprint of your address for that alone' },
        { label: 'Cannot be undone', value: 'This link ends, too' },
      ]}
      action={`${path}/erasure`}
      label="Erase it"
      cancelHref={path}
      fields={{ sure: 'yes' }}
      danger
    />
  </div>
)

const people = (n: number): string => (n === 1 ? 'Your name and address' : `The names and addresses of ${n} people`)
