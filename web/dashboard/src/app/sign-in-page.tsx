import { Button, Card, Center, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { problemFrom } from '../api/client';
import { signIn } from '../api/session';
import { ProblemAlert } from '../shared/problem-alert';
import { signInRoute } from './root-routes';

/** Asks for an API key. */
export function SignInPage() {
  useDocumentTitle('Sign in · Everdial');
  const router = useRouter();
  const { next = '/campaigns' } = signInRoute.useSearch();
  const { register, handleSubmit, formState, setError } = useForm<{ apiKey: string }>();
  const submit = handleSubmit(async ({ apiKey }) => {
    try {
      await signIn(apiKey.trim());
    } catch (error) {
      setError('root', { message: problemFrom(error).message });
      return;
    }
    router.history.push(next);
  });
  const failure = formState.errors.root?.message;
  return (
    <Center component="main" mih="100vh" p="md">
      <Card withBorder w="100%" maw={420} p="xl">
        <form onSubmit={(event) => void submit(event)}>
          <Stack>
            <Title order={1} size="h2">
              Everdial
            </Title>
            <PasswordInput
              label="API key"
              description="Of npm start's own stack it stands in .everdial/stack.json, as api_key."
              autoComplete="current-password"
              autoFocus
              error={formState.errors.apiKey?.message}
              {...register('apiKey', { required: 'Enter your API key.' })}
            />
            {failure !== undefined && (
              <ProblemAlert problem={problemFrom(new Error(failure))} title="You could not be signed in" />
            )}
            <Button type="submit" loading={formState.isSubmitting}>
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
