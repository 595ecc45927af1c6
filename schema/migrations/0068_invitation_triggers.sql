-- ASK1, ASK2: a question that follows from criteria, of a person of the same customer; invited when all of them came true and nothing is open.
CREATE TRIGGER kickoff_asks_begin BEFORE INSERT ON kickoff_asks
WHEN NEW.invited_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM engagements e WHERE e.id = NEW.engagement_id AND e.prospect_id = NEW.prospect_id AND e.status <> 'closed')
  OR NOT EXISTS (SELECT 1 FROM criteria c WHERE c.engagement_id = NEW.engagement_id)
  OR NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = NEW.contact_id AND c.prospect_id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'kickoff_asks: of an open engagement with criteria, and of a person of its customer');
END;
--> statement-breakpoint
CREATE TRIGGER kickoff_asks_invited BEFORE UPDATE OF invited_at ON kickoff_asks
WHEN NEW.invited_at IS NOT NULL AND (
  NOT EXISTS (SELECT 1 FROM criteria c WHERE c.engagement_id = NEW.engagement_id)
  OR EXISTS (SELECT 1 FROM criteria c WHERE c.engagement_id = NEW.engagement_id AND c.status <> 'met')
  OR EXISTS (SELECT 1 FROM grievances g WHERE g.prospect_id = NEW.prospect_id AND g.status <> 'settled'))
BEGIN
  SELECT RAISE(ABORT, 'kickoff_asks: not everything came true, or something is open between us');
END;
--> statement-breakpoint
CREATE TRIGGER kickoff_asks_never_go BEFORE DELETE ON kickoff_asks
BEGIN
  SELECT RAISE(ABORT, 'kickoff_asks: an answer is never deleted');
END;
--> statement-breakpoint
-- One invitation for each answer, in the batch that drafts it.
CREATE TRIGGER kickoff_asks_draft AFTER UPDATE OF invited_at ON kickoff_asks
WHEN OLD.invited_at IS NULL AND NEW.invited_at IS NOT NULL
BEGIN
  INSERT INTO invitations (ask_id, engagement_id, prospect_id, contact_id, status, drafted_at)
    VALUES (NEW.id, NEW.engagement_id, NEW.prospect_id, NEW.contact_id, 'drafted', NEW.invited_at);
END;
--> statement-breakpoint
CREATE TRIGGER invitations_begin BEFORE INSERT ON invitations
WHEN NEW.status <> 'drafted' OR NOT EXISTS (SELECT 1 FROM kickoff_asks k WHERE k.id = NEW.ask_id AND k.invited_at IS NOT NULL
  AND k.engagement_id = NEW.engagement_id AND k.prospect_id = NEW.prospect_id AND k.contact_id = NEW.contact_id)
BEGIN
  SELECT RAISE(ABORT, 'invitations: begins drafted, of an answer that became one');
END;
--> statement-breakpoint
CREATE TRIGGER invitations_decide_once BEFORE UPDATE ON invitations
WHEN OLD.status <> 'drafted' OR NEW.ask_id IS NOT OLD.ask_id OR NEW.engagement_id IS NOT OLD.engagement_id OR NEW.prospect_id IS NOT OLD.prospect_id
  OR NEW.contact_id IS NOT OLD.contact_id OR NEW.drafted_at IS NOT OLD.drafted_at
  OR NEW.grant_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.id = NEW.grant_id AND g.prospect_id = NEW.prospect_id
    AND g.contact_id = NEW.contact_id AND g.kind = 'calls' AND g.scope = 'individual')
BEGIN
  SELECT RAISE(ABORT, 'invitations: sent with its own person’s permission, or left, once');
END;
--> statement-breakpoint
CREATE TRIGGER invitations_never_go BEFORE DELETE ON invitations
BEGIN
  SELECT RAISE(ABORT, 'invitations: an invitation is never deleted');
END;
--> statement-breakpoint
-- What was drafted before this table was.
INSERT INTO invitations (ask_id, engagement_id, prospect_id, contact_id, status, drafted_at)
  SELECT id, engagement_id, prospect_id, contact_id, 'drafted', invited_at FROM kickoff_asks WHERE invited_at IS NOT NULL;
