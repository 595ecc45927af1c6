-- What was registered before anybody knew the company is about it from then on: it is found with it, and erased with it.
CREATE TRIGGER registrations_of_known AFTER INSERT ON prospects
WHEN NEW.domain IS NOT NULL
BEGIN
  UPDATE registrations SET prospect_id = NEW.id WHERE domain = NEW.domain AND prospect_id IS NULL AND erased_at IS NULL;
END;
