import fc from 'fast-check';
import { campaignIdOf, campaignWorkflowId } from './campaign/contract';
import { contactIdsOf, contactWorkflowId } from './contact/contract';
import { deliveryIdOf, deliveryWorkflowId } from './delivery/contract';

const id = fc.integer({ min: 1 });

test('a workflow id tells which campaign it is', () => {
  fc.assert(fc.property(id, (campaignId) => expect(campaignIdOf(campaignWorkflowId(campaignId))).toBe(campaignId)));
  expect(campaignIdOf('contact-1-2')).toBeNull();
  expect(campaignIdOf('campaign-x')).toBeNull();
});

test('a workflow id tells which contact of which campaign it is', () => {
  fc.assert(
    fc.property(id, id, (campaignId, lineId) =>
      expect(contactIdsOf(contactWorkflowId(campaignId, lineId))).toEqual({ campaignId, lineId }),
    ),
  );
  expect(contactIdsOf('campaign-1')).toBeNull();
});

test('a workflow id tells which delivery it is', () => {
  fc.assert(fc.property(id, (deliveryId) => expect(deliveryIdOf(deliveryWorkflowId(deliveryId))).toBe(deliveryId)));
  expect(deliveryIdOf('contact-1-2')).toBeNull();
});
