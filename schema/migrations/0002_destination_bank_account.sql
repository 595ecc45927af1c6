ALTER TABLE `payout_destinations` ADD `bank_account` text;--> statement-breakpoint
-- Another bank account is another version.
CREATE TRIGGER payout_destinations_bank_account_once BEFORE UPDATE OF bank_account ON payout_destinations
WHEN OLD.bank_account IS NOT NULL AND NEW.bank_account IS NOT OLD.bank_account
BEGIN
  SELECT RAISE(ABORT, 'payout_destinations: another bank account is another version');
END;
