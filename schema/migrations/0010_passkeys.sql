CREATE TABLE `passkey_challenges` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`purpose` text NOT NULL,
	`challenge` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	CONSTRAINT "passkey_challenges_purpose" CHECK("passkey_challenges"."purpose" in ('add','prove'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `passkey_challenges_by_end` ON `passkey_challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `passkey_invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`code_hash` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`replaced_at` integer,
	CONSTRAINT "passkey_invitations_by_another" CHECK("passkey_invitations"."made_by" <> "passkey_invitations"."staff_id")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `passkey_invitations_one_open` ON `passkey_invitations` (`staff_id`) WHERE used_at is null and replaced_at is null;--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`public_key` text NOT NULL,
	`sign_count` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`removed_at` integer,
	CONSTRAINT "passkeys_sign_count" CHECK("passkeys"."sign_count" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `passkeys_by_staff` ON `passkeys` (`staff_id`,`created_at`,`id`);--> statement-breakpoint
-- A passkey belongs to somebody of staff, keeps its key and owner, counts upwards, and stays removed.
CREATE TRIGGER passkeys_begin BEFORE INSERT ON passkeys
WHEN NOT EXISTS (SELECT 1 FROM staff s WHERE s.id = NEW.staff_id) OR EXISTS (SELECT 1 FROM passkeys p WHERE p.id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'passkeys: no such person, or known already');
END;
--> statement-breakpoint
CREATE TRIGGER passkeys_frozen BEFORE UPDATE ON passkeys
WHEN NEW.id IS NOT OLD.id OR NEW.staff_id IS NOT OLD.staff_id OR NEW.public_key IS NOT OLD.public_key OR
  NEW.created_at IS NOT OLD.created_at OR NEW.sign_count < OLD.sign_count OR OLD.removed_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'passkeys: key and owner never change, the count never falls, a removed one is gone');
END;
--> statement-breakpoint
CREATE TRIGGER passkeys_never_go BEFORE DELETE ON passkeys
BEGIN
  SELECT RAISE(ABORT, 'passkeys: one that was used is removed, never deleted');
END;
