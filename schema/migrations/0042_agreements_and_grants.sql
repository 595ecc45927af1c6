CREATE TABLE `agreements` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`status` text NOT NULL,
	`preamble` text NOT NULL,
	`text` text,
	`text_hash` text,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`notice_days` integer NOT NULL,
	`offered_at` integer,
	`signed_by_us` text,
	`signed_by_us_at` integer,
	`signed_by_them` text,
	`signed_by_them_via` text,
	`signed_by_them_at` integer,
	`signed_at` integer,
	`notice_given_at` integer,
	`notice_ends_on` text,
	`ended_at` integer,
	`end_reason` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "agreements_kind" CHECK("agreements"."kind" in ('reference','sponsor','partner')),
	CONSTRAINT "agreements_status" CHECK("agreements"."status" in ('draft','offered','signed','ended')),
	CONSTRAINT "agreements_dates" CHECK("agreements"."starts_on" <= "agreements"."ends_on" and length("agreements"."starts_on") = 10 and length("agreements"."ends_on") = 10),
	CONSTRAINT "agreements_notice" CHECK("agreements"."notice_days" between 0 and 365),
	CONSTRAINT "agreements_text" CHECK(("agreements"."text" is null) = ("agreements"."text_hash" is null)),
	CONSTRAINT "agreements_ended" CHECK(("agreements"."status" = 'ended') = ("agreements"."ended_at" is not null) and ("agreements"."ended_at" is null) = ("agreements"."end_reason" is null)),
	CONSTRAINT "agreements_two_signatures" CHECK(("agreements"."status" <> 'signed' or ("agreements"."signed_by_us" is not null and "agreements"."signed_by_them" is not null and "agreements"."signed_at" is not null))
        and ("agreements"."signed_by_us" is null) = ("agreements"."signed_by_us_at" is null) and ("agreements"."signed_by_them" is null) = ("agreements"."signed_by_them_at" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `agreements_version_once` ON `agreements` (`prospect_id`,`kind`,`version`);--> statement-breakpoint
CREATE UNIQUE INDEX `agreements_one_signed` ON `agreements` (`prospect_id`,`kind`) WHERE status = 'signed';--> statement-breakpoint
CREATE UNIQUE INDEX `agreements_one_open` ON `agreements` (`prospect_id`,`kind`) WHERE status in ('draft','offered');--> statement-breakpoint
CREATE INDEX `agreements_by_time` ON `agreements` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `agreements_by_status` ON `agreements` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `agreements_ending` ON `agreements` (`ends_on`,`id`) WHERE status = 'signed';--> statement-breakpoint
CREATE TABLE `benefits` (
	`id` text PRIMARY KEY NOT NULL,
	`agreement_id` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	CONSTRAINT "benefits_kind" CHECK("benefits"."kind" in ('support','perk','other'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `benefits_by_agreement` ON `benefits` (`agreement_id`,`id`);--> statement-breakpoint
CREATE TABLE `discount_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_on` text NOT NULL,
	`percent_bps` integer,
	`recorded_by` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "discount_requests_percent" CHECK("discount_requests"."percent_bps" is null or "discount_requests"."percent_bps" between 1 and 10000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `discount_requests_by_customer` ON `discount_requests` (`prospect_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `discounts` (
	`id` text PRIMARY KEY NOT NULL,
	`agreement_id` text NOT NULL,
	`list_minor` integer NOT NULL,
	`percent_bps` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`referred_id` text,
	`second_by` text,
	`second_reason` text,
	`second_at` integer,
	`given_by` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "discounts_percent" CHECK("discounts"."percent_bps" between 1 and 10000),
	CONSTRAINT "discounts_list" CHECK("discounts"."list_minor" between 1 and 100000000000),
	CONSTRAINT "discounts_amount" CHECK("discounts"."amount_minor" = "discounts"."list_minor" * "discounts"."percent_bps" / 10000),
	CONSTRAINT "discounts_second" CHECK(("discounts"."second_by" is null) = ("discounts"."second_reason" is null) and ("discounts"."second_by" is null) = ("discounts"."second_at" is null)
        and "discounts"."second_by" is not "discounts"."given_by")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `discounts_one` ON `discounts` (`agreement_id`);--> statement-breakpoint
CREATE INDEX `discounts_by_referred` ON `discounts` (`referred_id`) WHERE referred_id is not null;--> statement-breakpoint
CREATE TABLE `obligation_moves` (
	`id` text PRIMARY KEY NOT NULL,
	`obligation_id` text NOT NULL,
	`kind` text NOT NULL,
	`activity_id` text,
	`n` integer NOT NULL,
	`reason` text,
	`recorded_by` text NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT "obligation_moves_kind" CHECK("obligation_moves"."kind" in ('delivered','cancelled')),
	CONSTRAINT "obligation_moves_n" CHECK("obligation_moves"."n" >= 1),
	CONSTRAINT "obligation_moves_evidence" CHECK(("obligation_moves"."kind" = 'delivered') = ("obligation_moves"."activity_id" is not null) and ("obligation_moves"."kind" = 'delivered' or "obligation_moves"."reason" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `obligation_moves_activity_once` ON `obligation_moves` (`activity_id`);--> statement-breakpoint
CREATE INDEX `obligation_moves_by_obligation` ON `obligation_moves` (`obligation_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `obligations` (
	`id` text PRIMARY KEY NOT NULL,
	`agreement_id` text NOT NULL,
	`prospect_id` text NOT NULL,
	`activity` text NOT NULL,
	`promised` integer NOT NULL,
	`delivered` integer NOT NULL,
	`due` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`due_on` text NOT NULL,
	`overdue_told_at` integer,
	`created_at` integer NOT NULL,
	CONSTRAINT "obligations_activity" CHECK("obligations"."activity" in ('prospect_call','analyst_call','site_visit','site_quote','news_release','webinar','conference_talk','shared_booth','case_study','logo_use')),
	CONSTRAINT "obligations_quantity" CHECK("obligations"."promised" between 1 and 1000),
	CONSTRAINT "obligations_balance" CHECK("obligations"."delivered" >= 0 and "obligations"."due" >= 0 and "obligations"."cancelled" >= 0
        and "obligations"."delivered" + "obligations"."due" + "obligations"."cancelled" = "obligations"."promised"),
	CONSTRAINT "obligations_due_on" CHECK(length("obligations"."due_on") = 10)
) STRICT;
--> statement-breakpoint
CREATE INDEX `obligations_by_agreement` ON `obligations` (`agreement_id`,`due_on`,`id`);--> statement-breakpoint
CREATE INDEX `obligations_by_customer` ON `obligations` (`prospect_id`,`activity`,`due_on`);--> statement-breakpoint
CREATE INDEX `obligations_due` ON `obligations` (`due_on`,`id`) WHERE due > 0;--> statement-breakpoint
CREATE TABLE `relationship_links` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`token_hash` text NOT NULL,
	`sent_by` text NOT NULL,
	`sent_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `relationship_links_token` ON `relationship_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `relationship_links_by_customer` ON `relationship_links` (`prospect_id`,`sent_at`,`id`);--> statement-breakpoint
CREATE TABLE `clause_lines` (
	`clause_id` text NOT NULL,
	`n` integer NOT NULL,
	`text` text NOT NULL,
	`allows` text,
	`mapped_by` text,
	`mapped_at` integer,
	PRIMARY KEY(`clause_id`, `n`),
	CONSTRAINT "clause_lines_mapped" CHECK(("clause_lines"."allows" is null) = ("clause_lines"."mapped_by" is null) and ("clause_lines"."allows" is null) = ("clause_lines"."mapped_at" is null))
) STRICT;
--> statement-breakpoint
CREATE TABLE `clauses` (
	`id` text PRIMARY KEY NOT NULL,
	`deal_id` text NOT NULL,
	`prospect_id` text NOT NULL,
	`template_version` integer NOT NULL,
	`text` text NOT NULL,
	`text_hash` text NOT NULL,
	`allows` text NOT NULL,
	`grants_end_on` text NOT NULL,
	`status` text NOT NULL,
	`file` text,
	`signed_by` text,
	`rests_until` text,
	`proposed_by` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	CONSTRAINT "clauses_status" CHECK("clauses"."status" in ('proposed','accepted','struck','amended')),
	CONSTRAINT "clauses_decided" CHECK(("clauses"."status" = 'proposed') = ("clauses"."decided_at" is null)),
	CONSTRAINT "clauses_signed" CHECK("clauses"."status" not in ('accepted','amended') or ("clauses"."file" is not null and "clauses"."signed_by" is not null)),
	CONSTRAINT "clauses_rest" CHECK(("clauses"."status" = 'struck') = ("clauses"."rests_until" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `clauses_of_deal` ON `clauses` (`deal_id`);--> statement-breakpoint
CREATE INDEX `clauses_by_customer` ON `clauses` (`prospect_id`,`proposed_at`,`id`);--> statement-breakpoint
CREATE TABLE `grant_approvals` (
	`grant_id` text NOT NULL,
	`side` text NOT NULL,
	`name` text NOT NULL,
	`text_hash` text NOT NULL,
	`via` text NOT NULL,
	`evidence` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`grant_id`, `side`),
	CONSTRAINT "grant_approvals_side" CHECK("grant_approvals"."side" in ('person','company','company_second','us'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `grant_uses` (
	`id` text PRIMARY KEY NOT NULL,
	`grant_id` text NOT NULL,
	`prospect_id` text NOT NULL,
	`kind` text NOT NULL,
	`place` text NOT NULL,
	`text_hash` text NOT NULL,
	`since` integer NOT NULL,
	`recorded_by` text NOT NULL,
	`overdue_since` integer,
	`taken_down_at` integer,
	`taken_down_by` text,
	CONSTRAINT "grant_uses_kind" CHECK("grant_uses"."kind" in ('wall','quote','site','print','slide','press','social')),
	CONSTRAINT "grant_uses_taken_down" CHECK(("grant_uses"."taken_down_at" is null) = ("grant_uses"."taken_down_by" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `grant_uses_by_grant` ON `grant_uses` (`grant_id`,`since`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `grant_uses_own_once` ON `grant_uses` (`grant_id`,`kind`) WHERE kind in ('wall','quote') and taken_down_at is null;--> statement-breakpoint
CREATE INDEX `grant_uses_to_take_down` ON `grant_uses` (`overdue_since`,`id`) WHERE overdue_since is not null and taken_down_at is null;--> statement-breakpoint
CREATE INDEX `grant_uses_shown` ON `grant_uses` (`kind`,`since`,`id`) WHERE taken_down_at is null;--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`kind` text NOT NULL,
	`scope` text NOT NULL,
	`contact_id` text,
	`person_name` text,
	`text` text,
	`text_hash` text NOT NULL,
	`file` text,
	`guide` text,
	`document_kind` text,
	`post_url` text,
	`posted_on` text,
	`two_approvers` integer NOT NULL,
	`benefit_disclosed` text,
	`agreement_id` text,
	`clause_id` text,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`status` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`given_by` text,
	`given_at` integer,
	`closed_by` text,
	`closed_at` integer,
	`closed_reason` text,
	`reminded_at` integer,
	CONSTRAINT "grants_kind" CHECK("grants"."kind" in ('calls','nda_slide','linkedin','web_release','press_release','public_document','joint_press_release','logo')),
	CONSTRAINT "grants_status" CHECK("grants"."status" in ('asked','given','refused','ended','withdrawn')),
	CONSTRAINT "grants_scope" CHECK("grants"."scope" = 'organisation' or ("grants"."scope" = 'individual' and "grants"."kind" in ('calls','nda_slide','linkedin'))),
	CONSTRAINT "grants_person" CHECK("grants"."scope" = 'organisation' or "grants"."person_name" is not null),
	CONSTRAINT "grants_dates" CHECK("grants"."starts_on" <= "grants"."ends_on" and length("grants"."starts_on") = 10 and length("grants"."ends_on") = 10),
	CONSTRAINT "grants_also_needed" CHECK(("grants"."kind" not in ('web_release','press_release','public_document','joint_press_release') or "grants"."text" is not null)
        and ("grants"."kind" <> 'public_document' or "grants"."document_kind" is not null)
        and ("grants"."kind" <> 'logo' or ("grants"."file" is not null and "grants"."guide" is not null))
        and ("grants"."kind" <> 'nda_slide' or "grants"."person_name" is not null)
        and ("grants"."kind" <> 'linkedin' or "grants"."status" <> 'given' or ("grants"."post_url" is not null and "grants"."posted_on" is not null))),
	CONSTRAINT "grants_closed" CHECK(("grants"."status" in ('refused','ended','withdrawn')) = ("grants"."closed_at" is not null)
        and ("grants"."status" not in ('given','withdrawn','ended') or "grants"."given_at" is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `grants_by_customer` ON `grants` (`prospect_id`,`status`,`kind`);--> statement-breakpoint
CREATE INDEX `grants_by_status` ON `grants` (`status`,`asked_at`,`id`);--> statement-breakpoint
CREATE INDEX `grants_by_time` ON `grants` (`asked_at`,`id`);--> statement-breakpoint
CREATE INDEX `grants_ending` ON `grants` (`ends_on`,`id`) WHERE status = 'given';--> statement-breakpoint
CREATE INDEX `grants_by_agreement` ON `grants` (`agreement_id`) WHERE agreement_id is not null;--> statement-breakpoint
CREATE TABLE `kickoff_asks` (
	`id` text PRIMARY KEY NOT NULL,
	`engagement_id` text NOT NULL,
	`prospect_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`answer` text NOT NULL,
	`asked_on` text NOT NULL,
	`asked_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`invited_at` integer,
	CONSTRAINT "kickoff_asks_answer" CHECK("kickoff_asks"."answer" in ('yes','maybe','no')),
	CONSTRAINT "kickoff_asks_invited" CHECK("kickoff_asks"."answer" <> 'no' or "kickoff_asks"."invited_at" is null)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `kickoff_asks_once` ON `kickoff_asks` (`engagement_id`,`contact_id`);--> statement-breakpoint
CREATE INDEX `kickoff_asks_by_customer` ON `kickoff_asks` (`prospect_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `proposal_lines` (
	`proposal_id` text NOT NULL,
	`n` integer NOT NULL,
	`category` text NOT NULL,
	`kind` text NOT NULL,
	`what` text NOT NULL,
	`quantity` integer,
	`due_on` text,
	PRIMARY KEY(`proposal_id`, `n`),
	CONSTRAINT "proposal_lines_category" CHECK("proposal_lines"."category" in ('reference','sponsor')),
	CONSTRAINT "proposal_lines_kind" CHECK("proposal_lines"."kind" in ('obligation','grant','benefit')),
	CONSTRAINT "proposal_lines_quantity" CHECK(("proposal_lines"."kind" = 'obligation') = ("proposal_lines"."quantity" is not null) and ("proposal_lines"."quantity" is null or "proposal_lines"."quantity" >= 1))
) STRICT;
--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`list_minor` integer NOT NULL,
	`reference_bps` integer NOT NULL,
	`sponsor_bps` integer NOT NULL,
	`partner` integer NOT NULL,
	`status` text NOT NULL,
	`chosen` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	`decided_at` integer,
	CONSTRAINT "proposals_status" CHECK("proposals"."status" in ('draft','sent','accepted','declined')),
	CONSTRAINT "proposals_list" CHECK("proposals"."list_minor" between 1 and 100000000000),
	CONSTRAINT "proposals_percents" CHECK("proposals"."reference_bps" between 0 and 10000 and "proposals"."sponsor_bps" between "proposals"."reference_bps" and 10000),
	CONSTRAINT "proposals_chosen" CHECK(("proposals"."status" = 'accepted') = ("proposals"."chosen" is not null)),
	CONSTRAINT "proposals_sent" CHECK("proposals"."status" = 'draft' or "proposals"."sent_at" is not null)
) STRICT;
--> statement-breakpoint
CREATE INDEX `proposals_by_customer` ON `proposals` (`prospect_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `proposals_by_time` ON `proposals` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `quotes` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`survey_id` text,
	`contact_id` text,
	`author` text NOT NULL,
	`title` text,
	`text` text NOT NULL,
	`text_hash` text NOT NULL,
	`channels` text NOT NULL,
	`attribution` text NOT NULL,
	`edit_text` text,
	`edit_hash` text,
	`token_hash` text,
	`status` text NOT NULL,
	`ends_on` text NOT NULL,
	`grant_id` text,
	`created_at` integer NOT NULL,
	`approved_at` integer,
	`published_at` integer,
	`closed_at` integer,
	CONSTRAINT "quotes_status" CHECK("quotes"."status" in ('offered','approved','published','ended','withdrawn')),
	CONSTRAINT "quotes_attribution" CHECK("quotes"."attribution" in ('full','company','anonymous')),
	CONSTRAINT "quotes_edit" CHECK(("quotes"."edit_text" is null) = ("quotes"."edit_hash" is null)),
	CONSTRAINT "quotes_published" CHECK("quotes"."status" <> 'published' or ("quotes"."grant_id" is not null and json_array_length("quotes"."channels") > 0))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `quotes_token` ON `quotes` (`token_hash`);--> statement-breakpoint
CREATE INDEX `quotes_by_time` ON `quotes` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_by_status` ON `quotes` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_by_customer` ON `quotes` (`prospect_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_by_grant` ON `quotes` (`grant_id`) WHERE grant_id is not null;--> statement-breakpoint
CREATE TABLE `surveys` (
	`id` text PRIMARY KEY NOT NULL,
	`prospect_id` text NOT NULL,
	`engagement_id` text NOT NULL,
	`contact_id` text,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`token_hash` text NOT NULL,
	`sent_by` text NOT NULL,
	`sent_at` integer NOT NULL,
	`answered_at` integer,
	`score` integer,
	`words` text,
	CONSTRAINT "surveys_score" CHECK(("surveys"."answered_at" is null) = ("surveys"."score" is null) and ("surveys"."score" is null or "surveys"."score" between 1 and 5))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `surveys_one` ON `surveys` (`engagement_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `surveys_token` ON `surveys` (`token_hash`);--> statement-breakpoint
CREATE INDEX `surveys_by_time` ON `surveys` (`sent_at`,`id`);--> statement-breakpoint
CREATE INDEX `surveys_by_customer` ON `surveys` (`prospect_id`,`sent_at`,`id`);--> statement-breakpoint
CREATE TABLE `worries` (
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`answered_by` text NOT NULL,
	`cannot` text,
	`status` text NOT NULL,
	`raised_at` integer NOT NULL,
	`answered_at` integer,
	PRIMARY KEY(`proposal_id`, `kind`),
	CONSTRAINT "worries_kind" CHECK("worries"."kind" in ('quality','satisfaction','cost')),
	CONSTRAINT "worries_status" CHECK("worries"."status" in ('raised','answered','settled')),
	CONSTRAINT "worries_answered" CHECK("worries"."status" = 'raised' or "worries"."cannot" is not null or json_array_length("worries"."answered_by") > 0)
) STRICT;
