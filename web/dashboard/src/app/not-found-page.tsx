import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../shared/empty-state';
import { PageHeader } from '../shared/page-header';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState title="There is no such page" text="It may have been moved, or the address is misspelt.">
        <Button component={Link} to="/campaigns">
          To the campaigns
        </Button>
      </EmptyState>
    </>
  );
}
