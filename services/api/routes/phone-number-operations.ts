import { defineOperation } from '../http/operation';
import { deletedAnswer } from '../schemas/agent';
import { pageQuery } from '../schemas/common';
import {
  attachInput,
  createPhoneNumberInput,
  detachInput,
  importAnswer,
  importTwilioInput,
  listPhoneNumbersAnswer,
  phoneNumberAnswer,
  updatePhoneNumberInput,
} from '../schemas/phone-number';
import { checkQuery } from '../schemas/provider-account';

const tag = 'phone numbers';
const path = '/phone_numbers/{id}';

export const listPhoneNumbersOperation = defineOperation({
  id: 'listPhoneNumbers',
  method: 'get',
  path: '/phone_numbers',
  tag,
  summary: 'List phone numbers',
  scope: 'read',
  query: pageQuery,
  answer: listPhoneNumbersAnswer,
});

export const createPhoneNumberOperation = defineOperation({
  id: 'createPhoneNumber',
  method: 'post',
  path: '/phone_numbers',
  tag,
  summary: 'Add a number',
  description:
    'A simulated one unless told. Numbers of other providers belong to an account with them: one that is there, or that of ' +
    'the credentials given, which the provider is asked about.',
  scope: 'campaigns:admin',
  holdsSecrets: true,
  query: checkQuery,
  body: createPhoneNumberInput,
  answer: phoneNumberAnswer,
});

export const getPhoneNumberOperation = defineOperation({
  id: 'getPhoneNumber',
  method: 'get',
  path,
  tag,
  summary: 'Show a phone number',
  scope: 'read',
  answer: phoneNumberAnswer,
});

export const updatePhoneNumberOperation = defineOperation({
  id: 'updatePhoneNumber',
  method: 'put',
  path,
  tag,
  summary: 'Rename a number, limit its calls, attach another agent, or move it to another account',
  description:
    'With credentials it moves to the account of these, which gets them. The provider stays what it is. Calls in progress ' +
    'stay with the account that they were placed with.',
  scope: 'campaigns:admin',
  holdsSecrets: true,
  query: checkQuery,
  body: updatePhoneNumberInput,
  answer: phoneNumberAnswer,
});

export const deletePhoneNumberOperation = defineOperation({
  id: 'deletePhoneNumber',
  method: 'delete',
  path,
  tag,
  summary: 'Delete a number that no campaign has called from',
  scope: 'campaigns:admin',
  answer: deletedAnswer,
});

export const attachAgentOperation = defineOperation({
  id: 'attachAgent',
  method: 'post',
  path: '/phone_number/attach',
  tag,
  summary: 'Attach an agent to a number',
  scope: 'campaigns:admin',
  body: attachInput,
  answer: phoneNumberAnswer,
});

export const detachAgentOperation = defineOperation({
  id: 'detachAgent',
  method: 'post',
  path: '/phone_number/detach',
  tag,
  summary: 'Take the agent away from a number',
  scope: 'campaigns:admin',
  body: detachInput,
  answer: phoneNumberAnswer,
});

export const importTwilioOperation = defineOperation({
  id: 'importTwilioNumber',
  method: 'post',
  path: '/phone_number/import/twilio',
  tag,
  summary: 'Import numbers from Twilio',
  description:
    'The one that is named, or all of the account that can speak. Only numbers that the account owns: Twilio refuses calls ' +
    'from any other. Sent again, it brings the account and its numbers up to date.',
  scope: 'campaigns:admin',
  holdsSecrets: true,
  body: importTwilioInput,
  answer: importAnswer,
});
