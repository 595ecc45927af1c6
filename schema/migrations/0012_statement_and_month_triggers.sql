-- A statement is sealed by its row: its lines come first, must be the ledger's, and add up from the closing balance of the one before.
CREATE TRIGGER statement_lines_before_issue BEFORE INSERT ON statement_lines
WHEN EXISTS (SELECT 1 FROM statements s WHERE s.id = NEW.statement_id)
BEGIN
  SELECT RAISE(ABORT, 'statement_lines: the statement is issued');
END;
--> statement-breakpoint
CREATE TRIGGER statement_lines_are_postings BEFORE INSERT ON statement_lines
WHEN NEW.amount_minor IS NOT (SELECT sum(e.amount_minor) FROM ledger_entries e WHERE e.seq = NEW.seq
    AND substr(e.account, 1, instr(e.account, ':') - 1) IN ('pending', 'avail', 'held', 'inflight'))
  OR NEW.effective_at IS NOT (SELECT t.effective_at FROM ledger_transactions t WHERE t.seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'statement_lines: not what the ledger says');
END;
--> statement-breakpoint
CREATE TRIGGER statement_lines_never_change BEFORE UPDATE ON statement_lines
BEGIN
  SELECT RAISE(ABORT, 'statement_lines: a line never changes');
END;
--> statement-breakpoint
CREATE TRIGGER statement_lines_never_go BEFORE DELETE ON statement_lines
BEGIN
  SELECT RAISE(ABORT, 'statement_lines: a line is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER statements_has_parent BEFORE INSERT ON statements
WHEN NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id)
BEGIN
  SELECT RAISE(ABORT, 'statements: no such partner');
END;
--> statement-breakpoint
CREATE TRIGGER statements_in_order BEFORE INSERT ON statements
WHEN NEW.number IS NOT (SELECT coalesce(max(s.number), 0) + 1 FROM statements s)
  OR NEW.invoice_number IS NOT NULL AND NEW.invoice_number IS NOT (SELECT coalesce(max(s.invoice_number), 0) + 1 FROM statements s)
BEGIN
  SELECT RAISE(ABORT, 'statements: numbers have no gap');
END;
--> statement-breakpoint
CREATE TRIGGER statements_add_up BEFORE INSERT ON statements
WHEN NEW.opening_minor IS NOT coalesce((SELECT s.closing_minor FROM statements s
    WHERE s.partner_id = NEW.partner_id AND s.currency = NEW.currency ORDER BY s.number DESC LIMIT 1), 0)
  OR NEW.closing_minor IS NOT NEW.opening_minor + (SELECT sum(l.amount_minor) FROM statement_lines l WHERE l.statement_id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'statements: opening and lines are not the closing balance');
END;
--> statement-breakpoint
CREATE TRIGGER statements_never_change BEFORE UPDATE ON statements
BEGIN
  SELECT RAISE(ABORT, 'statements: an issued statement never changes');
END;
--> statement-breakpoint
CREATE TRIGGER statements_never_go BEFORE DELETE ON statements
BEGIN
  SELECT RAISE(ABORT, 'statements: an issued statement is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER counters_go_up BEFORE UPDATE ON counters
WHEN NEW.name IS NOT OLD.name OR NEW.n < OLD.n
BEGIN
  SELECT RAISE(ABORT, 'counters: a counter only goes up');
END;
--> statement-breakpoint
CREATE TRIGGER counters_never_go BEFORE DELETE ON counters
BEGIN
  SELECT RAISE(ABORT, 'counters: a counter is never deleted');
END;
--> statement-breakpoint
INSERT INTO counters (name, n) VALUES ('statement', 0), ('self_billed_invoice', 0), ('statements_issued_until', 0);
--> statement-breakpoint
-- Agreements: one in force, in order, ended once.
CREATE TRIGGER self_billing_agreements_begin BEFORE INSERT ON self_billing_agreements
WHEN NEW.ended_at IS NOT NULL
  OR NEW.version IS NOT (SELECT coalesce(max(a.version), 0) + 1 FROM self_billing_agreements a WHERE a.partner_id = NEW.partner_id)
  OR NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id)
