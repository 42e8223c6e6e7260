/** What becomes of calls in progress when a campaign stops. */
export function finishText(inProgress: number): string {
  if (inProgress === 0) return 'No call is in progress; one that begins at this moment finishes and is recorded.';
  if (inProgress === 1) return 'The call in progress finishes and is recorded.';
  return `The ${inProgress.toLocaleString('en-US')} calls in progress finish and are recorded.`;
}
