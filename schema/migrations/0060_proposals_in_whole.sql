CREATE TABLE `benefit_overrides` (
	`discount_id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`reason` text NOT NULL,
	`decided_by` text NOT NULL,
	`decided_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `benefit_overrides_by_referred` ON `benefit_overrides` (`prospect_id`);--> statement-breakpoint
ALTER TABLE `proposal_lines` ADD `benefit` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `priced_by` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `second_by` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `second_reason` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `both_by` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `both_reason` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `text` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `text_hash` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `contact_id` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `token_hash` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `decided_name` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `declined_because` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `agreement_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_token` ON `proposals` (`token_hash`);--> statement-breakpoint
CREATE INDEX `proposals_by_status` ON `proposals` (`status`,`created_at`,`id`);