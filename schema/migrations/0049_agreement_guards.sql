-- OBL2: only an activity that was held delivers, and only for its own customer.
CREATE TRIGGER obligation_moves_held BEFORE INSERT ON obligation_moves
WHEN NEW.kind = 'delivered' AND NOT EXISTS (SELECT 1 FROM activities a JOIN obligations o ON o.id = NEW.obligation_id
  WHERE a.id = NEW.activity_id AND a.status = 'held' AND a.customer_id = o.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'obligation_moves: only a held activity delivers');
END;
--> statement-breakpoint
-- GRA2: where the company allows nothing in public, its people are private only.
CREATE TRIGGER grants_private_only BEFORE INSERT ON grants
WHEN NEW.kind <> 'calls' AND EXISTS (SELECT 1 FROM customers c WHERE c.prospect_id = NEW.prospect_id AND c.reference_policy IN ('private_only', 'forbidden'))
BEGIN
  SELECT RAISE(ABORT, 'grants: this company allows nothing in public');
END;
--> statement-breakpoint
CREATE TRIGGER grants_private_only_given BEFORE UPDATE OF status ON grants
WHEN NEW.status = 'given' AND OLD.status = 'asked' AND NEW.kind <> 'calls'
  AND EXISTS (SELECT 1 FROM customers c WHERE c.prospect_id = NEW.prospect_id AND c.reference_policy IN ('private_only', 'forbidden'))
BEGIN
  SELECT RAISE(ABORT, 'grants: this company allows nothing in public');
END;
