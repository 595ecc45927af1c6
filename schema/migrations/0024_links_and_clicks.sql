CREATE TABLE `group_rules` (
	`group_id` text NOT NULL,
	`version` integer NOT NULL,
	`window_days` integer NOT NULL,
	`model` text NOT NULL,
	`parameter` text NOT NULL,
	`consent_required` integer NOT NULL,
	`utm` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`group_id`, `version`),
	CONSTRAINT "group_rules_version" CHECK("group_rules"."version" between 1 and 65535),
	CONSTRAINT "group_rules_window" CHECK("group_rules"."window_days" between 1 and 730),
	CONSTRAINT "group_rules_parameter" CHECK(length("group_rules"."parameter") between 1 and 32 and "group_rules"."parameter" not glob '*[^a-z0-9_]*')
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `link_campaigns` (
	`link_id` text NOT NULL,
	`campaign` text NOT NULL,
	`clicks` integer NOT NULL,
	`last_click_at` integer NOT NULL,
	PRIMARY KEY(`link_id`, `campaign`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
DROP INDEX `clicks_by_link`;--> statement-breakpoint
ALTER TABLE `clicks` ADD `counted` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `clicks_counted_once` ON `clicks` (`visitor_hash`,`link_id`,clicked_at / 3600000) WHERE counted = 1;--> statement-breakpoint
ALTER TABLE `groups` ADD `parameter` text DEFAULT 'via' NOT NULL;--> statement-breakpoint
ALTER TABLE `groups` ADD `consent_required` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `groups` ADD `utm` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `groups` ADD `default_links` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `groups` ADD `rules_version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `groups` ADD `rules_since` integer;