import { PageHeader } from '../../shared/page-header';
import { ApiKeys } from './api-keys';
import { WebhookToken } from './webhook-token';

/** Who may use the API: keys, and the token that leads are posted with. */
export function KeysPage() {
  return (
    <>
      <PageHeader title="Keys" text="What programs and people use the API with." />
      <ApiKeys />
      <WebhookToken />
    </>
  );
}
