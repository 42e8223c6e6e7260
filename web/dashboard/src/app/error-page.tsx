import { Button, Container } from '@mantine/core';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { problemFrom } from '../api/client';
import { ApiProblem } from '../api/problem';
import { PageHeader } from '../shared/page-header';
import { ProblemAlert } from '../shared/problem-alert';

/** A page that could not be shown; an API that is away is asked again on a click. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const tryAgain = () => {
    // A part of the page that could not be loaded, or an error in it: only loading it anew helps.
    if (!(error instanceof ApiProblem)) return window.location.reload();
    reset();
    void router.invalidate();
  };
  return (
    <Container size="sm" py="xl">
      <PageHeader title="This page could not be shown" />
      <ProblemAlert problem={problemFrom(error)} />
      <Button mt="md" onClick={tryAgain}>
        Try again
      </Button>
    </Container>
  );
}
