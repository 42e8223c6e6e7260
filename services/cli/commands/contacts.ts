import type { Command } from 'commander';
import { pushContacts, type PushOptions } from '../contacts/push';
import type { Run } from '../context';
import { collect, readId, wholeNumber } from '../readers';

/** `contacts push`: a CSV of any length. */
export function addContactCommands(program: Command, run: Run): void {
  const contacts = program.command('contacts').description('add contacts');
  contacts
    .command('push')
    .description('send a CSV to a campaign; a connection that breaks is made again, and goes on where it was')
    .argument('<file>', 'CSV with names of columns in its first line, also gzipped (.gz); - is stdin')
    .requiredOption('--campaign <id>', 'which campaign', readId)
    .option(
      '--map <target=column>',
      'to_number=Mobile, external_id=Id, metadata.key=Column, variable=Column; several times',
      collect,
    )
    .option('--ignore-unmapped', 'leave columns out that no --map names')
    .option('--rejected <file>', 'where rows go that could not be taken; FILE.rejected-ID.csv unless told')
    .option('--wait', 'until every contact of the file is done with, or the campaign has ended')
    .option('--again', 'also when the same file was sent in the last 24 hours')
    .option(
      '--patience <seconds>',
      'how long a connection is tried again without getting any further',
      wholeNumber(0, 86_400),
      120,
    )
    .action(run<PushOptions>((context, [file = ''], options) => pushContacts(context, file, options)));
}
