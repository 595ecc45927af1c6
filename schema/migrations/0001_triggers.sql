-- What is illegal aborts here, whoever writes (money.md 3). A later statement of the same name replaces nothing: change by DROP and CREATE.
-- The ledger: a transaction writes its two entries, an entry moves its balance, a balance moves its total.
CREATE TRIGGER ledger_post AFTER INSERT ON ledger_transactions
BEGIN
  INSERT INTO ledger_entries (account, seq, amount_minor) VALUES
    (NEW.debit, NEW.seq, -NEW.amount_minor), (NEW.credit, NEW.seq, NEW.amount_minor);
END;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_are_legs BEFORE INSERT ON ledger_entries
WHEN NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.seq = NEW.seq AND
  (t.debit = NEW.account AND -t.amount_minor = NEW.amount_minor OR t.credit = NEW.account AND t.amount_minor = NEW.amount_minor))
BEGIN
  SELECT RAISE(ABORT, 'ledger_entries: no leg of its transaction');
END;
--> statement-breakpoint
CREATE TRIGGER balances_keep AFTER INSERT ON ledger_entries
BEGIN
  INSERT INTO balances (account, balance_minor) VALUES (NEW.account, NEW.amount_minor)
    ON CONFLICT (account) DO UPDATE SET balance_minor = balance_minor + NEW.amount_minor;
  INSERT INTO totals (kind, currency, amount_minor)
    VALUES (substr(NEW.account, 1, instr(NEW.account, ':') - 1), substr(NEW.account, -3), NEW.amount_minor)
    ON CONFLICT (kind, currency) DO UPDATE SET amount_minor = amount_minor + NEW.amount_minor;
END;
--> statement-breakpoint
CREATE TRIGGER balances_by_entry_only BEFORE UPDATE ON balances
WHEN NEW.account IS NOT OLD.account OR NEW.balance_minor - OLD.balance_minor IS NOT
  (SELECT e.amount_minor FROM ledger_entries e WHERE e.account = OLD.account ORDER BY e.seq DESC LIMIT 1)
BEGIN
  SELECT RAISE(ABORT, 'balances: only an entry moves a balance');
END;
--> statement-breakpoint
CREATE TRIGGER balances_begin_with_entry BEFORE INSERT ON balances
WHEN NOT EXISTS (SELECT 1 FROM balances b WHERE b.account = NEW.account) AND NEW.balance_minor IS NOT
  (SELECT sum(e.amount_minor) FROM ledger_entries e WHERE e.account = NEW.account)
BEGIN
  SELECT RAISE(ABORT, 'balances: only an entry opens a balance');
