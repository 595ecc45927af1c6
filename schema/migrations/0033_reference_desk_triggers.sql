-- Asks over a cap are refused here, whoever asks: one planned or held activity is one place, and the tightest cap wins (CAP1, CAP3).
CREATE TRIGGER activities_within_caps BEFORE INSERT ON activities
WHEN NEW.counts = 1 AND EXISTS (
  SELECT 1 FROM reference_caps c
  WHERE c.ended_at IS NULL AND c.cap_group = NEW.cap_group AND (
    (c.scope = 'customer' AND c.subject = NEW.customer_id)
    OR (c.scope = 'contact' AND c.subject = NEW.contact_id)
    OR (c.scope = 'default' AND c.subject = '' AND NOT EXISTS (SELECT 1 FROM reference_caps own
      WHERE own.scope = 'customer' AND own.subject = NEW.customer_id AND own.cap_group = c.cap_group AND own.ended_at IS NULL)))
  AND (SELECT count(*) FROM activities a
    WHERE a.customer_id = NEW.customer_id AND a.cap_group = c.cap_group AND a.counts = 1
      AND (c.scope <> 'contact' OR a.contact_id = NEW.contact_id)
      AND a.until_at > NEW.from_at - c.period_days * 86400000
      AND a.from_at < NEW.until_at + c.period_days * 86400000) >= c.count)
BEGIN
  SELECT RAISE(ABORT, 'activities: a cap is reached');
END;
--> statement-breakpoint
CREATE TRIGGER activities_after_rest BEFORE INSERT ON activities
WHEN EXISTS (SELECT 1 FROM reference_profiles p WHERE p.customer_id = NEW.customer_id AND p.rest_until > NEW.planned_at)
BEGIN
  SELECT RAISE(ABORT, 'activities: the customer declined and rests');
END;
--> statement-breakpoint
CREATE TRIGGER activities_begin BEFORE INSERT ON activities
WHEN NEW.status <> 'planned' OR NEW.minutes IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM reference_profiles p WHERE p.customer_id = NEW.customer_id)
  OR (NEW.contact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.contact_id AND c.prospect_id = NEW.customer_id))
  OR (NEW.request_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reference_requests r
    WHERE r.id = NEW.request_id AND r.status = 'asked' AND r.activity = NEW.kind AND r.prospect_id <> NEW.customer_id))
BEGIN
  SELECT RAISE(ABORT, 'activities: begins planned, with a customer of the pool and its own person');
