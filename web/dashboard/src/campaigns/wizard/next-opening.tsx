import { Alert, Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { fullText, OWN_ZONE } from '../../shared/moment';
import type { WizardForm } from './wizard-form';

/** When the first call may be made, on the campaign's clocks and on one's own. */
export function NextOpening({ answer, form }: { answer: Schemas['CheckedCampaign']; form: WizardForm }) {
  const { next_opening: next, timezone } = answer;
  if (!next) {
    return (
      <Alert color="red" title="It never opens">
        Its hours allow no call within the next 400 days. Change them under Schedule.
      </Alert>
    );
  }
  const always = next.until === null && !form.campaign.is_scheduled;
  return (
    <Alert color="green" title="Next window">
      {always ? (
        <Text size="sm">It may call at any time, from the moment it is created.</Text>
      ) : (
        <Window opening={next} zone={timezone} />
      )}
      {timezone === OWN_ZONE && !always && (
        <Text size="sm" mt="xs">
          Your own clock shows the same: {OWN_ZONE} is your time zone too.
        </Text>
      )}
      {timezone !== OWN_ZONE && !always && (
        <Text size="sm" mt="xs" component="div">
          On your clock: <Window opening={next} zone={OWN_ZONE} />
        </Text>
      )}
    </Alert>
  );
}

function Window({ opening, zone }: { opening: Schemas['Opening']; zone: string }) {
  return (
    <Text size="sm">
      <time dateTime={opening.from}>{fullText(opening.from, zone)}</time>
      {opening.until !== null && (
        <>
          {' until '}
          <time dateTime={opening.until}>{fullText(opening.until, zone)}</time>
        </>
      )}
    </Text>
  );
}
