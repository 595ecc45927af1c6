-- Figures that pages read instead of counting: months and years of the ledger, partners of a group, what became of visitors by day.
INSERT INTO month_totals (month, kind, currency, amount_minor, legs)
  SELECT strftime('%Y-%m', t.effective_at / 1000, 'unixepoch'), substr(e.account, 1, instr(e.account, ':') - 1), t.currency, sum(e.amount_minor), count(*)
  FROM ledger_transactions t JOIN ledger_entries e ON e.seq = t.seq GROUP BY 1, 2, 3;
--> statement-breakpoint
CREATE TRIGGER month_totals_keep AFTER INSERT ON ledger_transactions
BEGIN
  INSERT INTO month_totals (month, kind, currency, amount_minor, legs)
    VALUES (strftime('%Y-%m', NEW.effective_at / 1000, 'unixepoch'), substr(NEW.debit, 1, instr(NEW.debit, ':') - 1), NEW.currency, -NEW.amount_minor, 1)
    ON CONFLICT (month, kind, currency) DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor, legs = legs + 1;
  INSERT INTO month_totals (month, kind, currency, amount_minor, legs)
    VALUES (strftime('%Y-%m', NEW.effective_at / 1000, 'unixepoch'), substr(NEW.credit, 1, instr(NEW.credit, ':') - 1), NEW.currency, NEW.amount_minor, 1)
    ON CONFLICT (month, kind, currency) DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor, legs = legs + 1;
END;
--> statement-breakpoint
INSERT INTO years_paid (year, partner_id, currency, paid_minor)
  SELECT year, substr(leg, instr(leg, ':') + 1, length(leg) - instr(leg, ':') - 4), currency, sum(paid) FROM (
    SELECT cast(strftime('%Y', effective_at / 1000, 'unixepoch') AS integer) year, iif(credit GLOB 'paid:*', debit, credit) leg, currency,
      iif(credit GLOB 'paid:*', amount_minor, -amount_minor) paid FROM ledger_transactions WHERE credit GLOB 'paid:*' OR debit GLOB 'paid:*')
  GROUP BY 1, 2, 3;
--> statement-breakpoint
CREATE TRIGGER years_paid_keep_paid AFTER INSERT ON ledger_transactions WHEN NEW.credit GLOB 'paid:*'
BEGIN
  INSERT INTO years_paid (year, partner_id, currency, paid_minor)
    VALUES (cast(strftime('%Y', NEW.effective_at / 1000, 'unixepoch') AS integer),
      substr(NEW.debit, instr(NEW.debit, ':') + 1, length(NEW.debit) - instr(NEW.debit, ':') - 4), NEW.currency, NEW.amount_minor)
    ON CONFLICT (year, partner_id, currency) DO UPDATE SET paid_minor = paid_minor + excluded.paid_minor;
END;
--> statement-breakpoint
CREATE TRIGGER years_paid_keep_returned AFTER INSERT ON ledger_transactions WHEN NEW.debit GLOB 'paid:*'
BEGIN
  INSERT INTO years_paid (year, partner_id, currency, paid_minor)
    VALUES (cast(strftime('%Y', NEW.effective_at / 1000, 'unixepoch') AS integer),
      substr(NEW.credit, instr(NEW.credit, ':') + 1, length(NEW.credit) - instr(NEW.credit, ':') - 4), NEW.currency, -NEW.amount_minor)
    ON CONFLICT (year, partner_id, currency) DO UPDATE SET paid_minor = paid_minor + excluded.paid_minor;
END;
--> statement-breakpoint
UPDATE groups SET partners = (SELECT count(*) FROM partners p WHERE p.group_id = groups.id);
--> statement-breakpoint
CREATE TRIGGER groups_partners_join AFTER INSERT ON partners
BEGIN
  UPDATE groups SET partners = partners + 1 WHERE id = NEW.group_id;
END;
--> statement-breakpoint
CREATE TRIGGER groups_partners_move AFTER UPDATE OF group_id ON partners WHEN NEW.group_id <> OLD.group_id
BEGIN
  UPDATE groups SET partners = partners - 1 WHERE id = OLD.group_id;
  UPDATE groups SET partners = partners + 1 WHERE id = NEW.group_id;
