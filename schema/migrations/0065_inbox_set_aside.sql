ALTER TABLE `inbox` ADD `set_aside_at` integer;--> statement-breakpoint
CREATE INDEX `inbox_set_aside` ON `inbox` (`received_at`,`id`) WHERE set_aside_at is not null;