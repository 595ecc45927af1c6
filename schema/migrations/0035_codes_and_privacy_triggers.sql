-- A code that was used once stays its partner's; what it was used for is counted here alone.
CREATE TRIGGER promotion_codes_stay BEFORE UPDATE OF id, partner_id ON promotion_codes
WHEN NEW.id IS NOT OLD.id OR
  NEW.partner_id IS NOT OLD.partner_id AND OLD.credits > 0
BEGIN
  SELECT RAISE(ABORT, 'promotion_codes: a used code stays its partner''s');
END;
--> statement-breakpoint
CREATE TRIGGER promotion_codes_never_go BEFORE DELETE ON promotion_codes
BEGIN
  SELECT RAISE(ABORT, 'promotion_codes: a code is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER promotion_codes_credited AFTER INSERT ON touches
WHEN NEW.kind = 'code'
BEGIN
  UPDATE promotion_codes SET credits = credits + 1
    WHERE id = substr(NEW.source, 6, instr(substr(NEW.source, 6) || '/', '/') - 1) AND NEW.source GLOB 'code/*';
END;
--> statement-breakpoint
CREATE TRIGGER promotion_codes_limited BEFORE INSERT ON touches
WHEN NEW.kind = 'code' AND NEW.source GLOB 'code/promo_*' AND NOT EXISTS (SELECT 1 FROM promotion_codes c
  WHERE c.id = substr(NEW.source, 6, instr(substr(NEW.source, 6) || '/', '/') - 1) AND c.partner_id = NEW.partner_id
    AND (c.most_credits IS NULL OR c.credits < c.most_credits))
BEGIN
  SELECT RAISE(ABORT, 'touches: no code of this partner, or used as often as it may');
END;
--> statement-breakpoint
CREATE TRIGGER declines_frozen BEFORE UPDATE ON declines
WHEN NEW.id IS NOT OLD.id OR NEW.partner_id IS NOT OLD.partner_id OR NEW.source IS NOT OLD.source OR NEW.link_id IS NOT OLD.link_id
  OR NEW.click_id IS NOT OLD.click_id OR NEW.said_at IS NOT OLD.said_at OR OLD.prospect_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'declines: what was said stays');
END;
--> statement-breakpoint
CREATE TRIGGER declines_never_go BEFORE DELETE ON declines
BEGIN
  SELECT RAISE(ABORT, 'declines: what was said stays');
END;
--> statement-breakpoint
CREATE TRIGGER left_alone_frozen BEFORE UPDATE ON left_alone
BEGIN
  SELECT RAISE(ABORT, 'left_alone: never changes');
END;
--> statement-breakpoint
-- An erased prospect stays erased.
CREATE TRIGGER prospects_erased_once BEFORE UPDATE ON prospects
WHEN OLD.erased_at IS NOT NULL AND (NEW.erased_at IS NOT OLD.erased_at OR NEW.company IS NOT OLD.company OR NEW.domain IS NOT OLD.domain
  OR NEW.need IS NOT OLD.need)
BEGIN
  SELECT RAISE(ABORT, 'prospects: erased once and for all');
END;
--> statement-breakpoint
CREATE TRIGGER contacts_not_of_erased BEFORE INSERT ON contacts
WHEN EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id AND p.erased_at IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'contacts: this prospect was erased');
END;
--> statement-breakpoint
CREATE TRIGGER introductions_not_of_erased BEFORE INSERT ON introductions
WHEN EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id AND p.erased_at IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'introductions: this prospect was erased');
END;
--> statement-breakpoint
CREATE TRIGGER seal_salts_begin BEFORE INSERT ON seal_salts
WHEN NEW.salt IS NULL OR NEW.position <= coalesce((SELECT json_extract(s.upto, '$.' || NEW.log) FROM seals s ORDER BY s.n DESC LIMIT 1), -1)
BEGIN
  SELECT RAISE(ABORT, 'seal_salts: made with the seal');
END;
--> statement-breakpoint
CREATE TRIGGER seal_salts_erase BEFORE UPDATE ON seal_salts
WHEN NEW.log IS NOT OLD.log OR NEW.position IS NOT OLD.position OR OLD.salt IS NULL OR NEW.salt IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.erased_with AND p.erased_at IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'seal_salts: a salt goes once, with an erased prospect');
END;
--> statement-breakpoint
CREATE TRIGGER seal_salts_never_go BEFORE DELETE ON seal_salts
BEGIN
  SELECT RAISE(ABORT, 'seal_salts: never deleted');
END;
--> statement-breakpoint
-- The trail and the decisions never change, but for the words about a prospect that was erased, once.
DROP TRIGGER audit_never_change;
--> statement-breakpoint
CREATE TRIGGER audit_never_change BEFORE UPDATE ON audit
WHEN NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor OR NEW.act IS NOT OLD.act
  OR NEW.subject IS NOT OLD.subject OR NEW.partner_id IS NOT OLD.partner_id
  OR NEW.detail IS NOT '{"erased":true}' OR OLD.detail IS '{"erased":true}'
  OR NOT EXISTS (SELECT 1 FROM seal_salts s WHERE s.log = 'audit' AND s.position = OLD.seq AND s.digest IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'audit: the trail never changes');
END;
--> statement-breakpoint
DROP TRIGGER attributions_never_change;
--> statement-breakpoint
CREATE TRIGGER attributions_never_change BEFORE UPDATE ON attributions
WHEN NEW.id IS NOT OLD.id OR NEW.prospect_id IS NOT OLD.prospect_id OR NEW.n IS NOT OLD.n OR NEW.partner_id IS NOT OLD.partner_id
  OR NEW.touch_id IS NOT OLD.touch_id OR NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at
  OR NEW.reason IS NOT 'erased' OR OLD.reason IS 'erased' OR (NEW.held_reason IS NULL) IS NOT (OLD.held_reason IS NULL)
  OR NOT EXISTS (SELECT 1 FROM seal_salts s WHERE s.log = 'attributions' AND s.position = OLD.rowid AND s.digest IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'attributions: a decision never changes');
END;
