type Made = {
  /** A recursive `n(i)` of one row a prospect. */
  each: string
  id: (prefix: string) => string
  at: string
  today: string
}

/** Each fifth prospect is a customer: its work, its surveys and quotes, and what a vendor owes for it; others read a proposal. */
export function seedWork({ each, id, at, today }: Made): string[] {
  const ofTen = (column: string) => `cast(substr(${column}, 5) as integer) % 10 = 0`
  const isFifth = 'i % 5 = 0'
  return [
    `${each} insert into customers (prospect_id, standing, customer_since, made_by, created_at, version)
       select ${id('pro')}, 'active', ${at}, 'stf_sales', ${at}, 1 from n where ${isFifth}`,
    `${each} insert into engagements (id, prospect_id, name, status, created_by, created_at, version)
       select ${id('eng')}, ${id('pro')}, printf('Line %d', i), 'planned', 'stf_sales', ${at}, 1 from n where ${isFifth}`,
    `${each} insert into criteria (id, engagement_id, statement, measure, target, due_on, status, created_by, created_at)
       select ${id('cri')}, ${id('eng')}, 'Fewer stops', 'Stops a week', 'Two', '${today}', 'open', 'stf_sales', ${at} from n where ${isFifth}`,
    `update engagements set status = 'kicked_off', kickoff_on = '${today}' where ${ofTen('id')}`,
    `${each} insert into kickoff_asks (id, engagement_id, prospect_id, contact_id, answer, asked_on, asked_by, created_at)
       select ${id('ask')}, ${id('eng')}, ${id('pro')}, ${id('con')}, 'yes', '${today}', 'stf_sales', ${at} from n where i % 10 = 0`,
    `update criteria set status = 'met', result = 'One', accepted_by = 'Person', decided_on = '${today}' where ${ofTen('id')}`,
    // Each becomes an invitation that somebody is to look at.
    'update kickoff_asks set invited_at = created_at',
    `update engagements set status = 'closed', closed_on = '${today}' where ${ofTen('id')}`,
    `${each} insert into surveys (id, prospect_id, engagement_id, contact_id, name, email, token_hash, sent_by, sent_at)
       select ${id('srv')}, ${id('pro')}, ${id('eng')}, ${id('con')}, printf('Person %d', i), printf('mill%d@company%d.example', i, i),
         printf('%064x', i), 'stf_sales', ${at} from n where i % 10 = 0`,
    "update surveys set answered_at = sent_at, score = 5, words = 'It runs.' where cast(substr(id, 5) as integer) % 20 = 0",
    `${each} insert into quotes (id, prospect_id, contact_id, author, text, text_hash, channels, attribution, status, ends_on, created_at)
       select ${id('quo')}, ${id('pro')}, ${id('con')}, printf('Person %d', i), 'It runs.', printf('%064x', i), '["site"]', 'full', 'offered',
         '${today}', ${at} from n where ${isFifth}`,
    `${each} insert into vendor_fees (id, vendor, rule, prospect_id, currency, expected_minor, received_minor, due_on, status, recorded_by, recorded_at, version)
       select ${id('fee')}, printf('Vendor %d', i % 7), '5 %', ${id('pro')}, 'eur', 10000 + i, 0, '${today}', 'expected', 'stf_finance', ${at}, 1
       from n where ${isFifth}`,
    `update vendor_fees set disclosed_on = '${today}', disclosed_how = 'By mail', received_minor = expected_minor, bank_reference = 'V 1',
       received_on = '${today}', status = 'received' where ${ofTen('id')}`,
    `${each} insert into proposals (id, prospect_id, name, currency, list_minor, reference_bps, sponsor_bps, partner, status, created_by, created_at)
       select ${id('prp')}, ${id('pro')}, printf('Offer %d', i), 'eur', 100000 + i, 0, 0, 0, 'draft', 'stf_sales', ${at} from n where i % 5 = 1`,
  ]
}
