/** Descriptions below their inputs, so that inputs beside each other stand in a line. */
export const LABEL_FIRST = ['label', 'input', 'description', 'error'] as const;
