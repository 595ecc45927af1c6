import type { Criterion } from '../../schema/engagements.ts'
import { Button } from './button.tsx'
import { CheckboxField } from './checkbox-field.tsx'
import { CriterionFacts, isOverdue } from './engagement-criteria.tsx'
import { CriterionState } from './engagement-words.tsx'
import { Form } from './form.tsx'
import type { FormState } from './form-state.ts'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

export type CriterionLine = Criterion & { engagement: string; resultHash: string | null }

type CriteriaOfRelationshipProps = {
  criteria: readonly CriterionLine[]
  base: string
  company: string
  today: string
  viewer: { name: string; mayDecide: boolean }
  form: FormState | undefined
  formOf: string | undefined
}

/** What both sides call a success; where we have told what came out, the customer says whether it agrees. */
export const CriteriaOfRelationship = (page: CriteriaOfRelationshipProps) => {
  const works = [...new Set(page.criteria.map(({ engagementId }) => engagementId))]
  return (
    <>
      {works.map((work) => {
        const criteria = page.criteria.filter(({ engagementId }) => engagementId === work)
        return (
          <Sheet title={`What makes it a success: ${criteria[0]?.engagement}`}>
            {criteria.map((criterion) => (
              <article class="stack">
                <p>
                  <CriterionState status={criterion.status} isOverdue={isOverdue(criterion, page.today)} />{' '}
                  <strong>{criterion.statement}</strong>
                </p>
                <CriterionFacts criterion={criterion} />
                {criterion.status === 'open' && criterion.resultHash && page.viewer.mayDecide && (
                  <Agree {...page} criterion={criterion} textHash={criterion.resultHash} />
                )}
              </article>
            ))}
          </Sheet>
        )
      })}
    </>
  )
}

type AgreeProps = CriteriaOfRelationshipProps & { criterion: CriterionLine; textHash: string }

const Agree = ({ base, company, criterion, textHash, viewer, form: sent, formOf }: AgreeProps) => {
  const form = formOf === criterion.id ? sent : undefined
  return (
    <Form
      action={`${base}/criteria/${criterion.id}/acceptance`}
      form={form}
      fields={{ textHash }}
      buttons={<Button kind="primary">Yes, it is met</Button>}
    >
      <TextField name="name" id={`name-${criterion.id}`} label="Your name" maxlength={100} value={viewer.name} form={form} />
      <CheckboxField
        name="agreed"
        id={`agreed-${criterion.id}`}
        label={`I may say this for ${company}. If you see it differently, answer our mail and leave this open.`}
        form={form}
      />
    </Form>
  )
}