END;
--> statement-breakpoint
CREATE TRIGGER balances_never_go BEFORE DELETE ON balances
BEGIN
  SELECT RAISE(ABORT, 'balances: a balance is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transactions_never_change BEFORE UPDATE ON ledger_transactions
BEGIN
  SELECT RAISE(ABORT, 'ledger_transactions: a transaction never changes');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transactions_never_go BEFORE DELETE ON ledger_transactions
BEGIN
  SELECT RAISE(ABORT, 'ledger_transactions: a transaction is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_never_change BEFORE UPDATE ON ledger_entries
BEGIN
  SELECT RAISE(ABORT, 'ledger_entries: an entry never changes');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_never_go BEFORE DELETE ON ledger_entries
BEGIN
  SELECT RAISE(ABORT, 'ledger_entries: an entry is never deleted');
END;
--> statement-breakpoint
-- Append-only records.
CREATE TRIGGER audit_never_change BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit: the trail never changes');
END;
--> statement-breakpoint
CREATE TRIGGER audit_never_go BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit: the trail is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER touches_never_change BEFORE UPDATE ON touches
BEGIN
  SELECT RAISE(ABORT, 'touches: a touch never changes');
END;
--> statement-breakpoint
CREATE TRIGGER touches_never_go BEFORE DELETE ON touches
BEGIN
  SELECT RAISE(ABORT, 'touches: a touch is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER attributions_never_change BEFORE UPDATE ON attributions
BEGIN
  SELECT RAISE(ABORT, 'attributions: a decision never changes');
END;
--> statement-breakpoint
CREATE TRIGGER attributions_never_go BEFORE DELETE ON attributions
BEGIN
  SELECT RAISE(ABORT, 'attributions: a decision is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER terms_versions_never_change BEFORE UPDATE ON terms_versions
BEGIN
  SELECT RAISE(ABORT, 'terms_versions: a version never changes');
END;
--> statement-breakpoint
CREATE TRIGGER terms_versions_never_go BEFORE DELETE ON terms_versions
BEGIN
  SELECT RAISE(ABORT, 'terms_versions: a version is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER payout_attempts_never_change BEFORE UPDATE ON payout_attempts
BEGIN
  SELECT RAISE(ABORT, 'payout_attempts: an attempt never changes');
END;
--> statement-breakpoint
CREATE TRIGGER payout_attempts_never_go BEFORE DELETE ON payout_attempts
BEGIN
  SELECT RAISE(ABORT, 'payout_attempts: an attempt is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER payout_answers_never_change BEFORE UPDATE ON payout_answers
BEGIN
  SELECT RAISE(ABORT, 'payout_answers: an answer never changes');
END;
--> statement-breakpoint
CREATE TRIGGER payout_answers_never_go BEFORE DELETE ON payout_answers
BEGIN
  SELECT RAISE(ABORT, 'payout_answers: an answer is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER payout_skips_never_change BEFORE UPDATE ON payout_skips
BEGIN
  SELECT RAISE(ABORT, 'payout_skips: a skip never changes');
END;
--> statement-breakpoint
CREATE TRIGGER payout_skips_never_go BEFORE DELETE ON payout_skips
BEGIN
  SELECT RAISE(ABORT, 'payout_skips: a skip is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER epochs_never_change BEFORE UPDATE ON epochs
BEGIN
  SELECT RAISE(ABORT, 'epochs: an epoch never changes');
END;
--> statement-breakpoint
CREATE TRIGGER epochs_never_go BEFORE DELETE ON epochs
BEGIN
  SELECT RAISE(ABORT, 'epochs: an epoch is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER links_never_go BEFORE DELETE ON links
BEGIN
  SELECT RAISE(ABORT, 'links: a link is archived, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER links_frozen BEFORE UPDATE OF id, partner_id, code ON links
WHEN NEW.id IS NOT OLD.id OR
  NEW.partner_id IS NOT OLD.partner_id OR
  NEW.code IS NOT OLD.code
BEGIN
  SELECT RAISE(ABORT, 'links: partner and code are frozen');
END;
--> statement-breakpoint
-- Parents are checked here: no REFERENCES on money tables (money.md B11).
CREATE TRIGGER deals_has_parent BEFORE INSERT ON deals
WHEN NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'deals: no such prospect');
END;
--> statement-breakpoint
CREATE TRIGGER payments_has_parent BEFORE INSERT ON payments
WHEN NOT EXISTS (SELECT 1 FROM deals d WHERE d.id = NEW.deal_id AND d.currency = NEW.currency)
BEGIN
  SELECT RAISE(ABORT, 'payments: no such deal in this currency');
END;
--> statement-breakpoint
CREATE TRIGGER payment_facts_has_parent BEFORE INSERT ON payment_facts
WHEN NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = NEW.payment_id)
BEGIN
  SELECT RAISE(ABORT, 'payment_facts: no such payment');
END;
--> statement-breakpoint
CREATE TRIGGER payment_objects_has_parent BEFORE INSERT ON payment_objects
WHEN NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = NEW.payment_id)
BEGIN
  SELECT RAISE(ABORT, 'payment_objects: no such payment');
END;
--> statement-breakpoint
CREATE TRIGGER payment_refusals_has_parent BEFORE INSERT ON payment_refusals
WHEN NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = NEW.payment_id)
BEGIN
  SELECT RAISE(ABORT, 'payment_refusals: no such payment');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_has_parent BEFORE INSERT ON commissions
WHEN NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id) OR
  NEW.payment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = NEW.payment_id AND p.currency = NEW.currency) OR
  NEW.corrects IS NOT NULL AND NOT EXISTS (SELECT 1 FROM commissions c WHERE c.id = NEW.corrects AND c.kind = 'earned'
    AND c.partner_id = NEW.partner_id AND c.currency = NEW.currency)
BEGIN
  SELECT RAISE(ABORT, 'commissions: no such partner, payment or parent');
END;
--> statement-breakpoint
CREATE TRIGGER commission_holds_has_parent BEFORE INSERT ON commission_holds
WHEN NOT EXISTS (SELECT 1 FROM commissions c WHERE c.id = NEW.commission_id)
BEGIN
  SELECT RAISE(ABORT, 'commission_holds: no such commission');
END;
--> statement-breakpoint
CREATE TRIGGER payout_destinations_has_parent BEFORE INSERT ON payout_destinations
WHEN NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id)
BEGIN
  SELECT RAISE(ABORT, 'payout_destinations: no such partner');
END;
--> statement-breakpoint
CREATE TRIGGER planned_lines_has_parent BEFORE INSERT ON planned_lines
WHEN NOT EXISTS (SELECT 1 FROM planned_payouts l JOIN commissions c ON c.id = NEW.commission_id AND c.partner_id = l.partner_id AND c.currency = l.currency AND c.amount_minor = NEW.amount_minor WHERE l.payout_id = NEW.payout_id)
BEGIN
  SELECT RAISE(ABORT, 'planned_lines: no such plan, or not a commission of it');
END;
--> statement-breakpoint
CREATE TRIGGER payout_attempts_has_parent BEFORE INSERT ON payout_attempts
WHEN NOT EXISTS (SELECT 1 FROM payouts p WHERE p.id = NEW.payout_id AND p.gen = NEW.gen AND p.tries = NEW.n)
BEGIN
  SELECT RAISE(ABORT, 'payout_attempts: no such payout and generation');
END;
--> statement-breakpoint
CREATE TRIGGER payout_answers_has_parent BEFORE INSERT ON payout_answers
WHEN NOT EXISTS (SELECT 1 FROM payout_attempts a WHERE a.payout_id = NEW.payout_id AND a.gen = NEW.gen AND a.n = NEW.n)
BEGIN
  SELECT RAISE(ABORT, 'payout_answers: no such attempt');
END;
--> statement-breakpoint
CREATE TRIGGER payout_skips_has_parent BEFORE INSERT ON payout_skips
WHEN NOT EXISTS (SELECT 1 FROM planned_payouts l WHERE l.payout_id = NEW.payout_id) OR EXISTS (SELECT 1 FROM payouts p WHERE p.id = NEW.payout_id)
BEGIN
  SELECT RAISE(ABORT, 'payout_skips: no plan, or a payout stands beside it');
END;
--> statement-breakpoint
-- Deals and payments.
CREATE TRIGGER deals_frozen BEFORE UPDATE OF id, prospect_id, kind, currency ON deals
WHEN NEW.id IS NOT OLD.id OR
  NEW.prospect_id IS NOT OLD.prospect_id OR
  NEW.kind IS NOT OLD.kind OR
  NEW.currency IS NOT OLD.currency
BEGIN
  SELECT RAISE(ABORT, 'deals: kind, currency and prospect are frozen');
END;
--> statement-breakpoint
CREATE TRIGGER deals_moves BEFORE UPDATE OF status ON deals
WHEN NEW.status <> OLD.status AND NOT (
  OLD.status = 'open' AND NEW.status IN ('won', 'lost') OR
  OLD.status = 'won' AND NEW.status IN ('ended') OR
  OLD.status = 'ended' AND NEW.status IN ('won') OR
  OLD.status = 'lost' AND NEW.status IN ('open'))
BEGIN
  SELECT RAISE(ABORT, 'deals: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER payments_frozen BEFORE UPDATE OF id, deal_id, source, currency, paid_minor, base_minor, paid_at ON payments
WHEN NEW.id IS NOT OLD.id OR
  NEW.deal_id IS NOT OLD.deal_id OR
  NEW.source IS NOT OLD.source OR
  NEW.currency IS NOT OLD.currency OR
  NEW.paid_minor IS NOT OLD.paid_minor OR
  NEW.base_minor IS NOT OLD.base_minor OR
  NEW.paid_at IS NOT OLD.paid_at
BEGIN
  SELECT RAISE(ABORT, 'payments: what was paid is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER payments_never_go BEFORE DELETE ON payments
BEGIN
  SELECT RAISE(ABORT, 'payments: a payment is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER payment_facts_never_go BEFORE DELETE ON payment_facts
BEGIN
  SELECT RAISE(ABORT, 'payment_facts: a fact is never deleted');
END;
--> statement-breakpoint
-- Commissions (money.md 5).
CREATE TRIGGER commissions_begin BEFORE INSERT ON commissions
WHEN NEW.status NOT IN ('pending', 'approved') OR NEW.payout_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'commissions: begins pending or approved');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_final BEFORE UPDATE ON commissions
WHEN OLD.status IN ('paid', 'rejected', 'voided')
BEGIN
  SELECT RAISE(ABORT, 'commissions: final');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_never_go BEFORE DELETE ON commissions
BEGIN
  SELECT RAISE(ABORT, 'commissions: a commission is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_frozen BEFORE UPDATE OF id, partner_id, currency, amount_minor, kind, corrects, payment_id, source, base_minor, rate_bps ON commissions
WHEN NEW.id IS NOT OLD.id OR
  NEW.partner_id IS NOT OLD.partner_id OR
  NEW.currency IS NOT OLD.currency OR
  NEW.amount_minor IS NOT OLD.amount_minor OR
  NEW.kind IS NOT OLD.kind OR
  NEW.corrects IS NOT OLD.corrects OR
  NEW.payment_id IS NOT OLD.payment_id OR
  NEW.source IS NOT OLD.source OR
  NEW.base_minor IS NOT OLD.base_minor OR
  NEW.rate_bps IS NOT OLD.rate_bps
BEGIN
  SELECT RAISE(ABORT, 'commissions: amount, source and partner are frozen');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_moves BEFORE UPDATE OF status ON commissions
WHEN NEW.status <> OLD.status AND NOT (
  OLD.status = 'pending' AND NEW.status IN ('approved', 'on_hold', 'rejected', 'voided') OR
  OLD.status = 'approved' AND NEW.status IN ('on_hold', 'in_payout', 'voided') OR
  OLD.status = 'on_hold' AND NEW.status IN ('pending', 'approved', 'rejected', 'voided') OR
  OLD.status = 'in_payout' AND NEW.status IN ('paid', 'approved', 'on_hold', 'voided'))
BEGIN
  SELECT RAISE(ABORT, 'commissions: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_hold_needs_hold BEFORE UPDATE OF status ON commissions
WHEN NEW.status = 'on_hold' AND NOT EXISTS (SELECT 1 FROM commission_holds h WHERE h.commission_id = NEW.id AND h.closed_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'commissions: on hold without an open hold');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_held_stay BEFORE UPDATE OF status ON commissions
WHEN NEW.status <> OLD.status AND NEW.status IN ('pending', 'approved', 'in_payout') AND EXISTS (SELECT 1 FROM commission_holds h WHERE h.commission_id = NEW.id AND h.closed_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'commissions: a hold is open');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_return_to_where_they_were BEFORE UPDATE OF status ON commissions
WHEN OLD.status = 'on_hold' AND NEW.status IN ('pending', 'approved') AND NEW.status <> OLD.held_from
BEGIN
  SELECT RAISE(ABORT, 'commissions: a hold ends where it began');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_enter_payout BEFORE UPDATE OF status ON commissions
WHEN NEW.status = 'in_payout' AND OLD.status = 'approved' AND NOT EXISTS
  (SELECT 1 FROM planned_lines l JOIN payouts p ON p.id = l.payout_id AND p.status = 'reserved'
   WHERE l.payout_id = NEW.payout_id AND l.commission_id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'commissions: not a line of a reserved payout');
END;
--> statement-breakpoint
CREATE TRIGGER commissions_leave_payout BEFORE UPDATE OF status ON commissions
WHEN OLD.status = 'in_payout' AND (
  NEW.status = 'paid' AND (NEW.payout_id IS NOT OLD.payout_id OR NOT EXISTS (SELECT 1 FROM payouts p WHERE p.id = OLD.payout_id AND p.status = 'paid')) OR
  NEW.status IN ('approved', 'on_hold', 'voided') AND NOT EXISTS (SELECT 1 FROM payouts p WHERE p.id = OLD.payout_id AND p.status = 'released'))
BEGIN
  SELECT RAISE(ABORT, 'commissions: its payout is not final');
END;
--> statement-breakpoint
CREATE TRIGGER commission_holds_close_once BEFORE UPDATE ON commission_holds
WHEN OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR NEW.commission_id IS NOT OLD.commission_id OR NEW.n IS NOT OLD.n OR NEW.reason IS NOT OLD.reason OR NEW.owner IS NOT OLD.owner OR NEW.opened_at IS NOT OLD.opened_at
BEGIN
  SELECT RAISE(ABORT, 'commission_holds: a hold only closes, once');
END;
--> statement-breakpoint
CREATE TRIGGER commission_holds_never_go BEFORE DELETE ON commission_holds
BEGIN
  SELECT RAISE(ABORT, 'commission_holds: a hold is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER commission_holds_open_on_live BEFORE INSERT ON commission_holds
WHEN NEW.closed_at IS NOT NULL OR EXISTS (SELECT 1 FROM commissions c WHERE c.id = NEW.commission_id AND c.status IN ('paid', 'rejected', 'voided'))
BEGIN
  SELECT RAISE(ABORT, 'commission_holds: opens on what is not final');
END;
--> statement-breakpoint
-- Where money goes.
CREATE TRIGGER payout_destinations_frozen BEFORE UPDATE OF partner_id, version, stripe_account, changed_at, hold_until ON payout_destinations
WHEN NEW.partner_id IS NOT OLD.partner_id OR
  NEW.version IS NOT OLD.version OR
  NEW.stripe_account IS NOT OLD.stripe_account OR
  NEW.changed_at IS NOT OLD.changed_at OR
  NEW.hold_until IS NOT OLD.hold_until
BEGIN
  SELECT RAISE(ABORT, 'payout_destinations: a version is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER payout_destinations_never_go BEFORE DELETE ON payout_destinations
BEGIN
  SELECT RAISE(ABORT, 'payout_destinations: history is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER payout_destinations_in_order BEFORE INSERT ON payout_destinations
WHEN NEW.version <> 1 + (SELECT coalesce(max(d.version), 0) FROM payout_destinations d WHERE d.partner_id = NEW.partner_id) OR NEW.hold_until < NEW.changed_at OR NEW.version = 1 AND NEW.hold_until <> NEW.changed_at
BEGIN
  SELECT RAISE(ABORT, 'payout_destinations: versions follow each other, and only the first has no hold');
END;
--> statement-breakpoint
-- Payout runs.
CREATE TRIGGER payout_runs_begin BEFORE INSERT ON payout_runs
WHEN NEW.status <> 'draft' OR NEW.submitted_by IS NOT NULL OR NEW.approved_by IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'payout_runs: begins as a draft');
END;
--> statement-breakpoint
CREATE TRIGGER payout_runs_moves BEFORE UPDATE OF status ON payout_runs
WHEN NEW.status <> OLD.status AND NOT (
  OLD.status = 'draft' AND NEW.status IN ('submitted', 'cancelled') OR
  OLD.status = 'submitted' AND NEW.status IN ('approved', 'refused', 'cancelled') OR
  OLD.status = 'approved' AND NEW.status IN ('sending', 'cancelled') OR
  OLD.status = 'sending' AND NEW.status IN ('done'))
BEGIN
  SELECT RAISE(ABORT, 'payout_runs: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER payout_runs_final BEFORE UPDATE ON payout_runs
WHEN OLD.status IN ('done', 'refused', 'cancelled')
BEGIN
  SELECT RAISE(ABORT, 'payout_runs: final');
END;
--> statement-breakpoint
CREATE TRIGGER payout_runs_never_go BEFORE DELETE ON payout_runs
BEGIN
  SELECT RAISE(ABORT, 'payout_runs: a run is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER payout_runs_frozen BEFORE UPDATE ON payout_runs
WHEN NEW.id IS NOT OLD.id OR NEW.prepared_by IS NOT OLD.prepared_by OR OLD.status <> 'draft' AND (NEW.fingerprint IS NOT OLD.fingerprint OR NEW.summary IS NOT OLD.summary OR NEW.submitted_by IS NOT OLD.submitted_by) OR OLD.approved_by IS NOT NULL AND NEW.approved_by IS NOT OLD.approved_by
BEGIN
  SELECT RAISE(ABORT, 'payout_runs: what was submitted is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER payout_runs_submit BEFORE UPDATE OF status ON payout_runs
WHEN OLD.status = 'draft' AND NEW.status = 'submitted' AND (NEW.fingerprint IS NULL OR NEW.summary IS NULL OR NEW.submitted_by IS NULL OR NOT EXISTS (SELECT 1 FROM planned_payouts l WHERE l.run_id = NEW.id))
BEGIN
  SELECT RAISE(ABORT, 'payout_runs: submitted with a plan, a fingerprint and a summary');
END;
--> statement-breakpoint
CREATE TRIGGER payout_runs_start BEFORE UPDATE OF status ON payout_runs
WHEN NEW.status = 'sending' AND OLD.status = 'approved' AND EXISTS (SELECT 1 FROM planned_payouts l WHERE l.run_id = NEW.id
  AND NOT EXISTS (SELECT 1 FROM payouts p WHERE p.id = l.payout_id) AND NOT EXISTS (SELECT 1 FROM payout_skips s WHERE s.payout_id = l.payout_id))
BEGIN
  SELECT RAISE(ABORT, 'payout_runs: a planned payout is neither reserved nor skipped');
END;
--> statement-breakpoint
CREATE TRIGGER payout_runs_finish BEFORE UPDATE OF status ON payout_runs
WHEN NEW.status IN ('done', 'cancelled') AND NEW.status <> OLD.status AND EXISTS (SELECT 1 FROM payouts p WHERE p.run_id = NEW.id AND p.status NOT IN ('paid', 'released'))
BEGIN
  SELECT RAISE(ABORT, 'payout_runs: a payout is still open');
END;
--> statement-breakpoint
CREATE TRIGGER planned_payouts_insert_in_draft BEFORE INSERT ON planned_payouts
WHEN NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = NEW.run_id AND r.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'planned_payouts: the plan is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER planned_payouts_update_in_draft BEFORE UPDATE ON planned_payouts
WHEN NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = OLD.run_id AND r.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'planned_payouts: the plan is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER planned_payouts_delete_in_draft BEFORE DELETE ON planned_payouts
WHEN NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = OLD.run_id AND r.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'planned_payouts: the plan is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER run_blockers_insert_in_draft BEFORE INSERT ON run_blockers
WHEN NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = NEW.run_id AND r.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'run_blockers: the plan is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER run_blockers_update_in_draft BEFORE UPDATE ON run_blockers
WHEN NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = OLD.run_id AND r.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'run_blockers: the plan is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER run_blockers_delete_in_draft BEFORE DELETE ON run_blockers
WHEN NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = OLD.run_id AND r.status = 'draft')
BEGIN
  SELECT RAISE(ABORT, 'run_blockers: the plan is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER planned_lines_insert_in_draft BEFORE INSERT ON planned_lines
WHEN EXISTS (SELECT 1 FROM planned_payouts l JOIN payout_runs r ON r.id = l.run_id WHERE l.payout_id = NEW.payout_id AND r.status <> 'draft')
BEGIN
  SELECT RAISE(ABORT, 'planned_lines: the plan is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER planned_lines_update_in_draft BEFORE UPDATE ON planned_lines
WHEN EXISTS (SELECT 1 FROM planned_payouts l JOIN payout_runs r ON r.id = l.run_id WHERE l.payout_id = OLD.payout_id AND r.status <> 'draft')
BEGIN
  SELECT RAISE(ABORT, 'planned_lines: the plan is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER planned_lines_delete_in_draft BEFORE DELETE ON planned_lines
WHEN EXISTS (SELECT 1 FROM planned_payouts l JOIN payout_runs r ON r.id = l.run_id WHERE l.payout_id = OLD.payout_id AND r.status <> 'draft')
BEGIN
  SELECT RAISE(ABORT, 'planned_lines: the plan is frozen');
END;
--> statement-breakpoint
-- Payouts (money.md 5).
CREATE TRIGGER payouts_begin BEFORE INSERT ON payouts
WHEN NEW.status <> 'reserved' OR NEW.gen <> 0 OR NEW.tries <> 0 OR NEW.doubts <> 0 OR NEW.lease IS NOT NULL OR NEW.first_sent_at IS NOT NULL OR
  NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = NEW.run_id AND r.status = 'approved') OR
  NOT EXISTS (SELECT 1 FROM planned_payouts l WHERE l.payout_id = NEW.id AND l.run_id = NEW.run_id AND l.partner_id = NEW.partner_id AND l.currency = NEW.currency
    AND l.amount_minor = NEW.amount_minor AND l.destination = NEW.destination AND l.destination_version = NEW.destination_version) OR
  EXISTS (SELECT 1 FROM payout_skips s WHERE s.payout_id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'payouts: not as planned and approved');
END;
--> statement-breakpoint
CREATE TRIGGER payouts_final BEFORE UPDATE ON payouts
WHEN OLD.status IN ('paid', 'released')
BEGIN
  SELECT RAISE(ABORT, 'payouts: final');
END;
--> statement-breakpoint
CREATE TRIGGER payouts_never_go BEFORE DELETE ON payouts
BEGIN
  SELECT RAISE(ABORT, 'payouts: a payout is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER payouts_frozen BEFORE UPDATE OF id, run_id, partner_id, currency, amount_minor, destination, destination_version, epoch ON payouts
WHEN NEW.id IS NOT OLD.id OR
  NEW.run_id IS NOT OLD.run_id OR
  NEW.partner_id IS NOT OLD.partner_id OR
  NEW.currency IS NOT OLD.currency OR
  NEW.amount_minor IS NOT OLD.amount_minor OR
  NEW.destination IS NOT OLD.destination OR
  NEW.destination_version IS NOT OLD.destination_version OR
  NEW.epoch IS NOT OLD.epoch
BEGIN
  SELECT RAISE(ABORT, 'payouts: amount and destination are frozen');
END;
--> statement-breakpoint
CREATE TRIGGER payouts_moves BEFORE UPDATE OF status ON payouts
WHEN NEW.status <> OLD.status AND NOT (
  OLD.status = 'reserved' AND NEW.status IN ('sending', 'released', 'unknown') OR
  OLD.status = 'sending' AND NEW.status IN ('paid', 'released', 'unknown', 'stuck') OR
  OLD.status = 'unknown' AND NEW.status IN ('paid', 'reserved', 'released', 'stuck') OR
  OLD.status = 'stuck' AND NEW.status IN ('paid', 'released'))
BEGIN
  SELECT RAISE(ABORT, 'payouts: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER payouts_generation BEFORE UPDATE OF gen, status ON payouts
WHEN NEW.gen <> OLD.gen AND NOT (OLD.status = 'unknown' AND NEW.status = 'reserved' AND OLD.gen = 0 AND NEW.gen = 1 AND NEW.tries = 0 AND NEW.doubts = 0
  AND NEW.first_sent_at IS NULL AND NEW.lease IS NULL) OR OLD.status = 'unknown' AND NEW.status = 'reserved' AND NEW.gen = OLD.gen
BEGIN
  SELECT RAISE(ABORT, 'payouts: a new generation begins anew, once');
END;
--> statement-breakpoint
CREATE TRIGGER payouts_release_unsent BEFORE UPDATE OF status ON payouts
WHEN OLD.status = 'reserved' AND NEW.status = 'released' AND EXISTS (SELECT 1 FROM payout_attempts a WHERE a.payout_id = OLD.id AND a.gen = OLD.gen)
BEGIN
  SELECT RAISE(ABORT, 'payouts: an attempt is on record');
END;
--> statement-breakpoint
CREATE TRIGGER payouts_release_refused BEFORE UPDATE OF status ON payouts
WHEN OLD.status = 'sending' AND NEW.status = 'released' AND OLD.tries <> 1
BEGIN
  SELECT RAISE(ABORT, 'payouts: only a refusal of the only try releases');
END;
--> statement-breakpoint
-- Figures kept for pages.
CREATE TRIGGER run_counts_plan AFTER INSERT ON planned_payouts
BEGIN
  INSERT INTO run_counts (run_id, currency, status, n, amount_minor) VALUES (NEW.run_id, NEW.currency, 'planned', 1, NEW.amount_minor)
    ON CONFLICT (run_id, currency, status) DO UPDATE SET n = n + 1, amount_minor = amount_minor + excluded.amount_minor;
END;
--> statement-breakpoint
CREATE TRIGGER run_counts_unplan AFTER DELETE ON planned_payouts
BEGIN
  UPDATE run_counts SET n = n - 1, amount_minor = amount_minor - OLD.amount_minor
    WHERE run_id = OLD.run_id AND currency = OLD.currency AND status = 'planned';
END;
--> statement-breakpoint
CREATE TRIGGER run_counts_reserve AFTER INSERT ON payouts
BEGIN
  UPDATE run_counts SET n = n - 1, amount_minor = amount_minor - NEW.amount_minor
    WHERE run_id = NEW.run_id AND currency = NEW.currency AND status = 'planned';
  INSERT INTO run_counts (run_id, currency, status, n, amount_minor) VALUES (NEW.run_id, NEW.currency, NEW.status, 1, NEW.amount_minor)
    ON CONFLICT (run_id, currency, status) DO UPDATE SET n = n + 1, amount_minor = amount_minor + excluded.amount_minor;
END;
--> statement-breakpoint
CREATE TRIGGER run_counts_move AFTER UPDATE OF status ON payouts
WHEN NEW.status <> OLD.status
BEGIN
  UPDATE run_counts SET n = n - 1, amount_minor = amount_minor - OLD.amount_minor
    WHERE run_id = OLD.run_id AND currency = OLD.currency AND status = OLD.status;
  INSERT INTO run_counts (run_id, currency, status, n, amount_minor) VALUES (NEW.run_id, NEW.currency, NEW.status, 1, NEW.amount_minor)
    ON CONFLICT (run_id, currency, status) DO UPDATE SET n = n + 1, amount_minor = amount_minor + excluded.amount_minor;
END;
--> statement-breakpoint
CREATE TRIGGER run_counts_skip AFTER INSERT ON payout_skips
BEGIN
  INSERT INTO run_counts (run_id, currency, status, n, amount_minor)
    SELECT l.run_id, l.currency, 'skipped', 1, l.amount_minor FROM planned_payouts l WHERE l.payout_id = NEW.payout_id
    ON CONFLICT (run_id, currency, status) DO UPDATE SET n = n + 1, amount_minor = amount_minor + excluded.amount_minor;
  UPDATE run_counts SET n = n - 1, amount_minor = run_counts.amount_minor - l.amount_minor FROM planned_payouts l
    WHERE l.payout_id = NEW.payout_id AND run_counts.run_id = l.run_id AND run_counts.currency = l.currency AND run_counts.status = 'planned';
END;
