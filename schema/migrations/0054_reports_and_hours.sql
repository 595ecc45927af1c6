CREATE TABLE `hours_spent` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`spent_on` text NOT NULL,
	`minutes` integer NOT NULL,
	`happened_on` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "hours_spent_on" CHECK("hours_spent"."spent_on" in ('evaluation','engagement','talk')),
	CONSTRAINT "hours_spent_minutes" CHECK("hours_spent"."minutes" between 1 and 60000),
	CONSTRAINT "hours_spent_day" CHECK(length("hours_spent"."happened_on") = 10)
) STRICT;
--> statement-breakpoint
CREATE INDEX `hours_spent_by_prospect` ON `hours_spent` (`prospect_id`,`happened_on`,`id`);--> statement-breakpoint
CREATE INDEX `hours_spent_by_day` ON `hours_spent` (`happened_on`,`contact_id`,`minutes`);--> statement-breakpoint
CREATE TABLE `report_figures` (
	`report` text NOT NULL,
	`quarter` text NOT NULL,
	`what` text NOT NULL,
	`n` integer NOT NULL,
	`amount_minor` integer,
	`counted_at` integer NOT NULL,
	PRIMARY KEY(`report`, `quarter`, `what`),
	CONSTRAINT "report_figures_n" CHECK("report_figures"."n" >= 0)
) STRICT;
--> statement-breakpoint
ALTER TABLE `partners` ADD `central_to_business` integer;