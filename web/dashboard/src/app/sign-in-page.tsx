import { Button, Card, Center, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { problemFrom } from '../api/client';
import type { ApiProblem } from '../api/problem';
import { signIn } from '../api/session';
import { ProblemAlert } from '../shared/problem-alert';
import { signInRoute } from './root-routes';

/** Asks for an API key. */
export function SignInPage() {
  useDocumentTitle('Sign in · Everdial');
  const router = useRouter();
  const { next = '/campaigns' } = signInRoute.useSearch();
  const [apiKey, setApiKey] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSending, setIsSending] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setIsMissing(apiKey.trim() === '');
    if (apiKey.trim() === '') return;
    setIsSending(true);
    setProblem(null);
    try {
      await signIn(apiKey.trim());
      router.history.push(next);
    } catch (error) {
      setProblem(problemFrom(error));
      setIsSending(false);
    }
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Card withBorder w="100%" maw={420} p="xl">
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack>
            <Title order={1} size="h2">
              Everdial
            </Title>
            <PasswordInput
              label="API key"
              description="Of npm start's own stack it stands in .everdial/stack.json, as api_key."
              autoComplete="current-password"
              autoFocus
              value={apiKey}
              onChange={({ currentTarget }) => setApiKey(currentTarget.value)}
              error={isMissing && apiKey.trim() === '' && 'Enter your API key.'}
            />
            {problem !== null && <ProblemAlert problem={problem} title="You could not be signed in" />}
            <Button type="submit" loading={isSending}>
              Sign in
            </Button>
            <Text size="xs" c="dimmed">
              The key is kept in a cookie that scripts cannot read, for seven days or until you sign out.
            </Text>
          </Stack>
        </form>
      </Card>
    </Center>
  );
}
