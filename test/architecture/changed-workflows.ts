import { sleep } from '@temporalio/workflow';
import * as today from '../../workflows';

// The workflows with one decision more: each sleeps before it does anything.

export async function campaign(...args: Parameters<typeof today.campaign>): Promise<void> {
  await sleep('1 minute');
  return today.campaign(...args);
}

export async function contact(...args: Parameters<typeof today.contact>): ReturnType<typeof today.contact> {
  await sleep('1 minute');
  return today.contact(...args);
}

export async function delivery(...args: Parameters<typeof today.delivery>): ReturnType<typeof today.delivery> {
  await sleep('1 minute');
  return today.delivery(...args);
}
