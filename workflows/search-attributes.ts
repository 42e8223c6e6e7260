import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

// None of these is ever encrypted: ids and statuses only, no number, name or variable.
export const campaignIdKey = defineSearchAttributeKey('CampaignId', SearchAttributeType.KEYWORD);
export const campaignStatusKey = defineSearchAttributeKey('CampaignStatus', SearchAttributeType.KEYWORD);
export const campaignTypeKey = defineSearchAttributeKey('CampaignType', SearchAttributeType.KEYWORD);
export const contactStatusKey = defineSearchAttributeKey('ContactStatus', SearchAttributeType.KEYWORD);
export const phoneNumberIdKey = defineSearchAttributeKey('PhoneNumberId', SearchAttributeType.KEYWORD);
export const organizationIdKey = defineSearchAttributeKey('OrganizationId', SearchAttributeType.KEYWORD);
export const attemptKey = defineSearchAttributeKey('Attempt', SearchAttributeType.INT);
export const nextAttemptAtKey = defineSearchAttributeKey('NextAttemptAt', SearchAttributeType.DATETIME);
export const opensAtKey = defineSearchAttributeKey('OpensAt', SearchAttributeType.DATETIME);

/** Everything a namespace must know before the first campaign is started. */
export const SEARCH_ATTRIBUTE_KEYS = [
  campaignIdKey,
  campaignStatusKey,
  campaignTypeKey,
  contactStatusKey,
  phoneNumberIdKey,
  organizationIdKey,
  attemptKey,
  nextAttemptAtKey,
  opensAtKey,
];
