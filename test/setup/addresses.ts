/** Names of the variables by which the run's set-up tells its tests where the servers are. */
export const ADDRESS_VARIABLES = {
  postgres: 'EVERDIAL_TEST_POSTGRES_URL',
  temporal: 'EVERDIAL_TEST_TEMPORAL_ADDRESS',
  'time-skipping': 'EVERDIAL_TEST_TIME_SKIPPING_SERVER',
  chromium: 'EVERDIAL_TEST_CHROMIUM',
} as const;

export type Server = keyof typeof ADDRESS_VARIABLES;

/** The run's Postgres, as the owner of the server; take a database of your own from `createTestDatabase`. */
export function testPostgresUrl(): string {
  return addressOf('postgres');
}

/** `host:port` of the run's Temporal dev server. */
export function testTemporalAddress(): string {
  return addressOf('temporal');
}

/** Path of the time-skipping test server's executable, for `createTimeSkipping`'s `existing-path`. */
export function timeSkippingServerPath(): string {
  return addressOf('time-skipping');
}

/** Path of a Chrome or Chromium. */
export function chromiumPath(): string {
  return addressOf('chromium');
}

function addressOf(server: Server): string {
  const address = process.env[ADDRESS_VARIABLES[server]];
  if (!address) throw new Error(`This tier starts no ${server} server: name it among its needs in jest.config.js.`);
  return address;
}
