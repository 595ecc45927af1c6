-- A finding begins open, keeps what it found, and is decided once, by a person with a reason.
CREATE TRIGGER signals_begin BEFORE INSERT ON signals
WHEN NEW.status <> 'open' OR NEW.taken_by IS NOT NULL OR NEW.settled_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id)
  OR NEW.subject_id IS NOT (CASE NEW.subject_kind WHEN 'prospect' THEN NEW.prospect_id WHEN 'partner' THEN NEW.partner_id ELSE NEW.subject_id END)
  OR NEW.subject_kind = 'commission' AND NOT EXISTS (SELECT 1 FROM commissions c WHERE c.id = NEW.subject_id AND c.partner_id = NEW.partner_id)
BEGIN
  SELECT RAISE(ABORT, 'signals: begins open, about a partner and its subject');
END;
--> statement-breakpoint
CREATE TRIGGER signals_frozen BEFORE UPDATE ON signals
WHEN NEW.id IS NOT OLD.id OR NEW.rule IS NOT OLD.rule OR NEW.subject_kind IS NOT OLD.subject_kind OR NEW.subject_id IS NOT OLD.subject_id
  OR NEW.partner_id IS NOT OLD.partner_id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.source IS NOT OLD.source
  OR NEW.evidence IS NOT OLD.evidence OR NEW.found_at IS NOT OLD.found_at
BEGIN
  SELECT RAISE(ABORT, 'signals: what was found is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER signals_decide_once BEFORE UPDATE ON signals
WHEN OLD.status <> 'open' AND (NEW.status IS NOT OLD.status OR NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at
  OR NEW.reason IS NOT OLD.reason OR NEW.taken_by IS NOT OLD.taken_by)
BEGIN
  SELECT RAISE(ABORT, 'signals: a signal is decided once');
END;
--> statement-breakpoint
CREATE TRIGGER signals_settle BEFORE UPDATE ON signals
WHEN NEW.status = OLD.status AND OLD.settled_at IS NOT NULL AND NEW.settled_at IS NOT OLD.settled_at
  OR NEW.status <> OLD.status AND NEW.settled_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'signals: commissions follow each status once');
END;
--> statement-breakpoint
CREATE TRIGGER signals_never_go BEFORE DELETE ON signals
BEGIN
  SELECT RAISE(ABORT, 'signals: a signal is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER signal_counts_found AFTER INSERT ON signals
BEGIN
  INSERT INTO signal_counts (rule, status, n) VALUES (NEW.rule, NEW.status, 1) ON CONFLICT (rule, status) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER signal_counts_decided AFTER UPDATE OF status ON signals
WHEN NEW.status <> OLD.status
BEGIN
  UPDATE signal_counts SET n = n - 1 WHERE rule = OLD.rule AND status = OLD.status;
  INSERT INTO signal_counts (rule, status, n) VALUES (NEW.rule, NEW.status, 1) ON CONFLICT (rule, status) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER signal_notes_in_order BEFORE INSERT ON signal_notes
WHEN NEW.n <> 1 + (SELECT coalesce(max(k.n), 0) FROM signal_notes k WHERE k.signal_id = NEW.signal_id)
  OR NOT EXISTS (SELECT 1 FROM signals s WHERE s.id = NEW.signal_id)
BEGIN
  SELECT RAISE(ABORT, 'signal_notes: notes follow each other beside a signal');
END;
--> statement-breakpoint
CREATE TRIGGER signal_notes_never_change BEFORE UPDATE ON signal_notes
BEGIN
  SELECT RAISE(ABORT, 'signal_notes: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER signal_notes_never_go BEFORE DELETE ON signal_notes
BEGIN
  SELECT RAISE(ABORT, 'signal_notes: append-only');
END;
--> statement-breakpoint
-- An exemption ends once, by its date or by somebody.
CREATE TRIGGER signal_exemptions_begin BEFORE INSERT ON signal_exemptions
WHEN NEW.ended_at IS NOT NULL
  OR NEW.partner_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id)
  OR NEW.group_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = NEW.group_id)
BEGIN
  SELECT RAISE(ABORT, 'signal_exemptions: begins in force, for a partner or a group');
END;
--> statement-breakpoint
CREATE TRIGGER signal_exemptions_end_once BEFORE UPDATE ON signal_exemptions
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.id IS NOT OLD.id OR NEW.rule IS NOT OLD.rule OR NEW.partner_id IS NOT OLD.partner_id
  OR NEW.group_id IS NOT OLD.group_id OR NEW.reason IS NOT OLD.reason OR NEW.granted_by IS NOT OLD.granted_by
  OR NEW.granted_at IS NOT OLD.granted_at OR NEW.ends_at IS NOT OLD.ends_at
BEGIN
  SELECT RAISE(ABORT, 'signal_exemptions: an exemption only ends, once');
END;
--> statement-breakpoint
CREATE TRIGGER signal_exemptions_never_go BEFORE DELETE ON signal_exemptions
BEGIN
  SELECT RAISE(ABORT, 'signal_exemptions: an exemption is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER lookouts_go_on BEFORE UPDATE ON lookouts
WHEN NEW.behind < OLD.behind
BEGIN
  SELECT RAISE(ABORT, 'lookouts: the trail is read forwards');
END;
