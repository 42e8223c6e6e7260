import { Box } from '@mantine/core';
import classes from './code-text.module.css';

/** A body, as text; long ones scroll. */
export function CodeText({ text, label }: { text: string; label: string }) {
  return (
    <Box component="pre" className={classes.code} tabIndex={0} role="region" aria-label={label}>
      {text}
    </Box>
  );
}

/** A value as JSON over several lines. */
export function prettyJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A text over several lines where it is JSON, else as it is. */
export function prettyText(text: string): string {
  try {
    return prettyJson(JSON.parse(text));
  } catch {
    return text;
  }
}
