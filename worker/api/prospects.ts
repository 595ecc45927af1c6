import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { companyDomainOf } from '../prospects/company-domain.ts'
import { identifySignUp } from '../prospects/identify-sign-up.ts'
import { getProspect, getProspectOfPartner } from '../prospects/store.ts'
import {
  findBeside,
  findPlace,
  findPlaceOfPartner,
  type ListedProspect,
  listProspectsFrom,
  listProspectsOfPartnerFrom,
} from '../prospects/store-listed.ts'
import { readPresented } from '../tracking/evidence.ts'
import { findCodeEvidence, namedCode } from '../tracking/promotion-evidence.ts'
import { type Answer, answerOnce } from './answer-once.ts'
import { readBody } from './body.ts'
import { listOf, pageOf, readList } from './list.ts'
import { allowKey } from './policy.ts'
import { InvalidInput } from './problem.ts'
import { identificationShape, prospectListShape } from './prospect-shapes.ts'
import { besideForApi, besideForPartnerApi, identifiedForApi, prospectForApi, prospectForPartnerApi } from './prospect-words.ts'

export const prospects = new Hono<AppEnv>()
  .post('/', allowKey('prospects:write'), async (c) => {
    const { text, values } = await readBody(c, identificationShape)
    const domain = await domainIn(values.domain)
    const known = {
      email: values.email ?? undefined,
      company: values.company ?? undefined,
      contactName: values.name ?? undefined,
      domain,
      referral: values.referral || undefined,
      signUpCode: values.promotion_code ? namedCode(values.promotion_code) : undefined,
      stripeCustomer: values.stripe_customer ?? undefined,
      externalReference: values.external_reference ?? undefined,
    }
    const presented = {
      referral: known.referral ? await readPresented(c.var.deps, known.referral) : undefined,
      code: known.signUpCode && (await findCodeEvidence(c.var.deps, { ...known.signUpCode, use: '' }, c.var.deps.now())) !== undefined,
    }
    return answerOnce(c, text, async (keep) => {
      let answer: Answer = { status: 200, body: null }
      await identifySignUp(c.var.deps, known, c.var.key.id, (found, held) => {
        answer = { status: found.kind === 'new' ? 201 : 200, body: identifiedForApi(found, held, presented) }
        return keep(answer)
      })
      return answer
    })
  })
  .get('/', allowKey('prospects:read'), async (c) => {
    const parameters = readList(c.req.url, prospectListShape)
    const page = pageOf(parameters)
    const from = page.from && { direction: page.from.direction, place: await placeOf(c, page.from.id) }
    const where = { stage: parameters.stage, since: page.since, until: page.until, from, limit: page.limit + 1 }
    const { partnerId } = c.var.key
    const found = partnerId
      ? await listProspectsOfPartnerFrom(c.var.deps.db, partnerId, where)
      : await listProspectsFrom(c.var.deps.db, where)
    const { rows, has_more } = listOf(found, page)
    return c.json({ data: rows.map((row) => rowFor(row, partnerId)), has_more })
  })
  .get('/:id', allowKey('prospects:read'), async (c) => {
    const { deps, key } = c.var
    const id = c.req.param('id')
    const prospect = key.partnerId ? await getProspectOfPartner(deps.db, key.partnerId, id) : await getProspect(deps.db, id)
    const place = await findPlaceFor(c, id)
    if (!place) throw notFound()
    const beside = await findBeside(deps.db, id)
    const row = { prospect, since: place.at, attribution: beside.attribution, held: beside.held }
    return c.json({
      ...rowFor(row, key.partnerId),
      ...(key.partnerId ? besideForPartnerApi(beside, key.partnerId) : besideForApi(beside)),
    })
  })

const rowFor = (row: ListedProspect, partnerId: string | null) => (partnerId ? prospectForPartnerApi(row, partnerId) : prospectForApi(row))

/** @throws InvalidInput for public mail and what is no domain */
async function domainIn(typed: string | null | undefined): Promise<string | undefined> {
  const domain = typed ? await companyDomainOf(typed) : undefined
  if (typed && !domain) {
    throw new InvalidInput([{ pointer: '/domain', code: 'invalid', detail: 'Give a company’s own domain, such as company.example.' }])
  }
  return domain
}

const findPlaceFor = ({ var: { deps, key } }: AppContext, id: string) =>
  key.partnerId ? findPlaceOfPartner(deps.db, key.partnerId, id) : findPlace(deps.db, id)

/** @throws InvalidInput for a row that is not of the list that the key sees */
async function placeOf(c: AppContext, id: string) {
  const place = await findPlaceFor(c, id)
  if (place) return place
  const pointer = c.req.query('starting_after') ? '?starting_after' : '?ending_before'
  throw new InvalidInput([{ pointer, code: 'invalid', detail: 'There is no such row in this list.' }])
}
