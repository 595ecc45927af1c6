-- Only what was tried and is not applied is set aside, and it is not applied while it is.
CREATE TRIGGER inbox_sets_aside BEFORE UPDATE ON inbox
WHEN NEW.set_aside_at IS NOT NULL AND (NEW.status <> 'ignored' OR OLD.set_aside_at IS NULL AND (OLD.status NOT IN ('new','waiting') OR OLD.tries = 0))
BEGIN
  SELECT RAISE(ABORT, 'inbox: only what was tried and is not applied is set aside');
END;
--> statement-breakpoint
CREATE TRIGGER inbox_begins BEFORE INSERT ON inbox
WHEN NEW.set_aside_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'inbox: nothing begins set aside');
END;
--> statement-breakpoint
-- Who proposed a transfer of a run, or made the run, confirms none of it: their run could not be approved any more.
CREATE TRIGGER adoptions_apart BEFORE UPDATE OF status ON adoptions
WHEN NEW.status = 'proposed' AND OLD.status = 'found' AND EXISTS
    (SELECT 1 FROM adoptions a WHERE a.run_id = NEW.run_id AND a.confirmed_by = NEW.proposed_by)
  OR NEW.status = 'confirmed' AND OLD.status = 'proposed' AND (EXISTS
    (SELECT 1 FROM adoptions a WHERE a.run_id = NEW.run_id AND a.proposed_by = NEW.confirmed_by) OR EXISTS
    (SELECT 1 FROM payout_runs r WHERE r.id = NEW.run_id AND r.status IN ('draft','submitted') AND NEW.confirmed_by IN (r.prepared_by, r.submitted_by)))
BEGIN
  SELECT RAISE(ABORT, 'adoptions: who proposes into a run does not confirm into it');
END;
--> statement-breakpoint
-- `obligation_moves_of_held` asks for more: an activity of an obligation is of its customer.
DROP TRIGGER obligation_moves_held;
