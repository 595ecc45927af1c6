DROP INDEX `partners_by_status`;--> statement-breakpoint
CREATE INDEX `partners_by_time` ON `partners` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `partners_by_name` ON `partners` ("name" collate nocase,`id`);--> statement-breakpoint
CREATE INDEX `partners_by_status` ON `partners` (`status`,`created_at`,`id`);