import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'

type HolidaysPageProps = { days: readonly string[]; mayChange: boolean; form?: FormState | undefined }

export const HolidaysPage = ({ days, mayChange, form }: HolidaysPageProps) => (
  <>
    <PageHead
      title="Holidays"
      lead="Registrations and claims are answered within two business days: Monday to Friday in UTC, less these days. A change counts for what comes from now on."
    />
    <Sheet title="Days off">
      {mayChange ? (
        <Form action="/holidays" form={form} buttons={<Button kind="primary">Save the days</Button>}>
          <TextAreaField
            name="days"
            label="Days, one a line"
            hint="Year, month, day: 2026-12-25. Weekends need not be listed."
            form={form}
            value={days.join('\n')}
            rows={12}
            optional
          />
        </Form>
      ) : days.length > 0 ? (
        <ul>
          {days.map((day) => (
            <li>
              <DayOf day={day} />
            </li>
          ))}
        </ul>
      ) : (
        <p>None besides weekends. An administrator lists them here.</p>
      )}
    </Sheet>
  </>
)
