CREATE INDEX `commissions_by_time` ON `commissions` (`accrued_at`,`id`);--> statement-breakpoint
CREATE INDEX `deals_by_status` ON `deals` (`status`,`opened_at`,`id`);