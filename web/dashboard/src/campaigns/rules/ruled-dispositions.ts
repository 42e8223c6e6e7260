/** What may have its own delay. What nobody knows the end of is never called again. */
export const RULED_DISPOSITIONS = [
  { name: 'busy', label: 'Busy', delayS: 300 },
  { name: 'no_answer', label: 'No answer', delayS: 3_600 },
  { name: 'declined', label: 'Declined', delayS: 3_600 },
  { name: 'voicemail', label: 'Voicemail', delayS: 7_200 },
  { name: 'failed', label: 'Failed at the provider', delayS: 600 },
] as const;
