import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './figure.module.css';

/** Numbers with what they count. */
export function Figures({ children, small = false }: { children: ReactNode; small?: boolean }) {
  return (
    <dl className={classes.figures} data-small={small || undefined}>
      {children}
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
  /** The colour that stands for it in a bar beside it. */
  readonly color?: string;
}

/** One of them. */
export function Figure({ label, value, note, color }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>
        {color !== undefined && <span className={classes.key} style={{ background: color }} aria-hidden />}
        {label}
      </dt>
      <dd>
        {value}
        {note !== undefined && (
          <Text span size="xs" c="dimmed" display="block">
            {note}
          </Text>
        )}
      </dd>
    </div>
  );
}
