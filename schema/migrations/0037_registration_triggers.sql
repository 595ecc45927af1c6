-- A registration moves as domain.md B2 draws it; an appeal is made once.
CREATE TRIGGER registrations_begin BEFORE INSERT ON registrations
WHEN NEW.status <> 'submitted' OR NEW.erased_at IS NOT NULL OR NEW.due_told_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id)
BEGIN
  SELECT RAISE(ABORT, 'registrations: begins submitted, by a partner');
END;
--> statement-breakpoint
CREATE TRIGGER registrations_moves BEFORE UPDATE OF status ON registrations
WHEN NEW.status <> OLD.status AND NOT (
  (OLD.status = 'submitted' AND NEW.status IN ('accepted', 'refused', 'withdrawn'))
  OR (OLD.status = 'refused' AND NEW.status = 'appealed' AND OLD.appealed_at IS NULL)
  OR (OLD.status = 'appealed' AND NEW.status IN ('accepted', 'refused', 'withdrawn'))
  OR (OLD.status = 'accepted' AND NEW.status = 'ended'))
BEGIN
  SELECT RAISE(ABORT, 'registrations: no such step');
END;
--> statement-breakpoint
CREATE TRIGGER registrations_decided BEFORE UPDATE OF status ON registrations
WHEN NEW.status <> OLD.status AND NEW.status IN ('accepted', 'refused') AND NOT EXISTS (SELECT 1 FROM registration_decisions d
  WHERE d.registration_id = OLD.id AND d.n = CASE OLD.status WHEN 'submitted' THEN 1 ELSE 2 END AND d.outcome = NEW.status)
BEGIN
  SELECT RAISE(ABORT, 'registrations: a person decides');
END;
--> statement-breakpoint
-- What the partner said stays as it was said, until the prospect has it erased.
CREATE TRIGGER registrations_frozen BEFORE UPDATE ON registrations
WHEN NEW.id IS NOT OLD.id OR NEW.partner_id IS NOT OLD.partner_id OR NEW.member_id IS NOT OLD.member_id OR NEW.answer IS NOT OLD.answer
  OR NEW.others IS NOT OLD.others OR NEW.work_stage IS NOT OLD.work_stage OR NEW.submitted_at IS NOT OLD.submitted_at
  OR (OLD.erased_at IS NOT NULL AND NEW.erased_at IS NOT OLD.erased_at)
  OR ((OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL) AND (NEW.company IS NOT OLD.company OR NEW.name_key IS NOT OLD.name_key
    OR NEW.name_lead IS NOT OLD.name_lead OR NEW.domain IS NOT OLD.domain OR NEW.need IS NOT OLD.need OR NEW.next_step IS NOT OLD.next_step
    OR NEW.scope IS NOT OLD.scope OR (OLD.appeal IS NOT NULL AND NEW.appeal IS NOT OLD.appeal)))
  OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS NOT OLD.appealed_at OR NEW.appealed_by IS NOT OLD.appealed_by))
  OR (OLD.status NOT IN ('submitted', 'appealed') AND OLD.prospect_id IS NOT NULL AND NEW.prospect_id IS NOT OLD.prospect_id)
  OR (NEW.due_at IS NOT OLD.due_at AND NOT (OLD.status = 'refused' AND NEW.status = 'appealed'))
  OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NOT OLD.ended_at OR NEW.ended_because IS NOT OLD.ended_because))
BEGIN
  SELECT RAISE(ABORT, 'registrations: frozen');
END;
--> statement-breakpoint
CREATE TRIGGER registrations_protected BEFORE UPDATE OF protected_until ON registrations
WHEN OLD.protected_until IS NOT NULL AND NEW.protected_until IS NOT OLD.protected_until AND NOT (OLD.status = 'accepted' AND EXISTS (
  SELECT 1 FROM registration_extensions e WHERE e.registration_id = OLD.id AND e.status = 'granted' AND e.until_at = NEW.protected_until))
BEGIN
  SELECT RAISE(ABORT, 'registrations: only a granted extension moves the end of the protection');
