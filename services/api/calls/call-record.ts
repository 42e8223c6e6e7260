import type { LoggedCall } from '../../../infra/db/attempts/call-log';
import type { CallRecord } from '../schemas/call';

/** A call of the log, with the names that existing clients read. */
export function callRecord({ call, lineId, externalId, metadata, answeredBy, rawCode }: LoggedCall): CallRecord {
  // Events have the same fields, whose types their receivers know from the documents only.
  const fields = call as unknown as CallRecord;
  return {
    ...fields,
    id: fields.call_id,
    line_id: lineId,
    external_id: externalId,
    metadata,
    answered_by: answeredBy,
    raw_code: rawCode,
    call_status: fields.status,
    call_direction: fields.direction,
    call_duration_in_seconds: fields.duration,
    call_conversation: fields.transcript,
    call_request_id: lineId === null ? null : { id: lineId },
  };
}
