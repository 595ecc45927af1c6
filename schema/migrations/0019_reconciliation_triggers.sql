-- A break is opened by a job, taken and closed once; closed, it stays as it is.
CREATE TRIGGER recon_breaks_begin BEFORE INSERT ON recon_breaks
WHEN NEW.closed_at IS NOT NULL OR NEW.owner IS NOT NULL OR NEW.seen_at <> NEW.opened_at OR trim(NEW.subject) = '' OR trim(NEW.what) = ''
BEGIN
  SELECT RAISE(ABORT, 'recon_breaks: begins open, with nobody, about something');
END;
--> statement-breakpoint
CREATE TRIGGER recon_breaks_frozen BEFORE UPDATE ON recon_breaks
WHEN NEW.id IS NOT OLD.id OR NEW.job IS NOT OLD.job OR NEW.subject IS NOT OLD.subject OR NEW.opened_at IS NOT OLD.opened_at
  OR NEW.seen_at < OLD.seen_at OR (OLD.owner IS NOT NULL AND NEW.owner IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'recon_breaks: what it is about is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER recon_breaks_final BEFORE UPDATE ON recon_breaks
WHEN OLD.closed_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'recon_breaks: closed');
END;
--> statement-breakpoint
CREATE TRIGGER recon_breaks_never_go BEFORE DELETE ON recon_breaks
BEGIN
  SELECT RAISE(ABORT, 'recon_breaks: a break is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER recon_runs_count_open AFTER INSERT ON recon_breaks
BEGIN
  INSERT INTO recon_runs (job, open) VALUES (NEW.job, 1) ON CONFLICT (job) DO UPDATE SET open = open + 1;
END;
--> statement-breakpoint
CREATE TRIGGER recon_runs_count_closed AFTER UPDATE OF closed_at ON recon_breaks
WHEN NEW.closed_at IS NOT NULL
BEGIN
  UPDATE recon_runs SET open = open - 1 WHERE job = NEW.job;
END;
--> statement-breakpoint
CREATE TRIGGER recon_runs_never_go BEFORE DELETE ON recon_runs
BEGIN
  SELECT RAISE(ABORT, 'recon_runs: a job is never deleted');
END;
--> statement-breakpoint
-- Only a break that a person closed explains what stays.
CREATE TRIGGER recon_explained_begin BEFORE INSERT ON recon_explained
WHEN NOT EXISTS (SELECT 1 FROM recon_breaks b WHERE b.id = NEW.break_id AND b.job = NEW.job AND b.subject = NEW.subject
  AND b.closed_how = 'person' AND b.expected_minor IS NEW.expected_minor AND b.actual_minor IS NEW.actual_minor AND b.what = NEW.what)
BEGIN
  SELECT RAISE(ABORT, 'recon_explained: nobody closed such a break');
END;
--> statement-breakpoint
CREATE TRIGGER recon_explained_frozen BEFORE UPDATE ON recon_explained
BEGIN
  SELECT RAISE(ABORT, 'recon_explained: what a person explained is not changed');
END;
--> statement-breakpoint
-- Stripe never changes what a transfer was; only more of it may be taken back.
CREATE TRIGGER stripe_transfers_frozen BEFORE UPDATE ON stripe_transfers
WHEN NEW.transfer IS NOT OLD.transfer OR NEW.payout_id IS NOT OLD.payout_id OR NEW.currency IS NOT OLD.currency
  OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.destination IS NOT OLD.destination OR NEW.created_at IS NOT OLD.created_at
  OR NEW.reversed_minor < OLD.reversed_minor
BEGIN
  SELECT RAISE(ABORT, 'stripe_transfers: frozen');
END;
--> statement-breakpoint
CREATE TRIGGER stripe_transfers_never_go BEFORE DELETE ON stripe_transfers
BEGIN
  SELECT RAISE(ABORT, 'stripe_transfers: a transfer is never deleted');
END;
