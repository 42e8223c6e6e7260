import type { Disposition } from '../../domain/disposition';
import type { Course, ProviderUnderTest } from './vendor-double';

/** What each course is to us. */
const DISPOSITIONS = {
  completed: 'completed',
  busy: 'busy',
  no_answer: 'no_answer',
  declined: 'declined',
  voicemail: 'voicemail',
  failed: 'failed',
  callback: 'completed',
  do_not_call: 'completed',
} as const satisfies Record<Course, Disposition>;

/** Without these nobody can be called. */
const NEEDED: readonly Course[] = ['completed', 'busy', 'no_answer', 'failed'];

/** A course, with what it ends as. */
export interface OfferedCourse {
  readonly course: Course;
  readonly disposition: Disposition;
  readonly rawCode: string;
  /** What a look-up says of it. */
  readonly lookedUp: { readonly disposition: Disposition; readonly rawCode: string };
}

export const COURSES = Object.keys(DISPOSITIONS) as readonly Course[];

/** The courses that a provider tells of. */
export function offeredCourses({
  rawCodes,
  lookUpEnds = {},
}: Pick<ProviderUnderTest, 'rawCodes' | 'lookUpEnds'>): OfferedCourse[] {
  return COURSES.flatMap((course) => {
    const rawCode = rawCodes[course];
    if (rawCode === undefined) return [];
    const end = { disposition: DISPOSITIONS[course], rawCode };
    return [{ course, ...end, lookedUp: lookUpEnds[course] ?? end }];
  });
}

/** True where a provider may leave a course out: one that hears machines has to tell of them. */
export function mayLackCourse(course: Course, { adapter }: ProviderUnderTest): boolean {
  if (course === 'voicemail') return adapter.features.detectsMachines === 'no';
  return !NEEDED.includes(course);
}
