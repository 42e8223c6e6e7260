import type { Command } from 'commander';
import type { Context, Run } from '../context';
import { failure } from '../failure';
import { checkApi } from '../doctor/api-checks';
import type { Finding } from '../doctor/finding';
import { checkMachine } from '../doctor/machine-checks';
import { isLoopback } from '../connection';
import { printable } from '../printable';

/** `doctor`: what is missing, and how to get it. */
export function addDoctorCommand(program: Command, run: Run): void {
  program
    .command('doctor')
    .description('look at this machine and at the API: what is missing, and how to get it')
    .action(run((context) => examine(context)));
}

async function examine(context: Context): Promise<void> {
  const { source, apiUrl } = context.connection;
  // Who uses an API elsewhere needs nothing to run one here.
  const runsHere = source === 'stack' || source === 'default' || isLoopback(apiUrl);
  const findings = [...checkMachine(context, runsHere), ...(await checkApi(context))];
  for (const finding of findings) tell(context, finding);
  const missing = findings.filter(({ state }) => state === 'missing');
  if (missing.length > 0) {
    throw failure(
      'something_missing',
      `Missing: ${missing.map(({ name }) => name).join(', ')}. What to do stands above.`,
    );
  }
}

function tell({ output }: Context, { name, state, detail, fix }: Finding): void {
  if (output.json) {
    output.document({ check: name, state, detail, fix });
    return;
  }
  const { colors } = output;
  const signs = { ok: colors.green('ok     '), optional: colors.yellow('without'), missing: colors.red('MISSING') };
  output.text(`${signs[state]}  ${colors.bold(name)}  ${printable(detail)}`);
  if (fix !== null) output.text(`         ${colors.dim('->')} ${printable(fix)}`);
}
