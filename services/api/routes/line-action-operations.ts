import { defineOperation } from '../http/operation';
import { lineActionAnswer, rescheduleLineInput, suppressLineAnswer } from '../schemas/line';

/** What a person may do to one waiting contact. */
export type LineAction = 'call_now' | 'skip' | 'reschedule' | 'suppress';

const actionOn = <Action extends LineAction>(action: Action) => ({
  method: 'post' as const,
  path: `/calls/bulk_call/{id}/lines/{line_id}/${action}`,
  tag: 'lines',
  scope: 'contacts:write' as const,
});

export const callNow = defineOperation({
  ...actionOn('call_now'),
  id: 'callLineNow',
  summary: 'Call a waiting contact as soon as its hours and a slot allow',
  description:
    'It goes before the others, and uses up no retry or callback beyond the one it waited for. When it cannot be called now, ' +
    'the answer says why and until when. Repeated, it changes nothing.',
  answer: lineActionAnswer,
});

export const skip = defineOperation({
  ...actionOn('skip'),
  id: 'skipLine',
  summary: 'End a waiting contact without a call',
  answer: lineActionAnswer,
});

export const reschedule = defineOperation({
  ...actionOn('reschedule'),
  id: 'rescheduleLine',
  summary: 'Move the next call of a waiting contact',
  description: 'Outside its hours it moves to the next opening. A callback it was promised moves with it.',
  body: rescheduleLineInput,
  answer: lineActionAnswer,
});

export const suppress = defineOperation({
  ...actionOn('suppress'),
  id: 'suppressLine',
  summary: "Never call a contact's number again, in no campaign",
  description: 'Ends its waiting contacts in every campaign of the organization.',
  answer: suppressLineAnswer,
});
