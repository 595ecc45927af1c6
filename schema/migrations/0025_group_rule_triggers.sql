-- What a click is worth in a group changes by versions, and each stays: a click id names the one that it was signed under.
INSERT INTO group_rules (group_id, version, window_days, model, parameter, consent_required, utm, since)
  SELECT id, rules_version, window_days, model, parameter, consent_required, utm, created_at FROM groups;
--> statement-breakpoint
CREATE TRIGGER groups_rules_begin AFTER INSERT ON groups
BEGIN
  INSERT INTO group_rules (group_id, version, window_days, model, parameter, consent_required, utm, since)
    VALUES (NEW.id, NEW.rules_version, NEW.window_days, NEW.model, NEW.parameter, NEW.consent_required, NEW.utm, NEW.created_at);
END;
--> statement-breakpoint
CREATE TRIGGER groups_rules_in_order BEFORE UPDATE ON groups
WHEN NEW.rules_version - OLD.rules_version IS NOT (NEW.window_days IS NOT OLD.window_days OR NEW.model IS NOT OLD.model
  OR NEW.parameter IS NOT OLD.parameter OR NEW.consent_required IS NOT OLD.consent_required OR NEW.utm IS NOT OLD.utm)
BEGIN
  SELECT RAISE(ABORT, 'groups: whatever changes what a click is worth is the next version');
END;
--> statement-breakpoint
CREATE TRIGGER groups_rules_kept AFTER UPDATE ON groups
WHEN NEW.rules_version <> OLD.rules_version
BEGIN
  INSERT INTO group_rules (group_id, version, window_days, model, parameter, consent_required, utm, since)
    VALUES (NEW.id, NEW.rules_version, NEW.window_days, NEW.model, NEW.parameter, NEW.consent_required, NEW.utm, NEW.rules_since);
END;
--> statement-breakpoint
CREATE TRIGGER group_rules_in_order BEFORE INSERT ON group_rules
WHEN NEW.version <> 1 + (SELECT coalesce(max(r.version), 0) FROM group_rules r WHERE r.group_id = NEW.group_id)
BEGIN
  SELECT RAISE(ABORT, 'group_rules: versions follow each other');
END;
--> statement-breakpoint
CREATE TRIGGER group_rules_never_change BEFORE UPDATE ON group_rules
BEGIN
  SELECT RAISE(ABORT, 'group_rules: a version never changes');
END;
--> statement-breakpoint
CREATE TRIGGER group_rules_never_go BEFORE DELETE ON group_rules
BEGIN
  SELECT RAISE(ABORT, 'group_rules: a version is never deleted');
END;
