-- A top-up is a purchase: a payment of this deal pays for it, and for it alone. A draw or a lapse moves no money.
CREATE TRIGGER hour_draws_topped_up_by_payment BEFORE INSERT ON hour_draws
WHEN (NEW.kind = 'top_up') <> (NEW.payment_id IS NOT NULL) OR
  NEW.payment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = NEW.payment_id AND p.deal_id = NEW.deal_id)
BEGIN
  SELECT RAISE(ABORT, 'hour_draws: a top-up is paid by a payment of its deal');
END;
--> statement-breakpoint
-- DEA5: hours lapse behind the end of their period, 14 days after a warning at the earliest, and never where they roll over.
CREATE TRIGGER hour_draws_lapse_after_warning BEFORE INSERT ON hour_draws
WHEN NEW.kind = 'lapse' AND NOT EXISTS (SELECT 1 FROM deal_details k WHERE k.deal_id = NEW.deal_id AND k.rollover = 0 AND k.expires_on < NEW.happened_on
  AND k.lapses_on = k.expires_on AND date(k.warned_on, '+14 days') <= NEW.happened_on)
BEGIN
  SELECT RAISE(ABORT, 'hour_draws: hours lapse after a warning');
END;
--> statement-breakpoint
CREATE TRIGGER vendor_fees_count AFTER INSERT ON vendor_fees
BEGIN
  INSERT INTO vendor_fee_totals (currency, n, expected_minor, received_minor, written_off_minor) VALUES (NEW.currency, 1, NEW.expected_minor, 0, 0)
    ON CONFLICT (currency) DO UPDATE SET n = n + 1, expected_minor = expected_minor + excluded.expected_minor;
END;
--> statement-breakpoint
CREATE TRIGGER vendor_fees_count_moves AFTER UPDATE ON vendor_fees
WHEN NEW.received_minor <> OLD.received_minor OR NEW.status <> OLD.status
BEGIN
  UPDATE vendor_fee_totals SET received_minor = received_minor + NEW.received_minor - OLD.received_minor,
    written_off_minor = written_off_minor + iif(NEW.status = 'written_off' AND OLD.status <> 'written_off', NEW.expected_minor - NEW.received_minor, 0)
    WHERE currency = NEW.currency;
END;
--> statement-breakpoint
CREATE TRIGGER vendor_fee_totals_never_go BEFORE DELETE ON vendor_fee_totals
BEGIN
  SELECT RAISE(ABORT, 'vendor_fee_totals: what was counted stays');
END;
