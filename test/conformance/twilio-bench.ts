import type { CallRequest, TelephonyProvider } from '../../infra/telephony/provider';
import type { TwilioCredentials } from '../../infra/telephony/twilio/twilio-api';
import { twilioAdapter } from '../../infra/telephony/twilio/twilio-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { TwilioDouble } from './twilio-double';
import { TWILIO_CREDENTIALS } from './twilio-replies';

export const EVENTS_URL = 'https://calls.example.com/providers/twilio/1/events';

/** Whose agent says its welcome message. */
export const REQUEST: CallRequest = {
  reference: 'ref-1 &?',
  from: '+14155550100',
  fromReference: null,
  to: '+14155550123',
  agentReference: null,
  welcomeMessage: 'Hello',
  prompt: '',
  variables: {},
  timezone: 'UTC',
  machine: null,
  maxDurationS: 3_600,
  eventsUrl: EVENTS_URL,
};

/** A double of Twilio, and an account with it. */
export interface TwilioBench {
  readonly double: TwilioDouble;
  readonly provider: TelephonyProvider;
  connect(credentials: TwilioCredentials): TelephonyProvider;
  /** @throws when a request or an answer was none of Twilio's. */
  close(): Promise<void>;
}

export async function startTwilioBench(): Promise<TwilioBench> {
  const double = await TwilioDouble.start();
  const sender = createWebhookSender({ filter: createAddressFilter('') });
  const opened: TelephonyProvider[] = [];
  const connect = (credentials: TwilioCredentials): TelephonyProvider => {
    const connected = twilioAdapter.connect({ credentials, settings: {} }, { baseUrl: double.url, sender });
    opened.push(connected);
    return connected;
  };
  return {
    double,
    provider: connect(TWILIO_CREDENTIALS),
    connect,
    async close() {
      await Promise.all([...opened.map((each) => each.close()), sender.close(), double.close()]);
      expect(await double.schemaFaults()).toEqual([]);
    },
  };
}
