import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { LeavingGuard } from '../../shared/leaving-guard';

type Report = (part: string, isUnsaved: boolean) => void;

const UnsavedContext = createContext<Report>(() => undefined);

/** Tells the page whether a part has changes that are not saved. */
export function useReportUnsaved(part: string, isUnsaved: boolean): void {
  const report = useContext(UnsavedContext);
  useEffect(() => {
    report(part, isUnsaved);
    return () => report(part, false);
  }, [report, part, isUnsaved]);
}

/** Around the parts of a page: leaving asks while one of them has changes that are not saved. */
export function UnsavedParts({ children }: { readonly children: ReactNode }) {
  const [unsaved, setUnsaved] = useState<readonly string[]>([]);
  const report = useCallback<Report>((part, isUnsaved) => {
    setUnsaved((before) => {
      if (before.includes(part) === isUnsaved) return before;
      return isUnsaved ? [...before, part] : before.filter((other) => other !== part);
    });
  }, []);
  return (
    <UnsavedContext value={report}>
      {children}
      <LeavingGuard
        when={unsaved.length > 0}
        text={`Not saved yet: ${unsaved.join(', ')}. The campaign goes on as before.`}
      />
    </UnsavedContext>
  );
}
