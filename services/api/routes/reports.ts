import { Router } from 'express';
import { readReportLink } from '../../../infra/webhook-http/report-link';
import type { ApiDependencies } from '../dependencies';
import { notFound, Problem } from '../http/problem';
import { sendStream } from '../http/streams';
import { campaignReport } from './report';

/** `GET /reports/{file}`: a campaign's report by the signed link of its status callback, without a key. */
export function createReportsRouter({ db, secretKey }: Pick<ApiDependencies, 'db' | 'secretKey'>): Router {
  const router = Router();
  router.get('/:file', async (request, response) => {
    const { expires, signature } = request.query;
    const link = { file: request.params.file, expires, signature };
    const campaignId = secretKey ? readReportLink(secretKey, link, Date.now()) : 'invalid';
    if (campaignId === 'expired') {
      throw new Problem(410, 'report_link_expired', 'This link has expired. Get the report with an API key instead.');
    }
    if (campaignId === 'invalid') throw notFound('report');
    await sendStream(response, 'text/csv', campaignReport(db, campaignId));
  });
  return router;
}
