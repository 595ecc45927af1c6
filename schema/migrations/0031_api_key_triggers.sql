-- A key keeps what it may do and whose rows it sees; a partner's never holds what is the company's to do.
CREATE TRIGGER api_keys_begin BEFORE INSERT ON api_keys
WHEN NEW.revoked_at IS NOT NULL OR NEW.last_used_at IS NOT NULL
  OR (NEW.partner_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = NEW.partner_id))
  OR EXISTS (SELECT 1 FROM api_keys k WHERE k.id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'api_keys: begins unused, of a partner that exists or of the company');
END;
--> statement-breakpoint
CREATE TRIGGER api_keys_scopes_known BEFORE INSERT ON api_keys
WHEN EXISTS (
  SELECT 1 FROM json_each(NEW.scopes) s
  WHERE s.value NOT IN ('links:write', 'prospects:read', 'prospects:write', 'introductions:write', 'registrations:write', 'deals:write',
      'commissions:read', 'payouts:read', 'runs:prepare', 'references:read', 'webhooks:write', 'audit:read')
    OR (NEW.partner_id IS NOT NULL AND s.value IN ('prospects:write', 'deals:write', 'runs:prepare', 'references:read', 'audit:read')))
  OR (SELECT count(*) <> count(DISTINCT s.value) FROM json_each(NEW.scopes) s)
BEGIN
  SELECT RAISE(ABORT, 'api_keys: a scope that does not exist, is there twice, or is the company''s alone');
END;
--> statement-breakpoint
CREATE TRIGGER api_keys_frozen BEFORE UPDATE ON api_keys
WHEN NEW.id IS NOT OLD.id OR NEW.name IS NOT OLD.name OR NEW.partner_id IS NOT OLD.partner_id OR NEW.scopes IS NOT OLD.scopes
  OR NEW.secret_hash IS NOT OLD.secret_hash OR NEW.hint IS NOT OLD.hint OR NEW.created_by IS NOT OLD.created_by
  OR NEW.created_at IS NOT OLD.created_at OR OLD.revoked_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'api_keys: only use and revocation are added, and a revoked one is gone');
END;
--> statement-breakpoint
CREATE TRIGGER api_keys_never_go BEFORE DELETE ON api_keys
BEGIN
  SELECT RAISE(ABORT, 'api_keys: one is revoked, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER api_requests_begin BEFORE INSERT ON api_requests
WHEN NEW.answered_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM api_keys k WHERE k.id = NEW.api_key_id AND k.revoked_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'api_requests: begins unanswered, under a key that works');
END;
--> statement-breakpoint
CREATE TRIGGER api_requests_answer_once BEFORE UPDATE ON api_requests
WHEN OLD.answered_at IS NOT NULL OR NEW.api_key_id IS NOT OLD.api_key_id OR NEW.key_hash IS NOT OLD.key_hash
  OR NEW.request_hash IS NOT OLD.request_hash
BEGIN
  SELECT RAISE(ABORT, 'api_requests: the first answer stands');
END;
--> statement-breakpoint
CREATE TRIGGER prospect_external_references_begin BEFORE INSERT ON prospect_external_references
WHEN NOT EXISTS (SELECT 1 FROM prospects p WHERE p.id = NEW.prospect_id)
BEGIN
  SELECT RAISE(ABORT, 'prospect_external_references: no such prospect');
END;
