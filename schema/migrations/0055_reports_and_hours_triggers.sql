-- NDA3: plans are opened (level 6) under an NDA that binds both sides, on the day they are.
CREATE TRIGGER evidence_of_plans BEFORE INSERT ON evidence
WHEN NEW.direction = 'up' AND NEW.level = 6 AND NOT EXISTS (SELECT 1 FROM ndas n WHERE n.prospect_id = NEW.prospect_id AND n.kind = 'mutual'
  AND n.status IN ('signed', 'ended') AND date(n.signed_at / 1000, 'unixepoch') <= NEW.happened_on AND n.ends_on >= NEW.happened_on
  AND (n.closed_at IS NULL OR date(n.closed_at / 1000, 'unixepoch') >= NEW.happened_on))
BEGIN
  SELECT RAISE(ABORT, 'evidence: plans are opened under a mutual NDA');
END;
--> statement-breakpoint
CREATE TRIGGER hours_spent_begin BEFORE INSERT ON hours_spent
WHEN NOT EXISTS (SELECT 1 FROM contacts c JOIN prospects p ON p.id = c.prospect_id WHERE c.id = NEW.contact_id AND c.prospect_id = NEW.prospect_id AND p.erased_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'hours_spent: with a person of that prospect');
END;
--> statement-breakpoint
CREATE TRIGGER hours_spent_never_change BEFORE UPDATE ON hours_spent
BEGIN
  SELECT RAISE(ABORT, 'hours_spent: what was spent never changes');
END;
--> statement-breakpoint
CREATE TRIGGER hours_spent_never_go BEFORE DELETE ON hours_spent
BEGIN
  SELECT RAISE(ABORT, 'hours_spent: what was spent never goes');
END;
