import { Option, type Command } from 'commander';
import { WEBHOOK_EVENT_TYPES } from '../../../domain/webhook-events';
import type { Run } from '../context';
import { forwardEvents, type ListenOptions } from '../listen/forward';
import { collect, readId } from '../readers';

const EXPLANATION = `
Every request is signed with the organization's callback secret (callback_secret in stack.json, or GET /webhook_secret),
whatever secret an endpoint of its own would have; webhook-id is that of the delivery. What your URL answers is shown
here, and not told to Everdial: nothing is sent twice.

How it hears of events (--via):
  endpoint  makes a webhook of its own, for as long as it runs, whose address is this process. For an API on this
            machine that allows webhooks to 127.0.0.1 (a local stack does). Hears of every event.
  log       reads the log of deliveries every second. For an API that cannot reach this machine. Sees what is sent to
            webhooks and callbacks that are there, and nothing while the organization has none.
Without --via it takes endpoint where the API is on this machine and allows it, and log otherwise.
The key needs campaigns:admin.`;

/** `listen`: webhooks to a program on this machine. */
export function addListenCommand(program: Command, run: Run): void {
  program
    .command('listen')
    .description('send webhooks on to a URL of this machine, until Ctrl-C')
    .requiredOption('--forward-to <url>', 'such as http://127.0.0.1:3000/hooks/calls')
    .option('--event <type>', `only these: ${WEBHOOK_EVENT_TYPES.slice(0, 2).join(', ')}, ...; several times`, collect)
    .option('--campaign <id>', 'only of this campaign', readId)
    .addOption(new Option('--via <way>', 'how it hears of events, see below').choices(['endpoint', 'log']))
    .addHelpText('after', EXPLANATION)
    .action(run<ListenOptions>((context, _args, options) => forwardEvents(context, options)));
}
