CREATE TABLE `funnel_totals` (
	`level` integer PRIMARY KEY NOT NULL,
	`n` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `funnel_by_level` ON `funnel` (`level`,`n`);--> statement-breakpoint
CREATE INDEX `partners_by_prospect` ON `partners` (`prospect_id`) WHERE prospect_id is not null;