BEGIN
  SELECT RAISE(ABORT, 'self_billing_agreements: the next version of a partner');
END;
--> statement-breakpoint
CREATE TRIGGER self_billing_agreements_end_once BEFORE UPDATE ON self_billing_agreements
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.ended_at < OLD.agreed_at
  OR NEW.partner_id IS NOT OLD.partner_id OR NEW.version IS NOT OLD.version OR NEW.agreed_by IS NOT OLD.agreed_by
  OR NEW.agreed_at IS NOT OLD.agreed_at OR NEW.wording IS NOT OLD.wording OR NEW.text_hash IS NOT OLD.text_hash
  OR NEW.tax_id IS NOT OLD.tax_id OR NEW.legal_name IS NOT OLD.legal_name OR NEW.address IS NOT OLD.address
  OR NEW.tax_reason IS NOT OLD.tax_reason
BEGIN
  SELECT RAISE(ABORT, 'self_billing_agreements: an agreement only ends, once');
END;
--> statement-breakpoint
CREATE TRIGGER self_billing_agreements_never_go BEFORE DELETE ON self_billing_agreements
BEGIN
  SELECT RAISE(ABORT, 'self_billing_agreements: an agreement is never deleted');
END;
--> statement-breakpoint
-- Months: prepared, then confirmed by somebody else, one after the other; a closed one takes no posting.
CREATE TRIGGER closed_months_begin BEFORE INSERT ON closed_months
WHEN NEW.confirmed_at IS NOT NULL OR NEW.ends_at IS NOT CAST(strftime('%s', NEW.month || '-01', '+1 month') AS INTEGER) * 1000
BEGIN
  SELECT RAISE(ABORT, 'closed_months: a month begins prepared');
END;
--> statement-breakpoint
CREATE TRIGGER closed_months_confirm_once BEFORE UPDATE ON closed_months
WHEN OLD.confirmed_at IS NOT NULL OR NEW.confirmed_at IS NULL OR NEW.confirmed_at < OLD.prepared_at
  OR NEW.month IS NOT OLD.month OR NEW.ends_at IS NOT OLD.ends_at OR NEW.prepared_by IS NOT OLD.prepared_by
  OR NEW.prepared_at IS NOT OLD.prepared_at OR NEW.postings IS NOT OLD.postings OR NEW.totals IS NOT OLD.totals
BEGIN
  SELECT RAISE(ABORT, 'closed_months: a month is only confirmed, once');
END;
--> statement-breakpoint
CREATE TRIGGER closed_months_in_order BEFORE UPDATE OF confirmed_at ON closed_months
WHEN EXISTS (SELECT 1 FROM closed_months m WHERE m.confirmed_at IS NOT NULL AND m.ends_at >= NEW.ends_at)
BEGIN
  SELECT RAISE(ABORT, 'closed_months: a later month is closed');
END;
--> statement-breakpoint
CREATE TRIGGER closed_months_never_go BEFORE DELETE ON closed_months
WHEN OLD.confirmed_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'closed_months: a closed month stays closed');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transactions_open_month BEFORE INSERT ON ledger_transactions
WHEN EXISTS (SELECT 1 FROM closed_months m WHERE m.confirmed_at IS NOT NULL AND m.ends_at > NEW.effective_at)
BEGIN
  SELECT RAISE(ABORT, 'ledger_transactions: the month is closed');
END;
--> statement-breakpoint
-- A year without a row is not known; never last year's sum.
INSERT INTO tax_thresholds (jurisdiction, form, tax_year, currency, amount_minor, source) VALUES
  ('US', '1099-NEC', 2025, 'usd', 60000, '26 U.S.C. 6041(a) and 6041A(a): payments made in 2025, 600 dollars or more'),
  ('US', '1099-NEC', 2026, 'usd', 200000, 'Public Law 119-21, section 70433: payments made after 31 December 2025, 2,000 dollars or more');
