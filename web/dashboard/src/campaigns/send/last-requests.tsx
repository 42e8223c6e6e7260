import { ActionIcon, Anchor, Badge, Code, Collapse, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { CopyText } from '../../shared/copy-text';
import { Moment } from '../../shared/moment';
import { ProblemAlert } from '../../shared/problem-alert';
import { OPERATION_TEXT, pretty, statusWords } from './request-words';

const ASK_EVERY_MS = 2_000;
const SHOWN = 20;

/** The last requests that added contacts, or tried to, with their answers. */
export function LastRequests({ campaignId }: { campaignId: number }) {
  const { data, error } = useQuery({
    queryKey: queryKeys.requests(campaignId),
    queryFn: () => {
      const params = { path: { id: campaignId }, query: { limit: SHOWN } };
      return answerOf(api.GET('/api/v1/calls/bulk_call/{id}/requests', { params }));
    },
    refetchInterval: ASK_EVERY_MS,
  });
  if (!data) return error ? <ProblemAlert problem={problemFrom(error)} /> : <Skeleton height={120} />;
  if (data.records.length === 0) {
    return <Text size="sm">None yet. Send one with the code above: it appears here by itself.</Text>;
  }
  return (
    <Table.ScrollContainer minWidth={560} type="native" scrollAreaProps={{ tabIndex: 0 }}>
      <Table fz="sm" verticalSpacing={6}>
        <caption className="visually-hidden">The last requests, newest first</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" w={44}>
              <span className="visually-hidden">Body and answer</span>
            </Table.Th>
            <Table.Th scope="col">When</Table.Th>
            <Table.Th scope="col">What</Table.Th>
            <Table.Th scope="col">Answer</Table.Th>
            <Table.Th scope="col">Key</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.records.map((request) => (
            <RequestRows key={request.id} request={request} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type Request = Schemas['ContactRequest'];

function RequestRows({ request }: { request: Request }) {
  const [isOpen, setOpen] = useState(false);
  const contents = `request-${request.id}`;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-expanded={isOpen}
            aria-controls={contents}
            aria-label={`Body and answer of request ${request.request_id}`}
            onClick={() => setOpen(!isOpen)}
          >
            <Chevron size={16} />
          </ActionIcon>
        </Table.Td>
        <Table.Th scope="row" fw={400}>
          <Moment at={request.received_at} inherit />
        </Table.Th>
        <Table.Td>{OPERATION_TEXT[request.operation]}</Table.Td>
        <Table.Td>
          <Outcome request={request} />
        </Table.Td>
        <Table.Td>{request.api_key_prefix === null ? '–' : <code>{request.api_key_prefix}…</code>}</Table.Td>
      </Table.Tr>
      <Table.Tr style={isOpen ? undefined : { border: 0 }}>
        <Table.Td colSpan={5} p={0} id={contents}>
          <Collapse expanded={isOpen}>{isOpen && <Contents request={request} />}</Collapse>
        </Table.Td>
      </Table.Tr>
    </Fragment>
  );
}

function Outcome({ request: { http_status, code } }: { request: Request }) {
  return (
    <Group gap="xs">
      <Badge color={http_status < 300 ? 'green' : 'red'} variant="light" autoContrast tt="none">
        {statusWords(http_status)} ({http_status})
      </Badge>
      {code !== null && (
        <Anchor
          href={`/problems/${encodeURIComponent(code)}`}
          target="_blank"
          rel="noreferrer"
          inherit
          underline="always"
        >
          {code}
        </Anchor>
      )}
    </Group>
  );
}

function Contents({ request }: { request: Request }) {
  return (
    <Stack gap="xs" p="sm">
      <Part title="Body" text={request.body} none="A file: its rows are not kept here." />
      <Part title="Answer" text={request.answer} none="Empty." />
      <Text size="xs" c="dimmed" className="theirs" component="div">
        Request {request.request_id} <CopyText text={request.request_id} what="the request's id" />
      </Text>
    </Stack>
  );
}

function Part({ title, text, none }: { title: string; text: string; none: string }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {text === '' ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <Code block className="theirs" style={{ whiteSpace: 'pre-wrap' }}>
          {pretty(text)}
        </Code>
      )}
    </div>
  );
}
