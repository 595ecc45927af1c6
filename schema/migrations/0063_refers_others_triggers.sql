-- The proof that a customer refers others names nobody: who was introduced may be erased, and the proof is another's.
DROP TRIGGER evidence_by_introduction;
--> statement-breakpoint
CREATE TRIGGER evidence_by_introduction AFTER INSERT ON introductions
BEGIN
  INSERT INTO evidence (id, prospect_id, level, direction, detail, happened_on, source, recorded_by, recorded_at)
    SELECT 'evd_' || NEW.id, c.prospect_id, 11, 'up', 'Its first introduction.', date(NEW.created_at / 1000, 'unixepoch'),
      'refers/' || c.prospect_id, 'system', NEW.created_at
    FROM partners p JOIN customers c ON c.prospect_id = p.prospect_id JOIN prospects o ON o.id = c.prospect_id AND o.erased_at IS NULL
    WHERE p.id = NEW.partner_id AND c.prospect_id <> NEW.prospect_id
      AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.source = 'refers/' || c.prospect_id);
END;
--> statement-breakpoint
-- A registration proves it as well, whichever came first; one's own company is nobody else.
CREATE TRIGGER evidence_by_registration AFTER INSERT ON registrations
BEGIN
  INSERT INTO evidence (id, prospect_id, level, direction, detail, happened_on, source, recorded_by, recorded_at)
    SELECT 'evd_' || NEW.id, c.prospect_id, 11, 'up', 'Its first registration.', date(NEW.submitted_at / 1000, 'unixepoch'),
      'refers/' || c.prospect_id, 'system', NEW.submitted_at
    FROM partners p JOIN customers c ON c.prospect_id = p.prospect_id JOIN prospects o ON o.id = c.prospect_id AND o.erased_at IS NULL
    WHERE p.id = NEW.partner_id AND c.prospect_id IS NOT NEW.prospect_id AND NEW.domain IS NOT o.domain AND NEW.domain IS NOT p.domain
      AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.source = 'refers/' || c.prospect_id);
END;
--> statement-breakpoint
DROP TRIGGER evidence_never_change;
--> statement-breakpoint
UPDATE evidence SET detail = 'Its first introduction.' WHERE source GLOB 'refers/*' AND detail <> 'Erased';
--> statement-breakpoint
CREATE TRIGGER evidence_never_change BEFORE UPDATE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = OLD.prospect_id AND p.erased_at IS NOT NULL) OR
  NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.level IS NOT OLD.level OR NEW.direction IS NOT OLD.direction OR
  NEW.happened_on IS NOT OLD.happened_on OR NEW.deal_id IS NOT OLD.deal_id OR NEW.source IS NOT OLD.source OR
  NEW.recorded_by IS NOT OLD.recorded_by OR NEW.recorded_at IS NOT OLD.recorded_at
BEGIN
  SELECT RAISE(ABORT, 'evidence: a step never changes');
END;