END;
--> statement-breakpoint
CREATE TRIGGER activities_moves BEFORE UPDATE OF status ON activities
WHEN NEW.status <> OLD.status AND (OLD.status <> 'planned' OR (NEW.status = 'held' AND NEW.request_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM reference_requests r WHERE r.id = NEW.request_id AND r.status = 'scheduled')))
BEGIN
  SELECT RAISE(ABORT, 'activities: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER activities_frozen BEFORE UPDATE ON activities
WHEN NEW.id IS NOT OLD.id OR NEW.customer_id IS NOT OLD.customer_id OR NEW.contact_id IS NOT OLD.contact_id OR NEW.kind IS NOT OLD.kind
  OR NEW.cap_group IS NOT OLD.cap_group OR NEW.request_id IS NOT OLD.request_id OR NEW.obligation_id IS NOT OLD.obligation_id
  OR NEW.planned_by IS NOT OLD.planned_by OR NEW.planned_at IS NOT OLD.planned_at OR NEW.counts > OLD.counts
  OR NEW.from_at < OLD.from_at OR NEW.until_at > OLD.until_at OR (OLD.status <> 'planned' AND (NEW.from_at <> OLD.from_at
  OR NEW.until_at <> OLD.until_at OR NEW.held_at IS NOT OLD.held_at OR NEW.minutes IS NOT OLD.minutes OR NEW.counts <> OLD.counts))
BEGIN
  SELECT RAISE(ABORT, 'activities: frozen; its time may only become more exact');
END;
--> statement-breakpoint
CREATE TRIGGER activities_never_go BEFORE DELETE ON activities
BEGIN
  SELECT RAISE(ABORT, 'activities: an activity is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER reference_requests_begin BEFORE INSERT ON reference_requests
WHEN NEW.status <> 'asked' OR NEW.version <> 1 OR NEW.customer_id IS NOT NULL OR NEW.slot_at IS NOT NULL OR NEW.since_at <> NEW.asked_at
  OR NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.guest_id AND c.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'reference_requests: begins asked, by a person of the prospect');
END;
--> statement-breakpoint
CREATE TRIGGER reference_requests_moves BEFORE UPDATE OF status ON reference_requests
WHEN NEW.status <> OLD.status AND NOT (
  (OLD.status = 'asked' AND NEW.status IN ('proposed','withdrawn','expired'))
  OR (OLD.status = 'proposed' AND NEW.status IN ('accepted','declined','withdrawn','expired'))
  OR (OLD.status = 'accepted' AND NEW.status IN ('scheduled','declined','withdrawn','expired'))
  OR (OLD.status = 'scheduled' AND NEW.status IN ('held','missed','declined','withdrawn')))
BEGIN
  SELECT RAISE(ABORT, 'reference_requests: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER reference_requests_frozen BEFORE UPDATE ON reference_requests
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.asked_by IS NOT OLD.asked_by OR NEW.guest_id IS NOT OLD.guest_id
  OR NEW.activity IS NOT OLD.activity OR NEW.asked_at IS NOT OLD.asked_at OR NEW.wished_id IS NOT OLD.wished_id
  OR (OLD.customer_id IS NOT NULL AND (NEW.customer_id IS NOT OLD.customer_id OR NEW.contact_id IS NOT OLD.contact_id))
  OR (OLD.slot_at IS NOT NULL AND NEW.slot_at IS NOT OLD.slot_at)
BEGIN
  SELECT RAISE(ABORT, 'reference_requests: what was asked, of whom and when is frozen');
END;
--> statement-breakpoint
-- The place under the caps is taken before the customer is asked, and only one of the three slots can be picked.
CREATE TRIGGER reference_requests_take_place BEFORE UPDATE OF status ON reference_requests
WHEN NEW.status = 'proposed' AND OLD.status = 'asked' AND (
  NOT EXISTS (SELECT 1 FROM activities a WHERE a.request_id = NEW.id AND a.status = 'planned' AND a.counts = 1
    AND a.customer_id = NEW.customer_id AND a.contact_id = NEW.contact_id)
  OR (SELECT count(*) FROM request_slots s JOIN activities a ON a.request_id = s.request_id
    WHERE s.request_id = NEW.id AND s.starts_at BETWEEN a.from_at AND a.until_at) <> 3)
BEGIN
  SELECT RAISE(ABORT, 'reference_requests: three slots and a place under the caps come first');
END;
--> statement-breakpoint
CREATE TRIGGER reference_requests_pick_slot BEFORE UPDATE OF slot_at ON reference_requests
WHEN NEW.slot_at IS NOT NULL AND OLD.slot_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM request_slots s WHERE s.request_id = NEW.id AND s.starts_at = NEW.slot_at)
BEGIN
  SELECT RAISE(ABORT, 'reference_requests: none of the three slots');
END;
--> statement-breakpoint
-- No appointment, and with it no name, without an agreement of confidence in force (NDA1).
CREATE TRIGGER reference_requests_under_nda BEFORE UPDATE OF status ON reference_requests
WHEN NEW.status = 'scheduled' AND OLD.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM ndas n WHERE n.prospect_id = NEW.prospect_id
  AND n.status = 'signed' AND n.ends_on >= date(NEW.since_at / 1000, 'unixepoch'))
BEGIN
  SELECT RAISE(ABORT, 'reference_requests: no NDA in force');
END;
--> statement-breakpoint
CREATE TRIGGER reference_requests_held_by_activity BEFORE UPDATE OF status ON reference_requests
WHEN NEW.status = 'held' AND NOT EXISTS (SELECT 1 FROM activities a WHERE a.request_id = NEW.id AND a.status = 'held')
BEGIN
  SELECT RAISE(ABORT, 'reference_requests: no activity was held');
END;
--> statement-breakpoint
-- A declined, withdrawn or expired ask frees its place at once (CAP2); one that nobody came to was an ask all the same.
CREATE TRIGGER reference_requests_free AFTER UPDATE OF status ON reference_requests
WHEN NEW.status IN ('declined','withdrawn','expired','missed') AND NEW.status <> OLD.status
BEGIN
  UPDATE activities SET status = 'cancelled', counts = (NEW.status = 'missed') WHERE request_id = NEW.id AND status = 'planned';
