ALTER TABLE `commissions` ADD `working` text;--> statement-breakpoint
ALTER TABLE `deals` ADD `depends_on_year` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `deals_on_year` ON `deals` (`partner_id`,`currency`,`id`) WHERE depends_on_year = 1;