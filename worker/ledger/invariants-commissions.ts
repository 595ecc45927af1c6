import { payableUnitOf } from './payable-unit.ts'

/** Everything that was decided about the credit of deal `d` is written: a sweep may still be at it. */
const isFollowed = `not exists (select 1 from credit_changes m where m.deal_id = d.id and m.done_at is null)`

/** What must hold of payments, commissions and holds. */
export const invariantsOfCommissions: Readonly<Record<string, string>> = {
  'I17 one commission per source': `select source, count(*) as n from commissions group by source having n > 1`,
  'I17 one earned per payment, partner and terms': `select payment_id, partner_id, terms_version_id, count(*) as n from commissions
    where kind = 'earned' and payment_id is not null group by 1, 2, 3 having n > 1`,
  'I17 one reward per prospect and level, and each is decided': `select c.id, c.source from commissions c where c.source glob 'level/pro_*'
    and not exists (select 1 from level_rewards r where r.commission_id = c.id and c.source = 'level/' || r.prospect_id || '/' || r.level)
    union all select r.prospect_id, r.level from level_rewards r where r.status = 'accrued'
    and not exists (select 1 from commissions c where c.id = r.commission_id and c.kind = 'earned')`,
  'I19 what stands is what remains of the payment, or nothing': `select k.id, f.stands, p.paid_minor, p.returned_minor from commissions k
    join payments p on p.id = k.payment_id
    join (select coalesce(corrects, id) as head, sum(amount_minor) as stands from commissions where kind in ('earned','correction') group by 1) f on f.head = k.id
    join terms_versions v on v.id = k.terms_version_id
    -- What a tier or a cap gives depends on payments around it, and credit that moved begins with what remained then: those are counted anew
    -- by the product's own rule.
    where k.kind = 'earned' and not exists (select 1 from credit_changes m where m.deal_id = k.deal_id) and instr(v.rates, '"tiers"') = 0 and instr(v.rates, 'CapMinor"') = 0 and f.stands <> 0 and f.stands <>
      (k.amount_minor * (p.paid_minor - p.returned_minor) / p.paid_minor) / (${payableUnitOf('k.currency')}) * (${payableUnitOf('k.currency')})`,
  'I19 a full return leaves nothing': `select p.id, sum(c.amount_minor) as stands from payments p join commissions c on c.payment_id = p.id
    where p.returned_minor = p.paid_minor group by p.id having stands <> 0`,
  'I28 commissions are whole payable amounts': `select id, amount_minor from commissions
    where typeof(amount_minor) <> 'integer' or abs(amount_minor) > 90071992547409 or amount_minor % (${payableUnitOf('currency')}) <> 0`,
  'I30 on hold if and only if a hold is open': `select c.id, c.status from commissions c where c.status in ('pending','approved','on_hold')
    and (c.status = 'on_hold') <> exists (select 1 from commission_holds h where h.commission_id = c.id and h.closed_at is null)`,
  'I30 what an open claim contests is on hold': `select c.id, l.id as claim from claims l join deals d on d.prospect_id = l.prospect_id
    join commissions c on c.deal_id = d.id and c.partner_id = d.partner_id and c.terms_version_id = d.terms_version_id
    where l.status in ('open','appealed') and l.kind <> 'wrong_amount' and d.partner_id <> l.partner_id
      and c.kind = 'earned' and c.status in ('pending','approved') and ${isFollowed}`,
  'I31 a commission or a reason per attributed payment': `select p.id from payments p join deals d on d.id = p.deal_id where d.partner_id is not null and
    (select count(*) from commissions c where c.payment_id = p.id and c.kind = 'earned' and c.partner_id = d.partner_id and c.terms_version_id = d.terms_version_id)
    + (select count(*) from payment_refusals r where r.payment_id = p.id and r.partner_id = d.partner_id and r.terms_version = d.terms_version_id) <> 1
    and ${isFollowed}`,
  'I19 what was moved to another partner stands at nothing': `select k.id, sum(f.amount_minor) as stands from commissions k join deals d on d.id = k.deal_id
    join commissions f on f.id = k.id or f.corrects = k.id
    where k.kind = 'earned' and k.payment_id is not null and (k.partner_id is not d.partner_id or k.terms_version_id is not d.terms_version_id) and ${isFollowed}
    group by k.id having stands <> 0`,
  'DEA2 credit stands under the newest decision of a person, its deals followed': `select d.id, d.attribution_id, a.id as in_force from deals d join attributions a on a.prospect_id = d.prospect_id
    where a.decided_by <> 'rule' and a.n = (select max(x.n) from attributions x where x.prospect_id = a.prospect_id) and d.attribution_id is not a.id and ${isFollowed}`,
  'facts add up to what is returned at most': `select p.id, p.returned_minor from payments p where p.returned_minor >
    (select coalesce(sum(f.counts_minor), 0) from payment_facts f where f.payment_id = p.id)`,
}
