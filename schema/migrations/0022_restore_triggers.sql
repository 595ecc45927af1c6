-- A restore is worked through once; what it is about is frozen.
CREATE TRIGGER restores_begin BEFORE INSERT ON restores
WHEN NEW.epoch <= (SELECT max(e.n) FROM epochs e) OR NEW.compared_at IS NOT NULL OR NEW.comparing_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'restores: begins uncompared, for an epoch that is not on record');
END;
--> statement-breakpoint
CREATE TRIGGER restores_frozen BEFORE UPDATE ON restores
WHEN NEW.epoch IS NOT OLD.epoch OR NEW.restored_to IS NOT OLD.restored_to OR NEW.since IS NOT OLD.since OR NEW.begun_by IS NOT OLD.begun_by
  OR NEW.begun_at IS NOT OLD.begun_at OR EXISTS (SELECT 1 FROM epochs e WHERE e.n = OLD.epoch)
BEGIN
  SELECT RAISE(ABORT, 'restores: what it is about is frozen, and all of it once its epoch is on record');
END;
--> statement-breakpoint
CREATE TRIGGER restores_never_go BEFORE DELETE ON restores
BEGIN
  SELECT RAISE(ABORT, 'restores: a restore is never deleted');
END;
--> statement-breakpoint
-- The barrier: an epoch is on record only after a clean comparison, an hour of quiet, and with nothing older left open.
CREATE TRIGGER epochs_begin BEFORE INSERT ON epochs
WHEN NEW.n > 1 AND (
  NOT EXISTS (SELECT 1 FROM restores r WHERE r.epoch = NEW.n AND r.comparing_at IS NULL AND r.differences = 0 AND NEW.at >= r.begun_at + 3600000) OR
  EXISTS (SELECT 1 FROM adoptions a WHERE a.status <> 'adopted') OR
  EXISTS (SELECT 1 FROM payouts p WHERE p.status IN ('reserved','sending','unknown','stuck') AND p.status <> 'stuck' AND p.epoch < NEW.n))
BEGIN
  SELECT RAISE(ABORT, 'epochs: the restore is not reconciled');
END;
--> statement-breakpoint
-- A forgotten transfer: found, proposed, confirmed by another person, adopted.
CREATE TRIGGER adoptions_begin BEFORE INSERT ON adoptions
WHEN NEW.status <> 'found' OR EXISTS (SELECT 1 FROM payouts p WHERE p.id = NEW.payout_id) OR EXISTS (SELECT 1 FROM epochs e WHERE e.n >= NEW.epoch)
BEGIN
  SELECT RAISE(ABORT, 'adoptions: begins found, for a payout that is not here, while sends are blocked');
END;
--> statement-breakpoint
CREATE TRIGGER adoptions_frozen BEFORE UPDATE ON adoptions
WHEN NEW.transfer IS NOT OLD.transfer OR OLD.status = 'adopted' OR OLD.status <> 'found' AND (NEW.payout_id IS NOT OLD.payout_id OR
  NEW.run_id IS NOT OLD.run_id OR NEW.partner_id IS NOT OLD.partner_id OR NEW.currency IS NOT OLD.currency OR NEW.amount_minor IS NOT OLD.amount_minor OR
  NEW.destination IS NOT OLD.destination)
BEGIN
  SELECT RAISE(ABORT, 'adoptions: what was proposed is frozen');
END;
--> statement-breakpoint
CREATE TRIGGER adoptions_moves BEFORE UPDATE OF status ON adoptions
WHEN NEW.status <> OLD.status AND NOT (
  OLD.status = 'found' AND NEW.status = 'proposed' AND OLD.problem IS NULL OR
  OLD.status = 'proposed' AND NEW.status = 'confirmed' AND NEW.proposed_by IS OLD.proposed_by OR
  OLD.status IN ('proposed', 'confirmed') AND NEW.status = 'found' OR
  OLD.status = 'confirmed' AND NEW.status = 'adopted' AND NEW.proposed_by IS OLD.proposed_by AND NEW.confirmed_by IS OLD.confirmed_by
    AND EXISTS (SELECT 1 FROM payouts p WHERE p.id = OLD.payout_id AND p.transfer = OLD.transfer))
BEGIN
  SELECT RAISE(ABORT, 'adoptions: no such move');
END;
--> statement-breakpoint
CREATE TRIGGER adoptions_never_go BEFORE DELETE ON adoptions
WHEN OLD.status <> 'found'
BEGIN
  SELECT RAISE(ABORT, 'adoptions: what was proposed is never deleted');
