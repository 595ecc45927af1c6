-- A bank payout of Stripe's belongs to a partner, keeps what it is, and stays failed or canceled.
CREATE TRIGGER bank_payouts_has_parent BEFORE INSERT ON bank_payouts
WHEN NOT EXISTS (SELECT 1 FROM payout_destinations d WHERE d.partner_id = NEW.partner_id AND d.stripe_account = NEW.stripe_account)
BEGIN
  SELECT RAISE(ABORT, 'bank_payouts: no such partner and account');
END;
--> statement-breakpoint
CREATE TRIGGER bank_payouts_frozen BEFORE UPDATE OF bank_payout, partner_id, stripe_account, currency, amount_minor, created_at ON bank_payouts
WHEN NEW.bank_payout IS NOT OLD.bank_payout OR
  NEW.partner_id IS NOT OLD.partner_id OR
  NEW.stripe_account IS NOT OLD.stripe_account OR
  NEW.currency IS NOT OLD.currency OR
  NEW.amount_minor IS NOT OLD.amount_minor OR
  NEW.created_at IS NOT OLD.created_at
BEGIN
  SELECT RAISE(ABORT, 'bank_payouts: amount and account are frozen');
END;
--> statement-breakpoint
CREATE TRIGGER bank_payouts_final BEFORE UPDATE OF status, failed_at ON bank_payouts
WHEN OLD.status IN ('failed', 'canceled') AND (NEW.status <> OLD.status OR NEW.failed_at IS NOT OLD.failed_at)
BEGIN
  SELECT RAISE(ABORT, 'bank_payouts: final');
END;
--> statement-breakpoint
CREATE TRIGGER bank_payouts_in_order BEFORE UPDATE ON bank_payouts
WHEN NEW.version <> OLD.version + 1
BEGIN
  SELECT RAISE(ABORT, 'bank_payouts: every change raises the version');
END;
--> statement-breakpoint
CREATE TRIGGER bank_payouts_never_go BEFORE DELETE ON bank_payouts
BEGIN
  SELECT RAISE(ABORT, 'bank_payouts: a bank payout is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER bank_payout_contents_has_parent BEFORE INSERT ON bank_payout_contents
WHEN NOT EXISTS (SELECT 1 FROM bank_payouts b WHERE b.bank_payout = NEW.bank_payout)
BEGIN
  SELECT RAISE(ABORT, 'bank_payout_contents: no such bank payout');
END;
--> statement-breakpoint
CREATE TRIGGER bank_payout_contents_never_change BEFORE UPDATE ON bank_payout_contents
BEGIN
  SELECT RAISE(ABORT, 'bank_payout_contents: what it carries never changes');
END;
--> statement-breakpoint
CREATE TRIGGER bank_payout_contents_never_go BEFORE DELETE ON bank_payout_contents
BEGIN
  SELECT RAISE(ABORT, 'bank_payout_contents: what it carries is never deleted');
END;
