import { Button, Skeleton, Stack } from '@mantine/core';
import { PageButton } from '../../shared/page-link';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { answerOf, api, problemFrom } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { useMayAdminister } from '../../api/session-store';
import { EmptyState } from '../../shared/empty-state';
import { PageHeader } from '../../shared/page-header';
import { ProblemAlert } from '../../shared/problem-alert';

/** Makes a draft, and goes to its first step. */
export function NewDraftPage() {
  const mayAdminister = useMayAdminister();
  return (
    <>
      <PageHeader title="New campaign" />
      {mayAdminister ? <BeginDraft /> : <NotYours />}
    </>
  );
}

function BeginDraft() {
  const navigate = useNavigate();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    beginDraft().then(
      (draft) => {
        if (gone) return;
        ended();
        void navigate({ to: '/campaigns/new/$draft/$step', params: { draft, step: 'details' }, replace: true });
      },
      (error: unknown) => {
        ended();
        if (!gone) setProblem(problemFrom(error));
      },
    );
    return () => {
      gone = true;
    };
  }, [navigate, tries]);
  if (!problem) return <Skeleton height={300} aria-label="A draft is being made" />;
  const again = () => {
    setProblem(null);
    setTries(tries + 1);
  };
  return (
    <Stack align="flex-start">
      <ProblemAlert problem={problem} title="No draft could be made" />
      <Button onClick={again}>Try again</Button>
    </Stack>
  );
}

/** For those whose key may only read. */
export function NotYours() {
  return (
    <EmptyState
      title="Your key may not create campaigns"
      text="Creating a campaign needs a key with the scope campaigns:admin. Sign in with one, or ask for one."
    >
      <PageButton to="/campaigns">To the campaigns</PageButton>
    </EmptyState>
  );
}

let beginning: Promise<number> | null = null;

/** One draft for one visit, also where the page is drawn twice. */
function beginDraft(): Promise<number> {
  beginning ??= answerOf(api.POST('/api/v1/campaign_drafts', { body: { name: '', form: {} } })).then(({ id }) => id);
  return beginning;
}

function ended(): void {
  beginning = null;
}
