import type { Schemas } from '../../api/client';
import { Figure, Figures } from './figure';

const PARTS = [
  { of: 'pending', label: 'Ahead' },
  { of: 'kept', label: 'Kept' },
  { of: 'late', label: 'Kept late' },
  { of: 'missed', label: 'Missed' },
  { of: 'dropped', label: 'Dropped' },
] as const;

/** What became of the callbacks that contacts were promised. */
export function CallbackFigures({ figures }: { figures: Schemas['CallbackFigures'] }) {
  return (
    <Figures small>
      {PARTS.map(({ of, label }) => (
        <Figure key={of} label={label} value={figures[of].toLocaleString('en-US')} />
      ))}
    </Figures>
  );
}