END;
--> statement-breakpoint
CREATE TRIGGER registrations_never_go BEFORE DELETE ON registrations
BEGIN
  SELECT RAISE(ABORT, 'registrations: a registration is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER registration_people_begin BEFORE INSERT ON registration_people
WHEN NOT EXISTS (SELECT 1 FROM registrations r WHERE r.id = NEW.registration_id AND r.status = 'submitted' AND r.erased_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'registration_people: named with the registration');
END;
--> statement-breakpoint
CREATE TRIGGER registration_people_frozen BEFORE UPDATE ON registration_people
WHEN NEW.registration_id IS NOT OLD.registration_id OR NEW.n IS NOT OLD.n OR NEW.role IS NOT OLD.role OR NEW.confidence IS NOT OLD.confidence
  OR NOT EXISTS (SELECT 1 FROM registrations r WHERE r.id = OLD.registration_id AND r.erased_at IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'registration_people: frozen until erased');
END;
--> statement-breakpoint
CREATE TRIGGER registration_people_never_go BEFORE DELETE ON registration_people
BEGIN
  SELECT RAISE(ABORT, 'registration_people: never deleted');
END;
--> statement-breakpoint
-- One answer to what was sent, one more to its appeal, by another person.
CREATE TRIGGER registration_decisions_begin BEFORE INSERT ON registration_decisions
WHEN NOT EXISTS (SELECT 1 FROM registrations r WHERE r.id = NEW.registration_id
  AND r.status = CASE NEW.n WHEN 1 THEN 'submitted' ELSE 'appealed' END)
BEGIN
  SELECT RAISE(ABORT, 'registration_decisions: nothing waits for it');
END;
--> statement-breakpoint
CREATE TRIGGER registration_decisions_other_person BEFORE INSERT ON registration_decisions
WHEN NEW.n = 2 AND EXISTS (SELECT 1 FROM registration_decisions d WHERE d.registration_id = NEW.registration_id AND d.decided_by = NEW.decided_by)
BEGIN
  SELECT RAISE(ABORT, 'registration_decisions: another person decides an appeal');
END;
--> statement-breakpoint
CREATE TRIGGER registration_decisions_never_change BEFORE UPDATE ON registration_decisions
BEGIN
  SELECT RAISE(ABORT, 'registration_decisions: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER registration_decisions_never_go BEFORE DELETE ON registration_decisions
BEGIN
  SELECT RAISE(ABORT, 'registration_decisions: append-only');
END;
--> statement-breakpoint
CREATE TRIGGER registration_extensions_begin BEFORE INSERT ON registration_extensions
WHEN NEW.status <> 'open' OR NOT EXISTS (SELECT 1 FROM registrations r WHERE r.id = NEW.registration_id AND r.status = 'accepted')
BEGIN
  SELECT RAISE(ABORT, 'registration_extensions: asked once, of an accepted registration');
END;
--> statement-breakpoint
CREATE TRIGGER registration_extensions_decide_once BEFORE UPDATE ON registration_extensions
WHEN NEW.registration_id IS NOT OLD.registration_id OR NEW.asked_by IS NOT OLD.asked_by OR NEW.asked_at IS NOT OLD.asked_at
  OR NEW.due_at IS NOT OLD.due_at
  OR (NEW.progress IS NOT OLD.progress AND NOT EXISTS (SELECT 1 FROM registrations r WHERE r.id = OLD.registration_id AND r.erased_at IS NOT NULL))
  OR (OLD.status <> 'open' AND (NEW.status IS NOT OLD.status OR NEW.until_at IS NOT OLD.until_at OR NEW.reason IS NOT OLD.reason
    OR NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at))
  OR (OLD.status = 'open' AND NEW.status = 'granted' AND NOT EXISTS (SELECT 1 FROM registrations r WHERE r.id = OLD.registration_id
    AND r.status = 'accepted' AND NEW.until_at > r.protected_until))
BEGIN
  SELECT RAISE(ABORT, 'registration_extensions: decided once');
END;
--> statement-breakpoint
CREATE TRIGGER registration_extensions_never_go BEFORE DELETE ON registration_extensions
BEGIN
  SELECT RAISE(ABORT, 'registration_extensions: never deleted');
END;
--> statement-breakpoint
-- What a name sounds like says who it is.
CREATE TRIGGER company_names_erased AFTER UPDATE OF erased_at ON prospects
WHEN NEW.erased_at IS NOT NULL
BEGIN
  DELETE FROM company_names WHERE prospect_id = NEW.id;
END;