END;
--> statement-breakpoint
INSERT INTO partner_days (partner_id, day, clicks, prospects)
  SELECT partner_id, date(decided_at / 1000, 'unixepoch'), 0, count(*) FROM attributions WHERE partner_id IS NOT NULL GROUP BY 1, 2
  ON CONFLICT (partner_id, day) DO UPDATE SET prospects = excluded.prospects;
--> statement-breakpoint
INSERT INTO partner_days (partner_id, day, clicks, deals)
  SELECT partner_id, date(won_at / 1000, 'unixepoch'), 0, count(*) FROM deals WHERE partner_id IS NOT NULL AND won_at IS NOT NULL GROUP BY 1, 2
  ON CONFLICT (partner_id, day) DO UPDATE SET deals = excluded.deals;
--> statement-breakpoint
INSERT INTO programme_days (day, clicks, prospects, deals)
  SELECT day, 0, sum(prospects), sum(deals) FROM partner_days WHERE prospects + deals > 0 GROUP BY 1
  ON CONFLICT (day) DO UPDATE SET prospects = excluded.prospects, deals = excluded.deals;
--> statement-breakpoint
CREATE TRIGGER days_keep_prospects AFTER INSERT ON attributions WHEN NEW.partner_id IS NOT NULL
BEGIN
  INSERT INTO partner_days (partner_id, day, clicks, prospects) VALUES (NEW.partner_id, date(NEW.decided_at / 1000, 'unixepoch'), 0, 1)
    ON CONFLICT (partner_id, day) DO UPDATE SET prospects = prospects + 1;
  INSERT INTO programme_days (day, clicks, prospects) VALUES (date(NEW.decided_at / 1000, 'unixepoch'), 0, 1)
    ON CONFLICT (day) DO UPDATE SET prospects = prospects + 1;
END;
--> statement-breakpoint
CREATE TRIGGER days_keep_deals_begun AFTER INSERT ON deals WHEN NEW.partner_id IS NOT NULL AND NEW.won_at IS NOT NULL
BEGIN
  INSERT INTO partner_days (partner_id, day, clicks, deals) VALUES (NEW.partner_id, date(NEW.won_at / 1000, 'unixepoch'), 0, 1)
    ON CONFLICT (partner_id, day) DO UPDATE SET deals = deals + 1;
  INSERT INTO programme_days (day, clicks, deals) VALUES (date(NEW.won_at / 1000, 'unixepoch'), 0, 1)
    ON CONFLICT (day) DO UPDATE SET deals = deals + 1;
END;
--> statement-breakpoint
CREATE TRIGGER days_keep_deals_won AFTER UPDATE OF won_at ON deals WHEN NEW.partner_id IS NOT NULL AND OLD.won_at IS NULL AND NEW.won_at IS NOT NULL
BEGIN
  INSERT INTO partner_days (partner_id, day, clicks, deals) VALUES (NEW.partner_id, date(NEW.won_at / 1000, 'unixepoch'), 0, 1)
    ON CONFLICT (partner_id, day) DO UPDATE SET deals = deals + 1;
  INSERT INTO programme_days (day, clicks, deals) VALUES (date(NEW.won_at / 1000, 'unixepoch'), 0, 1)
    ON CONFLICT (day) DO UPDATE SET deals = deals + 1;
END;
--> statement-breakpoint
INSERT INTO partner_earning_days (partner_id, day, currency, amount_minor)
  SELECT partner_id, date(accrued_at / 1000, 'unixepoch'), currency, sum(amount_minor) FROM commissions WHERE kind IN ('earned', 'correction') GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO programme_earning_days (day, currency, amount_minor)
  SELECT day, currency, sum(amount_minor) FROM partner_earning_days GROUP BY 1, 2;
--> statement-breakpoint
CREATE TRIGGER days_keep_earnings AFTER INSERT ON commissions WHEN NEW.kind IN ('earned', 'correction')
BEGIN
  INSERT INTO partner_earning_days (partner_id, day, currency, amount_minor)
    VALUES (NEW.partner_id, date(NEW.accrued_at / 1000, 'unixepoch'), NEW.currency, NEW.amount_minor)
    ON CONFLICT (partner_id, day, currency) DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor;
  INSERT INTO programme_earning_days (day, currency, amount_minor)
    VALUES (date(NEW.accrued_at / 1000, 'unixepoch'), NEW.currency, NEW.amount_minor)
    ON CONFLICT (day, currency) DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor;
END;
