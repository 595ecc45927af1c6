CREATE TABLE `vendor_fee_totals` (
	`currency` text PRIMARY KEY NOT NULL,
	`n` integer NOT NULL,
	`expected_minor` integer NOT NULL,
	`received_minor` integer NOT NULL,
	`written_off_minor` integer NOT NULL
) STRICT;
--> statement-breakpoint
ALTER TABLE `deal_details` ADD `lapses_on` text;--> statement-breakpoint
ALTER TABLE `deal_details` ADD `warned_on` text;--> statement-breakpoint
ALTER TABLE `hour_draws` ADD `payment_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `hour_draws_payment_once` ON `hour_draws` (`payment_id`);