INSERT INTO funnel_totals (level, n) SELECT level, sum(n) FROM funnel GROUP BY level;
--> statement-breakpoint
CREATE TRIGGER funnel_totals_begin AFTER INSERT ON funnel
BEGIN
  INSERT INTO funnel_totals (level, n) VALUES (NEW.level, NEW.n) ON CONFLICT (level) DO UPDATE SET n = n + excluded.n;
END;
--> statement-breakpoint
CREATE TRIGGER funnel_totals_move AFTER UPDATE OF n ON funnel
BEGIN
  UPDATE funnel_totals SET n = n + NEW.n - OLD.n WHERE level = NEW.level;
END;
