CREATE TABLE `registration_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`registration_id` text NOT NULL,
	`n` integer NOT NULL,
	`made_at` integer NOT NULL,
	`ended_at` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `registration_links_by_person` ON `registration_links` (`registration_id`,`n`);--> statement-breakpoint
DROP INDEX `prospects_access`;--> statement-breakpoint
ALTER TABLE `prospects` DROP COLUMN `access_hash`;--> statement-breakpoint
CREATE INDEX `company_names_by_key` ON `company_names` (`name_key`,`prospect_id`);