import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Timestamp } from './column-types';

/** Somebody who is signed in to the dashboard. */
export interface DashboardSessionTable {
  token_hash: string;
  api_key_id: number;
  created_at: Timestamp;
  expires_at: ColumnType<Date>;
}

/** A campaign that is still being written. */
export interface CampaignDraftTable {
  id: Generated<number>;
  organization_id: number;
  name: string;
  form: JSONColumnType<Record<string, unknown>, string, string>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** A request that brought contacts, with its answer. */
export interface ContactRequestTable {
  id: Generated<number>;
  campaign_id: number;
  received_at: ColumnType<Date>;
  operation: string;
  http_status: number;
  code: string | null;
  request_id: string;
  api_key_id: number | null;
  body: string;
  answer: string;
}
