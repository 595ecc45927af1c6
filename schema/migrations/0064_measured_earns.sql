-- DEA3: what a performance deal's payment earns, it earns by a measurement that both sides accepted and that was paid. Deals that never said what they measure
-- (opened before that was asked, or by Stripe) count their payments as they are.
CREATE TRIGGER commissions_measured BEFORE INSERT ON commissions
WHEN NEW.kind = 'earned' AND NEW.payment_id IS NOT NULL AND EXISTS (SELECT 1 FROM payments p JOIN deals d ON d.id = p.deal_id AND d.kind = 'performance'
  JOIN deal_details k ON k.deal_id = d.id AND k.metric IS NOT NULL WHERE p.id = NEW.payment_id
  AND NOT EXISTS (SELECT 1 FROM measurements m WHERE m.payment_id = p.id AND m.status = 'paid'))
BEGIN
  SELECT RAISE(ABORT, 'commissions: earns once its measurement was accepted and paid');
END;
