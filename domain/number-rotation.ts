/** How a campaign chooses among its caller numbers (spec, "Pace and protection"). */
export interface NumberRotation {
  readonly strategy: 'fixed_count' | 'round_robin' | 'least_recently_used' | 'matching_area_code';
  /** For `fixed_count`: calls from one number before the next one. */
  readonly callsPerNumber: number;
  /** Percent: a number that fewer people answer rests; null never rests one. */
  readonly healthThreshold: number | null;
  /** When every number rests. */
  readonly fallback: 'pause' | 'continue_best';
}
