ALTER TABLE `quotes` ADD `reminded_at` integer;--> statement-breakpoint
CREATE INDEX `quotes_ending` ON `quotes` (`ends_on`,`id`) WHERE status in ('offered','approved','published');--> statement-breakpoint
CREATE INDEX `quotes_for_site` ON `quotes` (`created_at`,`id`) WHERE instr(channels, '"site"') > 0;--> statement-breakpoint
CREATE INDEX `quotes_for_social` ON `quotes` (`created_at`,`id`) WHERE instr(channels, '"social"') > 0;--> statement-breakpoint
CREATE INDEX `quotes_for_print` ON `quotes` (`created_at`,`id`) WHERE instr(channels, '"print"') > 0;--> statement-breakpoint
CREATE INDEX `quotes_for_press` ON `quotes` (`created_at`,`id`) WHERE instr(channels, '"press"') > 0;--> statement-breakpoint
CREATE INDEX `quotes_for_sales` ON `quotes` (`created_at`,`id`) WHERE instr(channels, '"sales"') > 0;--> statement-breakpoint
CREATE INDEX `surveys_waiting` ON `surveys` (`sent_at`,`id`) WHERE answered_at is null;--> statement-breakpoint
CREATE INDEX `surveys_answered` ON `surveys` (`sent_at`,`id`) WHERE answered_at is not null;