END;
--> statement-breakpoint
CREATE TRIGGER reference_requests_rest AFTER UPDATE OF status ON reference_requests
WHEN NEW.status = 'declined' AND OLD.status <> 'declined'
BEGIN
  UPDATE reference_profiles SET rest_until = max(coalesce(rest_until, 0), NEW.since_at + rest_days * 86400000)
  WHERE customer_id = NEW.customer_id AND rest_days > 0;
END;
--> statement-breakpoint
CREATE TRIGGER reference_requests_never_go BEFORE DELETE ON reference_requests
BEGIN
  SELECT RAISE(ABORT, 'reference_requests: a request is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER request_counts_begin AFTER INSERT ON reference_requests
BEGIN
  INSERT INTO request_counts (status, n) VALUES (NEW.status, 1) ON CONFLICT (status) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER request_counts_move AFTER UPDATE OF status ON reference_requests
WHEN NEW.status <> OLD.status
BEGIN
  UPDATE request_counts SET n = n - 1 WHERE status = OLD.status;
  INSERT INTO request_counts (status, n) VALUES (NEW.status, 1) ON CONFLICT (status) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER request_slots_begin BEFORE INSERT ON request_slots
WHEN NOT EXISTS (SELECT 1 FROM reference_requests r WHERE r.id = NEW.request_id AND r.status = 'asked')
BEGIN
  SELECT RAISE(ABORT, 'request_slots: offered before the customer is asked');
END;
--> statement-breakpoint
CREATE TRIGGER request_slots_never_change BEFORE UPDATE ON request_slots
BEGIN
  SELECT RAISE(ABORT, 'request_slots: a slot that was offered stays');
END;
--> statement-breakpoint
CREATE TRIGGER request_slots_never_go BEFORE DELETE ON request_slots
BEGIN
  SELECT RAISE(ABORT, 'request_slots: a slot that was offered stays');
END;
--> statement-breakpoint
CREATE TRIGGER request_outcomes_begin BEFORE INSERT ON request_outcomes
WHEN NOT EXISTS (SELECT 1 FROM reference_requests r
  WHERE r.id = NEW.request_id AND r.status IN ('scheduled','held','missed') AND r.slot_at <= NEW.said_at)
BEGIN
  SELECT RAISE(ABORT, 'request_outcomes: said after its time, of what was scheduled');
END;
--> statement-breakpoint
CREATE TRIGGER request_outcomes_never_change BEFORE UPDATE ON request_outcomes
BEGIN
  SELECT RAISE(ABORT, 'request_outcomes: what a side said stays');
END;
--> statement-breakpoint
CREATE TRIGGER request_outcomes_never_go BEFORE DELETE ON request_outcomes
BEGIN
  SELECT RAISE(ABORT, 'request_outcomes: what a side said stays');
END;
--> statement-breakpoint
CREATE TRIGGER ndas_begin BEFORE INSERT ON ndas
WHEN NEW.status <> 'sent' OR NEW.signed_at IS NOT NULL OR NEW.ends_on < date(NEW.sent_at / 1000, 'unixepoch')
  OR NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.signer_id AND c.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'ndas: begins sent, to a person of the prospect, and ends later');
