import { deletedAnswer } from '../schemas/agent';
import { pageQuery } from '../schemas/common';
import {
  checkedProviderAccountAnswer,
  checkQuery,
  createProviderAccountInput,
  listProviderAccountsAnswer,
  providerAccountAnswer,
  savedProviderAccountAnswer,
  updateProviderAccountInput,
} from '../schemas/provider-account';
import { defineOperation } from '../http/operation';

const tag = 'organization';
const path = '/provider_accounts/{id}';

export const listProviderAccountsOperation = defineOperation({
  id: 'listProviderAccounts',
  method: 'get',
  path: '/provider_accounts',
  tag,
  summary: 'List the accounts with providers',
  scope: 'read',
  query: pageQuery,
  answer: listProviderAccountsAnswer,
});

export const createProviderAccountOperation = defineOperation({
  id: 'createProviderAccount',
  method: 'post',
  path: '/provider_accounts',
  tag,
  summary: 'Add an account with a provider, or give it new credentials',
  description:
    'The provider is asked whether it takes the credentials: 422 `credentials_refused` when it does not, 503 ' +
    '`provider_unreachable` when it could not be asked. An account that is there already gets what is given, and is the answer.',
  scope: 'campaigns:admin',
  holdsSecrets: true,
  query: checkQuery,
  body: createProviderAccountInput,
  answer: savedProviderAccountAnswer,
});

export const getProviderAccountOperation = defineOperation({
  id: 'getProviderAccount',
  method: 'get',
  path,
  tag,
  summary: 'Show an account with a provider',
  scope: 'read',
  answer: providerAccountAnswer,
});

export const updateProviderAccountOperation = defineOperation({
  id: 'updateProviderAccount',
  method: 'put',
  path,
  tag,
  summary: 'Limit the calls of an account with a provider, rename it, or rotate its credentials',
  description:
    'Campaigns that call from its numbers share what it allows. Fields left out keep their value. New credentials are ' +
    'used by every process within five seconds. Those of Twilio must be of the same account while numbers belong to it (409 ' +
    '`other_account`); elsewhere a new key is taken for one of the same workspace, but not while calls wait for an answer ' +
    '(409 `calls_in_flight`). Settings with an address on another host need the credentials again. 409 `account_changed`: ' +
    'somebody else has changed it meanwhile.',
  scope: 'campaigns:admin',
  holdsSecrets: true,
  query: checkQuery,
  body: updateProviderAccountInput,
  answer: providerAccountAnswer,
});

export const checkProviderAccountOperation = defineOperation({
  id: 'checkProviderAccount',
  method: 'post',
  path: `${path}/check`,
  tag,
  summary: 'Ask the provider whether it takes the stored credentials',
  scope: 'campaigns:admin',
  answer: checkedProviderAccountAnswer,
});

export const deleteProviderAccountOperation = defineOperation({
  id: 'deleteProviderAccount',
  method: 'delete',
  path,
  tag,
  summary: 'Delete an account that no number belongs to, with its credentials',
  scope: 'campaigns:admin',
  answer: deletedAnswer,
});
