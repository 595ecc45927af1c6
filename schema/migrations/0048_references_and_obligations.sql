-- What an activity would fill is owed under an agreement in force, and no more is planned than is due (OBL3).
CREATE TRIGGER activities_owed BEFORE INSERT ON activities
WHEN NEW.obligation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM obligations o JOIN agreements a ON a.id = o.agreement_id
  WHERE o.id = NEW.obligation_id AND o.prospect_id = NEW.customer_id AND o.activity = NEW.kind AND a.status = 'signed'
    AND o.due > (SELECT count(*) FROM activities x WHERE x.obligation_id = o.id AND x.status = 'planned'))
BEGIN
  SELECT RAISE(ABORT, 'activities: more than is owed');
END;
--> statement-breakpoint
DROP TRIGGER activities_frozen;
--> statement-breakpoint
-- An obligation that ended before the day came is let go of: what is held then is a favour.
CREATE TRIGGER activities_frozen BEFORE UPDATE ON activities
WHEN NEW.id IS NOT OLD.id OR NEW.customer_id IS NOT OLD.customer_id OR NEW.contact_id IS NOT OLD.contact_id OR NEW.kind IS NOT OLD.kind
  OR NEW.cap_group IS NOT OLD.cap_group OR NEW.request_id IS NOT OLD.request_id
  OR (NEW.obligation_id IS NOT OLD.obligation_id AND (NEW.obligation_id IS NOT NULL OR OLD.status <> 'planned'))
  OR NEW.planned_by IS NOT OLD.planned_by OR NEW.planned_at IS NOT OLD.planned_at OR NEW.counts > OLD.counts
  OR NEW.from_at < OLD.from_at OR NEW.until_at > OLD.until_at OR (OLD.status <> 'planned' AND (NEW.from_at <> OLD.from_at
  OR NEW.until_at <> OLD.until_at OR NEW.held_at IS NOT OLD.held_at OR NEW.minutes IS NOT OLD.minutes OR NEW.counts <> OLD.counts))
BEGIN
  SELECT RAISE(ABORT, 'activities: frozen; its time may only become more exact');
END;
--> statement-breakpoint
-- Only a held activity delivers, and only what it was planned for (OBL2).
CREATE TRIGGER obligation_moves_of_held BEFORE INSERT ON obligation_moves
WHEN NEW.kind = 'delivered' AND NOT EXISTS (SELECT 1 FROM activities a
  WHERE a.id = NEW.activity_id AND a.status = 'held' AND a.obligation_id = NEW.obligation_id)
BEGIN
  SELECT RAISE(ABORT, 'obligation_moves: no held activity');
END;
--> statement-breakpoint
CREATE TRIGGER perks_gift_policy BEFORE UPDATE OF delivered_on ON perks
WHEN NEW.delivered_on IS NOT NULL AND NEW.is_gift = 1 AND NOT EXISTS (SELECT 1 FROM activities a JOIN customers c ON c.prospect_id = a.customer_id
  WHERE a.id = NEW.activity_id AND c.gift_policy IN ('allowed', 'limited'))
BEGIN
  SELECT RAISE(ABORT, 'perks: no gift without a policy that allows it');
END;
