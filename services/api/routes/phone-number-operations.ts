import { defineOperation } from '../http/operation';
import { deletedAnswer } from '../schemas/agent';
import { pageQuery } from '../schemas/common';
import {
  attachInput,
  createPhoneNumberInput,
  detachInput,
  importInput,
  listPhoneNumbersAnswer,
  phoneNumberAnswer,
  updatePhoneNumberInput,
} from '../schemas/phone-number';

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
  summary: 'Add a simulated number',
  scope: 'campaigns:admin',
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
  summary: 'Rename a number, limit its calls, or attach another agent',
  scope: 'campaigns:admin',
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
  summary: 'Import a number from Twilio (not supported yet: 422)',
  scope: 'campaigns:admin',
  body: importInput,
  answer: phoneNumberAnswer,
});
