-- A stuck payout moves only as a decision of two people says.
CREATE TRIGGER payout_decisions_begin BEFORE INSERT ON payout_decisions
WHEN NEW.status <> 'open' OR NEW.n <> 1 + (SELECT coalesce(max(d.n), 0) FROM payout_decisions d WHERE d.payout_id = NEW.payout_id)
  OR NOT EXISTS (SELECT 1 FROM payouts p WHERE p.id = NEW.payout_id AND p.status = 'stuck')
BEGIN
  SELECT RAISE(ABORT, 'payout_decisions: begins open, about a stuck payout');
END;
--> statement-breakpoint
CREATE TRIGGER payout_decisions_decide_once BEFORE UPDATE ON payout_decisions
WHEN OLD.status <> 'open' OR NEW.status = 'open' OR NEW.payout_id IS NOT OLD.payout_id OR NEW.n IS NOT OLD.n OR NEW.outcome IS NOT OLD.outcome
  OR NEW.transfer IS NOT OLD.transfer OR NEW.reason IS NOT OLD.reason OR NEW.proposed_by IS NOT OLD.proposed_by OR NEW.proposed_at IS NOT OLD.proposed_at
BEGIN
  SELECT RAISE(ABORT, 'payout_decisions: a proposal is only decided, once');
END;
--> statement-breakpoint
CREATE TRIGGER payout_decisions_never_go BEFORE DELETE ON payout_decisions
BEGIN
  SELECT RAISE(ABORT, 'payout_decisions: a decision is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER payouts_leave_stuck BEFORE UPDATE OF status ON payouts
WHEN OLD.status = 'stuck' AND NEW.status <> 'stuck' AND NOT EXISTS (SELECT 1 FROM payout_decisions d
  WHERE d.payout_id = OLD.id AND d.status = 'confirmed' AND d.outcome = NEW.status AND d.transfer IS NEW.transfer)
BEGIN
  SELECT RAISE(ABORT, 'payouts: two people decide about a stuck one');
END;
--> statement-breakpoint
-- What is posted by hand stands behind a request that another person confirmed.
CREATE TRIGGER ledger_requests_begin BEFORE INSERT ON ledger_requests
WHEN NEW.status <> 'open' OR NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id)
BEGIN
  SELECT RAISE(ABORT, 'ledger_requests: begins open, about a partner');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_requests_decide_once BEFORE UPDATE ON ledger_requests
WHEN OLD.status <> 'open' OR NEW.status = 'open' OR NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind OR NEW.partner_id IS NOT OLD.partner_id
  OR NEW.currency IS NOT OLD.currency OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.reason IS NOT OLD.reason
  OR NEW.asked_by IS NOT OLD.asked_by OR NEW.asked_at IS NOT OLD.asked_at
BEGIN
  SELECT RAISE(ABORT, 'ledger_requests: a request is only decided, once');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_requests_never_go BEFORE DELETE ON ledger_requests
BEGIN
  SELECT RAISE(ABORT, 'ledger_requests: a request is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transactions_by_request BEFORE INSERT ON ledger_transactions
WHEN NEW.template IN ('adjust', 'writeoff') AND NOT EXISTS (SELECT 1 FROM ledger_requests r WHERE r.id = NEW.ref AND r.kind = NEW.template
  AND r.status = 'confirmed' AND r.currency = NEW.currency AND abs(r.amount_minor) = NEW.amount_minor
  AND 'avail:' || r.partner_id || ':' || r.currency = CASE WHEN r.amount_minor > 0 THEN NEW.credit ELSE NEW.debit END)
BEGIN
  SELECT RAISE(ABORT, 'ledger_transactions: nobody confirmed this request');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transactions_writeoff_to_zero BEFORE INSERT ON ledger_transactions
WHEN NEW.template = 'writeoff' AND NEW.amount_minor > coalesce((SELECT -b.balance_minor FROM balances b WHERE b.account = NEW.credit), 0)
BEGIN
  SELECT RAISE(ABORT, 'ledger_transactions: a debt is written off to zero at most');
END;
--> statement-breakpoint
-- Caps change by a new version, which another person confirms while it is the newest.
CREATE TRIGGER caps_in_order BEFORE INSERT ON caps
WHEN NEW.version <> 1 + (SELECT coalesce(max(c.version), 0) FROM caps c WHERE c.currency = NEW.currency)
BEGIN
  SELECT RAISE(ABORT, 'caps: versions follow each other');
END;
--> statement-breakpoint
CREATE TRIGGER caps_confirm_once BEFORE UPDATE ON caps
WHEN OLD.confirmed_by IS NOT NULL OR NEW.confirmed_by IS NULL OR NEW.currency IS NOT OLD.currency OR NEW.version IS NOT OLD.version
  OR NEW.payout_minor IS NOT OLD.payout_minor OR NEW.run_minor IS NOT OLD.run_minor OR NEW.hour_minor IS NOT OLD.hour_minor
  OR NEW.first_minor IS NOT OLD.first_minor OR NEW.set_by IS NOT OLD.set_by
  OR EXISTS (SELECT 1 FROM caps c WHERE c.currency = OLD.currency AND c.version > OLD.version)
BEGIN
  SELECT RAISE(ABORT, 'caps: the newest version is confirmed, once');
END;
--> statement-breakpoint
CREATE TRIGGER caps_never_go BEFORE DELETE ON caps
BEGIN
  SELECT RAISE(ABORT, 'caps: a version is never deleted');
END;