END;
--> statement-breakpoint
-- What two people adopt is the one payout that begins paid, as its transfer says and not as a run planned it.
DROP TRIGGER payouts_begin;
--> statement-breakpoint
CREATE TRIGGER payouts_begin BEFORE INSERT ON payouts
WHEN NEW.gen <> 0 OR NEW.tries <> 0 OR NEW.doubts <> 0 OR NEW.lease IS NOT NULL OR NEW.first_sent_at IS NOT NULL OR
  NOT (NEW.status = 'reserved' AND EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = NEW.run_id AND r.status = 'approved') OR
    NEW.status = 'paid' AND EXISTS (SELECT 1 FROM adoptions a WHERE a.transfer = NEW.transfer AND a.status = 'confirmed' AND a.payout_id = NEW.id AND
      a.run_id = NEW.run_id AND a.partner_id = NEW.partner_id AND a.currency = NEW.currency AND a.amount_minor = NEW.amount_minor AND
      a.destination = NEW.destination)) OR
  NOT EXISTS (SELECT 1 FROM planned_payouts l WHERE l.payout_id = NEW.id AND l.run_id = NEW.run_id AND l.partner_id = NEW.partner_id AND l.currency = NEW.currency
    AND l.amount_minor = NEW.amount_minor AND l.destination = NEW.destination AND l.destination_version = NEW.destination_version) OR
  EXISTS (SELECT 1 FROM payout_skips s WHERE s.payout_id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'payouts: not as planned and approved');
END;
--> statement-breakpoint
DROP TRIGGER commissions_enter_payout;
--> statement-breakpoint
CREATE TRIGGER commissions_enter_payout BEFORE UPDATE OF status ON commissions
WHEN NEW.status = 'in_payout' AND OLD.status = 'approved' AND NOT EXISTS
  (SELECT 1 FROM planned_lines l JOIN payouts p ON p.id = l.payout_id AND (p.status = 'reserved' OR p.status = 'paid' AND EXISTS
    (SELECT 1 FROM adoptions a WHERE a.transfer = p.transfer AND a.status = 'confirmed'))
   WHERE l.payout_id = NEW.payout_id AND l.commission_id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'commissions: not a line of a reserved payout');
END;
--> statement-breakpoint
-- The plan of a confirmed adoption is written anew in whatever state its run is; under a payout no plan ever goes.
DROP TRIGGER planned_payouts_insert_in_draft;
--> statement-breakpoint
CREATE TRIGGER planned_payouts_insert_in_draft BEFORE INSERT ON planned_payouts
WHEN NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = NEW.run_id AND r.status = 'draft') AND NOT EXISTS
  (SELECT 1 FROM adoptions a WHERE a.payout_id = NEW.payout_id AND a.run_id = NEW.run_id AND a.status = 'confirmed')
BEGIN
  SELECT RAISE(ABORT, 'planned_payouts: the plan is frozen');
END;
--> statement-breakpoint
DROP TRIGGER planned_payouts_delete_in_draft;
--> statement-breakpoint
CREATE TRIGGER planned_payouts_delete_in_draft BEFORE DELETE ON planned_payouts
WHEN EXISTS (SELECT 1 FROM payouts p WHERE p.id = OLD.payout_id) OR
  NOT EXISTS (SELECT 1 FROM payout_runs r WHERE r.id = OLD.run_id AND r.status = 'draft') AND NOT EXISTS
  (SELECT 1 FROM adoptions a WHERE a.payout_id = OLD.payout_id AND a.status = 'confirmed')
BEGIN
  SELECT RAISE(ABORT, 'planned_payouts: the plan is frozen');
END;
--> statement-breakpoint
DROP TRIGGER planned_lines_insert_in_draft;
--> statement-breakpoint
CREATE TRIGGER planned_lines_insert_in_draft BEFORE INSERT ON planned_lines
WHEN EXISTS (SELECT 1 FROM payouts p WHERE p.id = NEW.payout_id) OR
  EXISTS (SELECT 1 FROM planned_payouts l JOIN payout_runs r ON r.id = l.run_id WHERE l.payout_id = NEW.payout_id AND r.status <> 'draft') AND NOT EXISTS
  (SELECT 1 FROM adoptions a WHERE a.payout_id = NEW.payout_id AND a.status = 'confirmed')
BEGIN
  SELECT RAISE(ABORT, 'planned_lines: the plan is frozen');
END;
--> statement-breakpoint
DROP TRIGGER planned_lines_delete_in_draft;
--> statement-breakpoint
CREATE TRIGGER planned_lines_delete_in_draft BEFORE DELETE ON planned_lines
WHEN EXISTS (SELECT 1 FROM payouts p WHERE p.id = OLD.payout_id) OR
  EXISTS (SELECT 1 FROM planned_payouts l JOIN payout_runs r ON r.id = l.run_id WHERE l.payout_id = OLD.payout_id AND r.status <> 'draft') AND NOT EXISTS
  (SELECT 1 FROM adoptions a WHERE a.payout_id = OLD.payout_id AND a.status = 'confirmed')
BEGIN
  SELECT RAISE(ABORT, 'planned_lines: the plan is frozen');
END;
