-- SUR1: asked about work that is closed, and once.
CREATE TRIGGER surveys_begin BEFORE INSERT ON surveys
WHEN NEW.answered_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM engagements e WHERE e.id = NEW.engagement_id AND e.prospect_id = NEW.prospect_id AND e.status = 'closed')
BEGIN
  SELECT RAISE(ABORT, 'surveys: of a closed engagement, not answered yet');
END;
--> statement-breakpoint
CREATE TRIGGER surveys_never_go BEFORE DELETE ON surveys
BEGIN
  SELECT RAISE(ABORT, 'surveys: a survey is never deleted');
END;
--> statement-breakpoint
DROP TRIGGER quotes_published;
--> statement-breakpoint
-- SUR2, GRA4: in public only where its author allowed it, and under the organisation's living permission for exactly these words. The permission's own hash
-- covers more than the words (its kind, its person, what is given for it), so the words are compared letter by letter.
CREATE TRIGGER quotes_published BEFORE UPDATE OF status, grant_id, channels ON quotes
WHEN NEW.status = 'published' AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.id = NEW.grant_id AND g.prospect_id = NEW.prospect_id
  AND g.scope = 'organisation' AND g.status = 'given' AND g.text IS NEW.text
  AND EXISTS (SELECT 1 FROM json_each(NEW.channels) c WHERE g.kind IN (SELECT k.value FROM json_each(CASE c.value
    WHEN 'site' THEN '["web_release"]'
    WHEN 'press' THEN '["press_release","joint_press_release"]'
    WHEN 'print' THEN '["public_document"]'
    WHEN 'sales' THEN '["nda_slide"]'
    ELSE '[]' END) k)))
BEGIN
  SELECT RAISE(ABORT, 'quotes: no consent, or no live grant for these words');
END;
--> statement-breakpoint
-- However a published line ends, our own places go dark with it.
CREATE TRIGGER quotes_closed AFTER UPDATE OF status ON quotes
WHEN OLD.status = 'published' AND NEW.status IN ('ended', 'withdrawn')
BEGIN
  UPDATE grant_uses SET taken_down_at = NEW.closed_at, taken_down_by = 'system' WHERE taken_down_at IS NULL AND kind IN ('wall', 'quote')
    AND grant_id IN (SELECT g.id FROM grants g WHERE g.prospect_id = NEW.prospect_id AND g.text IS NEW.text);
END;
