import { type AdminFactor, AdminFactorNotice } from '../components/admin-factor.tsx'
import { Button } from '../components/button.tsx'
import { CopyBlock } from '../components/copy-block.tsx'
import { type Finding, FindingsTable } from '../components/findings-table.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { SiteRecipes, snippetLines } from '../components/site-recipes.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type SitePageProps = {
  portal: string
  /** Names of the address's parameters that hold a code. */
  parameters: readonly string[]
  findings: readonly Finding[]
  /** The page that was asked for, and what is wrong with its address. */
  check: { page: string; problem: string | undefined }
  origins: readonly string[]
  /** Absent for those who may only read. */
  factor: AdminFactor | undefined
  form: FormState | undefined
}

export const SitePage = (props: SitePageProps) => (
  <>
    <PageHead
      title="Your own site"
      lead="Two lines on your pages carry a recommendation from the address to your forms and to Stripe. If they are blocked, your pages and your checkout work as ever."
    />
    <Lines {...props} />
    <Check {...props} />
    <Origins {...props} />
    <SiteRecipes portal={props.portal} />
  </>
)

const Lines = ({ portal, parameters }: SitePageProps) => (
  <Sheet title="The two lines">
    <div class="stack">
      <p>Into the head of every page that a partner may link to, and of the page where people buy or sign up:</p>
      <CopyBlock text={snippetLines(portal)} label="The two lines" />
      <ul>
        <li>
          They read <code>goodword_referral</code>, which this portal’s links bring along, and a partner’s code in{' '}
          <Names names={parameters} />.
        </li>
        <li>
          They keep one first-party cookie for as long as a click counts: none under Global Privacy Control, and none before consent where a
          group asks for it.
        </li>
        <li>
          The tag may hold <code>data-consent="wait"</code> for no cookie before <code>goodword('consent', true)</code>,{' '}
          <code>data-domain="company.example"</code> for one cookie on all subdomains, and <code>data-portal="{portal}"</code> in a copy
          that you serve yourself.
        </li>
        <li>
          Open a page with <code>?goodword_debug</code>, and the browser’s console says in one line what was found.
        </li>
      </ul>
    </div>
  </Sheet>
)

const Names = ({ names }: { names: readonly string[] }) => (
  <>
    {names.map((name, index) => (
      <>
        {index > 0 && (index === names.length - 1 ? ' or ' : ', ')}
        <code>{name}</code>
      </>
    ))}
  </>
)

const Check = ({ findings, check }: SitePageProps) => (
  <Sheet title="Does it answer?" id="check">
    <div class="stack">
      <FindingsTable caption="Does it answer?" findings={findings} />
      <form class="form" method="get" action="/site#check">
        <TextField
          name="page"
          label="A page of yours"
          hint="Its address. The portal asks it once, from here, and reads what stands in it."
          value={check.page}
          form={check.problem ? { entered: { page: check.page }, problems: { page: check.problem } } : undefined}
          maxlength={2000}
          optional
        />
        <div class="form__buttons">
          <Button>Check the page</Button>
        </div>
      </form>
    </div>
  </Sheet>
)

const Origins = ({ origins, factor, form }: SitePageProps) => (
  <Sheet title="Which sites may ask" id="origins">
    <div class="stack">
      <p>Pages of these sites may record a visit and say who a visitor is. Everybody else’s are refused.</p>
      {factor && <AdminFactorNotice factor={factor} next="/site" />}
      {factor && factor !== 'needed' ? (
        <div class="narrow">
          <Form action="/site/origins" form={form} buttons={<Button>Save the sites</Button>}>
            <TextAreaField
              name="origins"
              label="Sites"
              hint="A line each, such as https://www.company.example. Without any, no page may ask."
              value={origins.join('\n')}
              rows={Math.max(3, origins.length + 1)}
              form={form}
              optional
            />
          </Form>
        </div>
      ) : (
        <ul>
          {origins.map((origin) => (
            <li>
              <code>{origin}</code>
            </li>
          ))}
        </ul>
      )}
      {origins.length === 0 && <p>No site may ask now.</p>}
    </div>
  </Sheet>
)