END;
--> statement-breakpoint
CREATE TRIGGER ndas_moves BEFORE UPDATE OF status ON ndas
WHEN NEW.status <> OLD.status AND NOT ((OLD.status = 'sent' AND NEW.status IN ('signed','declined')) OR (OLD.status = 'signed' AND NEW.status = 'ended'))
BEGIN
  SELECT RAISE(ABORT, 'ndas: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER ndas_frozen BEFORE UPDATE ON ndas
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.kind IS NOT OLD.kind OR NEW.template_version IS NOT OLD.template_version
  OR NEW.text IS NOT OLD.text OR NEW.text_hash IS NOT OLD.text_hash OR NEW.signer_id IS NOT OLD.signer_id OR NEW.sent_by IS NOT OLD.sent_by
  OR NEW.sent_at IS NOT OLD.sent_at OR NEW.ends_on IS NOT OLD.ends_on
  OR (OLD.signed_at IS NOT NULL AND (NEW.signed_at IS NOT OLD.signed_at OR NEW.signed_by IS NOT OLD.signed_by))
BEGIN
  SELECT RAISE(ABORT, 'ndas: what was sent and signed is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER ndas_never_go BEFORE DELETE ON ndas
BEGIN
  SELECT RAISE(ABORT, 'ndas: an NDA is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER nda_views_begin BEFORE INSERT ON nda_views
WHEN NOT EXISTS (SELECT 1 FROM ndas n JOIN contacts c ON c.prospect_id = n.prospect_id WHERE n.id = NEW.nda_id AND c.id = NEW.contact_id)
BEGIN
  SELECT RAISE(ABORT, 'nda_views: no named viewer of this NDA');
END;
--> statement-breakpoint
CREATE TRIGGER nda_views_never_change BEFORE UPDATE ON nda_views
BEGIN
  SELECT RAISE(ABORT, 'nda_views: the log stays');
END;
--> statement-breakpoint
CREATE TRIGGER nda_views_never_go BEFORE DELETE ON nda_views
BEGIN
  SELECT RAISE(ABORT, 'nda_views: the log stays');
END;
--> statement-breakpoint
CREATE TRIGGER reference_caps_end_once BEFORE UPDATE ON reference_caps
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.id IS NOT OLD.id OR NEW.scope IS NOT OLD.scope OR NEW.subject IS NOT OLD.subject
  OR NEW.cap_group IS NOT OLD.cap_group OR NEW.count IS NOT OLD.count OR NEW.period_days IS NOT OLD.period_days
  OR NEW.set_by IS NOT OLD.set_by OR NEW.set_at IS NOT OLD.set_at
BEGIN
  SELECT RAISE(ABORT, 'reference_caps: a cap only ends, once');
END;
--> statement-breakpoint
CREATE TRIGGER reference_caps_never_go BEFORE DELETE ON reference_caps
BEGIN
  SELECT RAISE(ABORT, 'reference_caps: a cap is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER readiness_past BEFORE INSERT ON readiness
WHEN NEW.trained_on > date(NEW.set_at / 1000, 'unixepoch') OR NEW.last_checkin_on > date(NEW.set_at / 1000, 'unixepoch')
BEGIN
  SELECT RAISE(ABORT, 'readiness: a day that has not come');
END;
--> statement-breakpoint
CREATE TRIGGER readiness_stays_past BEFORE UPDATE ON readiness
WHEN NEW.trained_on > date(NEW.set_at / 1000, 'unixepoch') OR NEW.last_checkin_on > date(NEW.set_at / 1000, 'unixepoch')
  OR NEW.customer_id IS NOT OLD.customer_id
BEGIN
  SELECT RAISE(ABORT, 'readiness: a day that has not come');
END;
--> statement-breakpoint
CREATE TRIGGER perks_has_parent BEFORE INSERT ON perks
WHEN NEW.delivered_on IS NOT NULL OR NOT EXISTS (SELECT 1 FROM activities a WHERE a.id = NEW.activity_id)
BEGIN
  SELECT RAISE(ABORT, 'perks: begins undelivered, with an activity');
END;
--> statement-breakpoint
CREATE TRIGGER perks_deliver_once BEFORE UPDATE ON perks
WHEN OLD.delivered_on IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.activity_id IS NOT OLD.activity_id OR NEW.kind IS NOT OLD.kind
  OR NEW.is_gift IS NOT OLD.is_gift OR NEW.what IS NOT OLD.what OR NEW.created_at IS NOT OLD.created_at
BEGIN
  SELECT RAISE(ABORT, 'perks: delivered once');
END;
--> statement-breakpoint
CREATE TRIGGER perks_never_go BEFORE DELETE ON perks
BEGIN
  SELECT RAISE(ABORT, 'perks: a perk is never deleted');
END;
--> statement-breakpoint
-- The programme's own caps, until an administrator sets others (domain.md A11).
INSERT INTO reference_caps (id, scope, subject, cap_group, count, period_days, set_by, set_at) VALUES
  ('rcp_calls_month', 'default', '', 'call', 1, 30, 'system', 0),
  ('rcp_calls_quarter', 'default', '', 'call', 2, 90, 'system', 0),
  ('rcp_visits_year', 'default', '', 'site_visit', 2, 365, 'system', 0),
  ('rcp_public_quarter', 'default', '', 'public', 1, 90, 'system', 0);
