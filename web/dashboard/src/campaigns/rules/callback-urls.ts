/** The URLs of a campaign that are told what it does, by their fields in create's body. */
export const CALLBACK_URLS = [
  {
    field: 'call_status_callback',
    label: 'Callback URL after each attempt',
    text: 'Told how it ended: completed, busy, no answer.',
  },
  {
    field: 'call_schedule_callback',
    label: 'Callback URL when a number is done with',
    text: 'Told what became of it in the end, after all its calls.',
  },
  {
    field: 'status_callback',
    label: 'Callback URL when it ends',
    text: 'Told once: completed, cancelled or failed.',
  },
] as const;
