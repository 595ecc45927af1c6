CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`partner_id` text,
	`scopes` text NOT NULL,
	`secret_hash` text NOT NULL,
	`hint` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	`revoked_by` text,
	CONSTRAINT "api_keys_scopes" CHECK(json_valid("api_keys"."scopes") and json_array_length("api_keys"."scopes") between 1 and 12),
	CONSTRAINT "api_keys_secret" CHECK(length("api_keys"."secret_hash") = 64 and length("api_keys"."hint") = 4),
	CONSTRAINT "api_keys_revoked" CHECK(("api_keys"."revoked_at" is null) = ("api_keys"."revoked_by" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_secret_once` ON `api_keys` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_time` ON `api_keys` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `api_requests` (
	`api_key_id` text NOT NULL,
	`key_hash` text NOT NULL,
	`request_hash` text NOT NULL,
	`try_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`answered_at` integer,
	`status` integer,
	`answer` text,
	PRIMARY KEY(`api_key_id`, `key_hash`),
	CONSTRAINT "api_requests_answered" CHECK(("api_requests"."answered_at" is null) = ("api_requests"."status" is null) and ("api_requests"."answered_at" is null) = ("api_requests"."answer" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `api_requests_by_time` ON `api_requests` (`started_at`);--> statement-breakpoint
CREATE TABLE `prospect_external_references` (
	`external_reference` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `prospect_external_references_by_prospect` ON `prospect_external_references` (`prospect_id`);--> statement-breakpoint
CREATE TABLE `site_settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`origins` text NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	CONSTRAINT "site_settings_one" CHECK("site_settings"."id" = 1),
	CONSTRAINT "site_settings_origins" CHECK(json_valid("site_settings"."origins"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `touches_as_stored` ON `touches` (`partner_id`,`created_at`,`id`);