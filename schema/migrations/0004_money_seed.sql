-- What money needs before the first run (money.md 7 and 11): one pace, the first epoch, caps of the main currencies.
INSERT INTO send_pace (id, per_second, next_slot_at, calm_since) VALUES (1, 20, 0, 0);
--> statement-breakpoint
INSERT INTO epochs (n, at, note) VALUES (1, 0, 'The beginning');
--> statement-breakpoint
INSERT INTO caps (currency, version, payout_minor, run_minor, hour_minor, first_minor, set_by, confirmed_by) VALUES
  ('eur', 1, 1000000, 10000000, 5000000, 100000, 'system', 'default'),
  ('usd', 1, 1000000, 10000000, 5000000, 100000, 'system', 'default'),
  ('gbp', 1, 1000000, 10000000, 5000000, 100000, 'system', 'default');
