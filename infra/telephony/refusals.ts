/** `rawCode` of a refusal that is about our credentials, not about the call (HTTP 401 and 403), at every provider. */
export const CREDENTIALS_REFUSED = 'credentials_refused';
