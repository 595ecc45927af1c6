-- Seals follow each other, and nothing of them changes.
CREATE TRIGGER seals_in_order BEFORE INSERT ON seals
WHEN NEW.n <> 1 + (SELECT coalesce(max(s.n), 0) FROM seals s)
  OR NEW.previous IS NOT coalesce((SELECT s.hash FROM seals s WHERE s.n = NEW.n - 1), '0000000000000000000000000000000000000000000000000000000000000000')
  OR EXISTS (SELECT 1 FROM seals s, json_each(s.upto) before WHERE s.n = NEW.n - 1 AND before.value > coalesce(json_extract(NEW.upto, '$.' || before.key), -1))
BEGIN
  SELECT RAISE(ABORT, 'seals: each one follows the one before it');
END;
--> statement-breakpoint
CREATE TRIGGER seals_never_change BEFORE UPDATE ON seals
BEGIN
  SELECT RAISE(ABORT, 'seals: a seal never changes');
END;
--> statement-breakpoint
CREATE TRIGGER seals_never_go BEFORE DELETE ON seals
BEGIN
  SELECT RAISE(ABORT, 'seals: a seal is never deleted');
END;
--> statement-breakpoint
-- A log grows at its end alone: what is sealed is all that lies before.
CREATE TRIGGER attributions_at_the_end AFTER INSERT ON attributions
WHEN NEW.rowid < (SELECT max(rowid) FROM attributions)
BEGIN
  SELECT RAISE(ABORT, 'attributions: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER audit_at_the_end AFTER INSERT ON audit
WHEN NEW.rowid < (SELECT max(rowid) FROM audit)
BEGIN
  SELECT RAISE(ABORT, 'audit: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER bank_payout_contents_at_the_end AFTER INSERT ON bank_payout_contents
WHEN NEW.rowid < (SELECT max(rowid) FROM bank_payout_contents)
BEGIN
  SELECT RAISE(ABORT, 'bank_payout_contents: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER epochs_at_the_end AFTER INSERT ON epochs
WHEN NEW.rowid < (SELECT max(rowid) FROM epochs)
BEGIN
  SELECT RAISE(ABORT, 'epochs: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER ledger_transactions_at_the_end AFTER INSERT ON ledger_transactions
WHEN NEW.rowid < (SELECT max(rowid) FROM ledger_transactions)
BEGIN
  SELECT RAISE(ABORT, 'ledger_transactions: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER payout_answers_at_the_end AFTER INSERT ON payout_answers
WHEN NEW.rowid < (SELECT max(rowid) FROM payout_answers)
BEGIN
  SELECT RAISE(ABORT, 'payout_answers: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER payout_attempts_at_the_end AFTER INSERT ON payout_attempts
WHEN NEW.rowid < (SELECT max(rowid) FROM payout_attempts)
BEGIN
  SELECT RAISE(ABORT, 'payout_attempts: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER payout_skips_at_the_end AFTER INSERT ON payout_skips
WHEN NEW.rowid < (SELECT max(rowid) FROM payout_skips)
BEGIN
  SELECT RAISE(ABORT, 'payout_skips: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER statement_lines_at_the_end AFTER INSERT ON statement_lines
WHEN NEW.rowid < (SELECT max(rowid) FROM statement_lines)
BEGIN
  SELECT RAISE(ABORT, 'statement_lines: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER statements_at_the_end AFTER INSERT ON statements
WHEN NEW.rowid < (SELECT max(rowid) FROM statements)
BEGIN
  SELECT RAISE(ABORT, 'statements: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER terms_versions_at_the_end AFTER INSERT ON terms_versions
WHEN NEW.rowid < (SELECT max(rowid) FROM terms_versions)
BEGIN
  SELECT RAISE(ABORT, 'terms_versions: grows at its end');
END;
--> statement-breakpoint
CREATE TRIGGER touches_at_the_end AFTER INSERT ON touches
WHEN NEW.rowid < (SELECT max(rowid) FROM touches)
BEGIN
  SELECT RAISE(ABORT, 'touches: grows at its end');
END;
