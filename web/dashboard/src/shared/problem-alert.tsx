import { Alert, Anchor, List, Text } from '@mantine/core';
import type { ApiProblem } from '../api/problem';

/** What the API refused, in its own words; `errors` by field where there are several. */
export function ProblemAlert({ problem, title }: { problem: ApiProblem; title?: string }) {
  return (
    <Alert
      color={problem.isTemporary ? 'yellow' : 'red'}
      title={title ?? titleOf(problem)}
      role="alert"
      className="theirs"
    >
      <Text size="sm">{problem.message}</Text>
      {problem.errors.length > 1 && (
        <List size="sm" mt="xs">
          {problem.errors.map((fault) => (
            <List.Item key={`${fault.pointer} ${fault.code}`}>
              <code>{fault.pointer}</code> {fault.detail}
            </List.Item>
          ))}
        </List>
      )}
      {problem.url !== null && problem.status > 0 && (
        <Text size="xs" mt="xs">
          <Anchor href={problem.url} target="_blank" rel="noreferrer" inherit underline="always">
            {problem.code}
          </Anchor>
          {problem.requestId !== null && <> · request {problem.requestId}</>}
        </Text>
      )}
    </Alert>
  );
}

function titleOf(problem: ApiProblem): string {
  return problem.isTemporary ? 'Not reachable at the moment' : 'That did not work';
}
