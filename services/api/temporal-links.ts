/** Where engineers look at workflows. */
export interface TemporalLinks {
  /** Where the UI is, without a slash at its end; null when nobody has told. */
  readonly ui: string | null;
  /** The page of a workflow's newest run; null when nobody has told where the UI is. */
  workflow(workflowId: string): string | null;
}

/**
 * Links into the Temporal UI.
 *
 * @param uiUrl base of the UI, or undefined.
 * @example createTemporalLinks('http://localhost:8233', 'default').workflow('campaign-12')
 */
export function createTemporalLinks(uiUrl: string | undefined, namespace: string): TemporalLinks {
  const base = uiUrl?.replace(/\/+$/, '');
  return {
    ui: base ?? null,
    workflow: (workflowId) =>
      base === undefined
        ? null
        : `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`,
  };
}
