/* Made by `npm run generate:client` of the OpenAPI document. */
export interface paths {
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents
         * @description Needs the scope `read`.
         */
        get: operations["listAgents"];
        put?: never;
        /**
         * Create an agent
         * @description Needs the scope `campaigns:admin`.
         */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an agent
         * @description Needs the scope `read`.
         */
        get: operations["getAgent"];
        /**
         * Change an agent
         * @description Absent fields keep their value. Each further call uses the agent as it is then. Needs the scope `campaigns:admin`.
         */
        put: operations["updateAgent"];
        post?: never;
        /**
         * Delete an agent
         * @description Needs the scope `campaigns:admin`.
         */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an agent
         * @description Needs the scope `campaigns:admin`.
         */
        post: operations["createAgentAlias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys, newest first
         * @description Needs the scope `campaigns:admin`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The key is shown once and stored nowhere. It is written to the audit log that it was made. It may have scopes that the key which makes it has not: `campaigns:admin` is for those who may have all of them. Needs the scope `campaigns:admin`.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api_keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It stops working at once, with the sessions it has begun. The last key with `campaigns:admin` is kept. Written to the audit log. Needs the scope `campaigns:admin`.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who changed what, newest first
         * @description Needs the scope `campaigns:admin`.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-call/{id}/live-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the contacts of a campaign by what has become of them
         * @description Needs the scope `read`.
         */
        get: operations["getLiveStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calling_rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the hours and caps that hold in every campaign
         * @description Needs the scope `read`.
         */
        get: operations["getCallingRules"];
        /**
         * Change the hours and caps that hold in every campaign
         * @description Contacts already waiting follow within seconds. Each change is written to the audit log. Needs the scope `campaigns:admin`.
         */
        put: operations["setCallingRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List campaigns, newest first
         * @description Needs the scope `read`.
         */
        get: operations["listCampaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a campaign, with its counts and first lines
         * @description Needs the scope `read`.
         */
        get: operations["getCampaign"];
        /**
         * Pause, resume, cancel or reschedule a campaign
         * @description Repeated, it answers 200 and changes nothing. From the answer on, a paused or cancelled campaign starts no call. A resume also opens a campaign that has a daily hard stop and no auto start, until the next stop. `reschedule` moves a start that lies ahead. Needs the scope `campaigns:admin`.
         */
        put: operations["actOnCampaign"];
        post?: never;
        /**
         * Cancel a campaign
         * @description Needs the scope `campaigns:admin`.
         */
        delete: operations["cancelCampaign"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/add_contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a contact
         * @description Answered when the contact is stored. It is called as soon as the campaign has a slot. Unknown fields are ignored. Needs the scope `contacts:write`.
         */
        post: operations["addContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/add_contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add up to 1,000 contacts
         * @description Each row stands alone: 200 also when every row is rejected. Needs the scope `contacts:write`.
         */
        post: operations["addContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/call_conditions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change which contacts are called
         * @description Waiting and skipped contacts are judged anew. Fields left out keep their value. `effect` says what it changes for contacts already waiting; `dry_run=true` only tells, and stores nothing. Needs the scope `campaigns:admin`.
         */
        put: operations["setCallConditions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/calling_hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change days, windows and closed dates, and the hours of the called person
         * @description Fields left out keep their value. `effect` says what it changes for contacts already waiting; `dry_run=true` only tells, and stores nothing. Needs the scope `campaigns:admin`.
         */
        put: operations["setCallingHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/concurrency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change how many calls are made at once, and how fast
         * @description Calls in flight go on; with a lower limit, no call starts until enough of them have ended. Fields left out keep their value. `effect` says what it changes for contacts already waiting; `dry_run=true` only tells, and stores nothing. Needs the scope `campaigns:admin`.
         */
        put: operations["setConcurrency"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/contacts.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add contacts from a CSV file of any length
         * @description Streamed: rows are stored while the file comes, some hundred at a time, and each stands alone. The first line names the columns. The number is in `to_number`, `phone_number` or `phone`; every other column is a custom variable named as the column. `map.<target>=<column>` says otherwise, target being `to_number`, `external_id`, `timezone`, `priority`, `schedule_at`, `expires_at`, `metadata.<key>`, or the name of a variable. UTF-8, separated by commas, semicolons or tabs. An upload that broke off and is sent again with the same `Idempotency-Key` goes on where it was. Needs the scope `contacts:write`.
         */
        post: operations["addContactsCsv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/daily-time-control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the daily hard stop and auto start
         * @description Calls in progress at the stop finish. Fields left out keep their value. `effect` says what it changes for contacts already waiting; `dry_run=true` only tells, and stores nothing. Needs the scope `campaigns:admin`.
         */
        put: operations["setDailyTimes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a campaign as it changes (server-sent events)
         * @description Begins with `campaign` and `figures`, then tells what changes: `lines` that came or changed, the campaign, its figures. `reset` says that too much has changed to be told: fetch everything anew. `Last-Event-ID` goes on where a stream broke off, on any instance of the API. No line that changes is left out; one may come twice. Needs the scope `read`.
         */
        get: operations["streamCampaignEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell how a campaign is doing: counts, calls a minute, answer rate, what is due
         * @description Needs the scope `read`.
         */
        get: operations["getCampaignFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Estimate when a campaign is through with its contacts, and how many calls that takes
         * @description From its last 500 calls, its hours, pace, retries, limits and queue as they are now; `stop` says which limit ends it before it is through, and how many contacts are left then. It knows nothing of contacts still to come, of connected minutes, and of what other campaigns take from a shared account. Needs the scope `read`.
         */
        get: operations["getForecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell how far a CSV file was read
         * @description Needs the scope `read`.
         */
        get: operations["getCsvImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/imports/{import_id}/rejected.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the rows of a CSV file that could not be taken, as CSV
         * @description Line of the file, code and reason, then the columns as they were sent. Safe to open as a spreadsheet. Needs the scope `read`.
         */
        get: operations["getRejectedRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change limits and circuit breaker
         * @description A campaign that a limit has paused is resumed by hand. Fields left out keep their value. `effect` says what it changes for contacts already waiting; `dry_run=true` only tells, and stores nothing. Needs the scope `campaigns:admin`.
         */
        put: operations["setLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the lines of a campaign in the order they came
         * @description No line is skipped or comes twice while the campaign dials. The last page has `next_cursor: null`. Needs the scope `read`.
         */
        get: operations["listLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/lines/{line_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell a line's whole story
         * @description Each attempt, decision and webhook, what comes next, and why the contact is not being called now. Needs the scope `read`.
         */
        get: operations["getLine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/lines/{line_id}/call_now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call a waiting contact as soon as its hours and a slot allow
         * @description It goes before the others, and uses up no retry or callback beyond the one it waited for. When it cannot be called now, the answer says why and until when. Repeated, it changes nothing. Needs the scope `contacts:write`.
         */
        post: operations["callLineNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/lines/{line_id}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the next call of a waiting contact
         * @description Outside its hours it moves to the next opening. A callback it was promised moves with it. Needs the scope `contacts:write`.
         */
        post: operations["rescheduleLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/lines/{line_id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a waiting contact without a call
         * @description Needs the scope `contacts:write`.
         */
        post: operations["skipLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/lines/{line_id}/suppress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Never call a contact's number again, in no campaign
         * @description Ends its waiting contacts in every campaign of the organization. Needs the scope `contacts:write`.
         */
        post: operations["suppressLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/manual_retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put contacts that were not reached back into the queue
         * @description Each gets one more call, and then `max_retries` retries, at most as many as the campaign grants. Contacts that are reached, skipped, suppressed, expired or cancelled, and those with an invalid number, stay as they are. A completed campaign is reopened, and completes again. Needs the scope `campaigns:admin`.
         */
        post: operations["manualRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the numbers that a campaign calls from
         * @description Needs the scope `read`.
         */
        get: operations["listCampaignNumbers"];
        put?: never;
        /**
         * Add a number to call from
         * @description A campaign that had one number rotates from then on: `fixed_count`, unless create said otherwise. Needs the scope `campaigns:admin`.
         */
        post: operations["addCampaignNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/numbers/{assignment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Switch a number of a campaign on or off
         * @description Switched on again, a number that rested is used at once. The last one cannot be switched off. Needs the scope `campaigns:admin`.
         */
        put: operations["updateCampaignNumber"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what the agent will say to the first contacts of an activated campaign
         * @description Welcome message and prompt with the variables of each contact filled in. Variables without a value stay as written. What a pre-call webhook adds comes at the call, and `metadata` never. Needs the scope `read`.
         */
        get: operations["previewCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/report.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get every contact and attempt of a campaign as CSV
         * @description One row for each attempt; a contact that was never called has one row. Safe to open in a spreadsheet: texts that look like a formula begin with an apostrophe. Written as it is read, so that it may have any length. Needs the scope `read`.
         */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the last requests that brought contacts, with their answers
         * @description Of add_contact, add_contacts and contacts.csv, accepted or refused. They are noted a moment after they were answered, twenty a second at most; the 50 newest are kept. Needs the scope `read`.
         */
        get: operations["listContactRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/reschedule_settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change how "call me back" is followed
         * @description Callbacks already promised are kept, also when it is switched off, unless `drop_pending` is true. Fields left out keep their value. `effect` says what it changes for contacts already waiting; `dry_run=true` only tells, and stores nothing. Needs the scope `campaigns:admin`.
         */
        put: operations["setRescheduleSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/retry_settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change how unreached contacts are tried again
         * @description Attempts already used are kept; a lower limit ends contacts beyond it. Fields left out keep their value. `effect` says what it changes for contacts already waiting; `dry_run=true` only tells, and stores nothing. Needs the scope `campaigns:admin`.
         */
        put: operations["setRetrySettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate a draft
         * @description A start that lies in the past by now means at once. While Temporal is away it answers 200 too: the message says so, and the campaign starts when Temporal is back. Needs the scope `campaigns:admin`.
         */
        post: operations["startCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell why a campaign is not calling now, and how many contacts each rule holds
         * @description Needs the scope `read`.
         */
        get: operations["whyNotDialling"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what a campaign would be, and create nothing
         * @description Takes create's body, and refuses what create would. Tells who would call, when, and which variables of the agent's texts no contact has. What a pre-call webhook adds is not known before the call. Needs the scope `read`.
         */
        post: operations["checkCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/bulk_call/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a campaign
         * @description Stored before it is answered; its workflow is started at once. While Temporal is away it answers 200 too: the message says so, and the campaign starts when Temporal is back. Unknown fields are ignored. Needs the scope `campaigns:admin`.
         */
        post: operations["createCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/dispatch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make one call, outside of any campaign
         * @description Answered when the call is stored. It is made as soon as there is room for it, once: it is not retried, and given up after 24 hours. The hours in which people may be called hold. Unknown fields are ignored. Needs the scope `contacts:write`.
         */
        post: operations["dispatchCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List calls, those made and those that came in, newest first
         * @description Needs the scope `read`.
         */
        get: operations["listCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/logs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a call
         * @description One that was dispatched is found from then on, with the status of its contact until it is made. Needs the scope `read`.
         */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaign_drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the drafts of the wizard, newest first
         * @description Campaigns that somebody is still writing in the dashboard. They are no campaigns yet. Needs the scope `read`.
         */
        get: operations["listCampaignDrafts"];
        put?: never;
        /**
         * Keep a draft of the wizard
         * @description At most 200 in an organization. Needs the scope `campaigns:admin`.
         */
        post: operations["createCampaignDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaign_drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a draft of the wizard
         * @description Needs the scope `read`.
         */
        get: operations["getCampaignDraft"];
        /**
         * Keep a draft of the wizard as it is now
         * @description As a whole: what was kept before is gone. With the `updated_at` that you read, only if nobody else has changed it. Needs the scope `campaigns:admin`.
         */
        put: operations["updateCampaignDraft"];
        post?: never;
        /**
         * Throw a draft of the wizard away
         * @description Needs the scope `campaigns:admin`.
         */
        delete: operations["deleteCampaignDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was sent to webhooks and callbacks, newest first
         * @description None is skipped or comes twice while more are stored. The last page has `next_cursor: null`. Needs the scope `read`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a delivery with all its tries
         * @description Needs the scope `read`.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery once more
         * @description Whatever became of it, with the same `webhook-id`. Its limits count anew. Needs the scope `campaigns:admin`.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send once more what has failed since then
         * @description What goes to webhooks that are deleted, disabled or not active is left alone. Needs the scope `campaigns:admin`.
         */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add up to 1,000 leads to any number of campaigns
         * @description Everything is stored when this is answered, in one transaction, or nothing; each lead stands alone. An `idempotency_key` is taken once in seven days: 409 `duplicate_request` has the `request_id` of the first request. Takes the webhook token, no API key.
         */
        post: operations["addLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone_number/attach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attach an agent to a number
         * @description Needs the scope `campaigns:admin`.
         */
        post: operations["attachAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone_number/detach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the agent away from a number
         * @description Needs the scope `campaigns:admin`.
         */
        post: operations["detachAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone_number/import/twilio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import numbers from Twilio
         * @description The one that is named, or all of the account that can speak. Only numbers that the account owns: Twilio refuses calls from any other. Sent again, it brings the account and its numbers up to date. Needs the scope `campaigns:admin`.
         */
        post: operations["importTwilioNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone_number/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List phone numbers
         * @description Needs the scope `read`.
         */
        get: operations["listPhoneNumbersAlias"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone_numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List phone numbers
         * @description Needs the scope `read`.
         */
        get: operations["listPhoneNumbers"];
        put?: never;
        /**
         * Add a number
         * @description A simulated one unless told. Numbers of other providers belong to an account with them: one that is there, or that of the credentials given, which the provider is asked about. Needs the scope `campaigns:admin`.
         */
        post: operations["createPhoneNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone_numbers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a phone number
         * @description Needs the scope `read`.
         */
        get: operations["getPhoneNumber"];
        /**
         * Rename a number, limit its calls, attach another agent, or move it to another account
         * @description With credentials it moves to the account of these, which gets them. The provider stays what it is. Calls in progress stay with the account that they were placed with. Needs the scope `campaigns:admin`.
         */
        put: operations["updatePhoneNumber"];
        post?: never;
        /**
         * Delete a number that no campaign has called from
         * @description Needs the scope `campaigns:admin`.
         */
        delete: operations["deletePhoneNumber"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provider_accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the accounts with providers
         * @description Needs the scope `read`.
         */
        get: operations["listProviderAccounts"];
        put?: never;
        /**
         * Add an account with a provider, or give it new credentials
         * @description The provider is asked whether it takes the credentials: 422 `credentials_refused` when it does not, 503 `provider_unreachable` when it could not be asked. An account that is there already gets what is given, and is the answer. Needs the scope `campaigns:admin`.
         */
        post: operations["createProviderAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provider_accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an account with a provider
         * @description Needs the scope `read`.
         */
        get: operations["getProviderAccount"];
        /**
         * Limit the calls of an account with a provider, rename it, or rotate its credentials
         * @description Campaigns that call from its numbers share what it allows. Fields left out keep their value. New credentials are used by every process within five seconds. Those of Twilio must be of the same account while numbers belong to it (409 `other_account`); elsewhere a new key is taken for one of the same workspace, but not while calls wait for an answer (409 `calls_in_flight`). Settings with an address on another host need the credentials again. 409 `account_changed`: somebody else has changed it meanwhile. Needs the scope `campaigns:admin`.
         */
        put: operations["updateProviderAccount"];
        post?: never;
        /**
         * Delete an account that no number belongs to, with its credentials
         * @description Needs the scope `campaigns:admin`.
         */
        delete: operations["deleteProviderAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provider_accounts/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the provider whether it takes the stored credentials
         * @description Needs the scope `campaigns:admin`.
         */
        post: operations["checkProviderAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the numbers that are never called, newest first
         * @description Needs the scope `read`.
         */
        get: operations["listSuppressions"];
        put?: never;
        /**
         * Never call numbers again
         * @description Up to 1,000, all or none. Contacts that wait for a call end as `suppressed`, in every campaign; calls in progress go on, and nothing follows them. Needs the scope `campaigns:admin`.
         */
        post: operations["suppress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppressions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Allow calls to a number again
         * @description Contacts that were ended because of it stay so. Needs the scope `campaigns:admin`.
         */
        delete: operations["unsuppress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppressions/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Never call the numbers of a CSV file again
         * @description Streamed, of any length; each row stands alone. The number is in the column `number`, `phone`, `to_number` or `phone_number`, else in the first. The first line names the columns. Needs the scope `campaigns:admin`.
         */
        post: operations["suppressCsv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the secret that signs campaigns' callbacks and the pre-call webhook
         * @description The audit log notes it. Webhooks have secrets of their own. Needs the scope `campaigns:admin`.
         */
        get: operations["getWebhookSecret"];
        put?: never;
        /**
         * Make a new secret for campaigns' callbacks and the pre-call webhook
         * @description For 24 hours both sign, the new one first. Rotating again within that time ends the older one at once. Needs the scope `campaigns:admin`.
         */
        post: operations["rotateCallbackSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the end of the webhook token, or how to have one made
         * @description Needs the scope `read`.
         */
        get: operations["getWebhookToken"];
        put?: never;
        /**
         * Make the webhook token, or a new one
         * @description The one before stops working at once. Each is written to the audit log. Needs the scope `campaigns:admin`.
         */
        post: operations["makeWebhookToken"];
        /**
         * Revoke the webhook token
         * @description It stops working at once. Needs the scope `campaigns:admin`.
         */
        delete: operations["revokeWebhookToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_token/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show the whole webhook token, and a command that works with it
         * @description Each time is written to the audit log. Needs the scope `campaigns:admin`.
         */
        post: operations["revealWebhookToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks: all of them, or those of a campaign
         * @description Secrets and values of headers are masked. Needs the scope `read`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Have events sent to a URL
         * @description Up to 20 of the organization, and 20 of each campaign. Answers the secret that signs what is sent. Needs the scope `campaigns:admin`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a webhook
         * @description campaigns:admin sees the secret and the values of headers, and the audit log notes it. Needs the scope `read`.
         */
        get: operations["getWebhook"];
        /**
         * Change a webhook
         * @description Fields left out keep their value. Deliveries that wait are sent as it is then. Needs the scope `campaigns:admin`.
         */
        put: operations["updateWebhook"];
        post?: never;
        /**
         * Delete a webhook
         * @description What still waits to be sent to it fails. Its deliveries can be looked at further on. Needs the scope `campaigns:admin`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events to a webhook again
         * @description After it was disabled for failing, or made inactive. What has failed meanwhile is sent by `replay`. Needs the scope `campaigns:admin`.
         */
        post: operations["enableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again what a webhook has missed
         * @description Every delivery that has failed since then, with the same `webhook-id`. Needs the scope `campaigns:admin`.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/rotate_secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret
         * @description For 24 hours both sign, the new one first. Rotating again within that time ends the older one at once. Needs the scope `campaigns:admin`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to a webhook
         * @description Of the type `webhook.test`, with made-up values for everything that variables can name; signed, retried and logged as any other. Needs the scope `campaigns:admin`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what a webhook would send of a real event, before it is saved
         * @description Of the newest event of the type, or of a given call. Has the faults that saving would have. Nothing is sent. 409 `no_event_yet` while nothing of the kind has happened. Needs the scope `campaigns:admin`.
         */
        post: operations["previewWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AddCampaignNumber: {
            /**
             * @description An integer, or a string of digits.
             * @example 1
             */
            phone_number_id: number | string;
            sequence?: number | null;
        };
        AddedContact: {
            campaign_status: string;
            /**
             * @description With `reason: condition`.
             * @example plan equals pro
             */
            condition?: string;
            /**
             * @description The contact was there already; `line_id` is its line, and what the policy has made of it.
             * @enum {string}
             */
            duplicate?: "skipped" | "updated" | "requeued";
            /** @example 12 */
            line_id: number;
            /**
             * @example campaign_paused
             * @enum {string}
             */
            reason?: "campaign_draft" | "campaign_scheduled" | "campaign_paused" | "outside_calling_hours" | "contact_hours" | "scheduled_contact" | "retry_scheduled" | "callback_scheduled" | "condition" | "suppressed" | "expired" | "no_calling_hours" | "duplicate";
            /** @constant */
            status: "success";
            warnings?: {
                /** @example number_not_valid */
                code: string;
                detail: string;
            }[];
            /** @description Given with `reason` when the contact will not be called now; null when nobody knows the time. */
            will_call_after?: string | null;
        };
        AddedContacts: {
            accepted: {
                /** @enum {string} */
                duplicate?: "updated" | "requeued";
                index: number;
                /** @example 12 */
                line_id: number;
                warnings?: {
                    /** @example number_not_valid */
                    code: string;
                    detail: string;
                }[];
            }[];
            campaign_status: string;
            rejected: {
                code: string;
                index: number;
                reason: string;
            }[];
            /** @description Stored and not called: `condition` says which one it does not meet, or `duplicate`. */
            skipped: {
                condition: string;
                index: number;
                /** @example 12 */
                line_id: number;
            }[];
            /** @constant */
            status: "success";
        };
        Agent: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @example 12 */
            id: number;
            name: string;
            pre_call_webhook_url: string | null;
            prompt: string;
            provider_reference: string | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
            webhook_direction: ("inbound" | "outbound" | "both") | null;
            welcome_message: string;
        };
        ApiKey: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @example 12 */
            id: number;
            last_four: string;
            name: string;
            /**
             * @description Its first characters.
             * @example evd_Zk3a
             */
            prefix: string;
            revoked_at: string | null;
            scopes: ("campaigns:admin" | "contacts:write" | "read")[];
        };
        AttachAgent: {
            /**
             * @description An integer, or a string of digits.
             * @example 1
             */
            agent_id: number | string;
            /**
             * @description An integer, or a string of digits.
             * @example 1
             */
            phone_number_id: number | string;
        };
        Attempt: {
            answered_at: string | null;
            /** @example 12 */
            attempt_id: number;
            attempt_no: number;
            /** @example call_345 */
            call_sid: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @description What followed from this attempt, and why. */
            decision: {
                at: string | null;
                kind: string;
                reason: string;
            } | null;
            disposition: string | null;
            duration_s: number | null;
            ended_at: string | null;
            from_number: string;
            outcome: {
                [key: string]: unknown;
            } | null;
            placed_at: string | null;
            /** @description null where no pre-call webhook was asked. */
            pre_call: components["schemas"]["PreCall"] | null;
            provider: string;
            provider_call_id: string | null;
            raw_code: string | null;
            reference: string;
            settings_version: number;
            /** @enum {string} */
            status: "placing" | "placed" | "ringing" | "answered" | "ended";
            /** @description Variables of welcome message and prompt that had no value. */
            unresolved_variables: string[];
            /** @description What the agent was given: the contact's variables, and those of the pre-call webhook. */
            variables: {
                [key: string]: unknown;
            } | null;
        };
        AuditEntry: {
            /** @example calling_rules.update */
            action: string;
            /** @description null: the system did it by itself. */
            api_key_prefix: string | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            data: {
                [key: string]: unknown;
            };
            /** @example 12 */
            id: number;
            object_id: number | null;
            object_type: string;
        };
        /** @description A call that was made, or that came in. What is not known is null. */
        Call: {
            agent_id: number | null;
            agent_task_feedback: unknown;
            agent_task_status: unknown;
            answered_by: ("person" | "machine") | null;
            /** @description The same as `transcript`. */
            call_conversation: unknown;
            /**
             * @description The same as `direction`, for existing clients.
             * @enum {string}
             */
            call_direction: "inbound" | "outbound";
            /** @description The same as `duration`. */
            call_duration_in_seconds: number | null;
            /**
             * @description The same as `id`.
             * @example 12
             */
            call_id: number;
            /** @description The `requestId` of its dispatch, which is its `line_id`. */
            call_request_id: {
                /** @example 12 */
                id: number;
            } | null;
            /** @example call_345 */
            call_sid: string;
            /**
             * @description The same as `status`, for existing clients.
             * @enum {string}
             */
            call_status: "completed" | "busy" | "no_answer" | "declined" | "voicemail" | "failed" | "invalid_number" | "suppressed" | "no_capacity" | "cancelled" | "unknown" | "in_progress" | "queued" | "retry_scheduled" | "callback_scheduled" | "skipped" | "expired";
            /** @description null for a call outside of campaigns. */
            campaign_id: number | null;
            /** @example 12 */
            company_id: number;
            /** @description The same as `line_id`. */
            contact_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /** @description Seconds. */
            duration: number | null;
            /** @description What the agent was given. */
            dynamic_variables: {
                [key: string]: unknown;
            } | null;
            ended_at: string | null;
            external_id: string | null;
            from_number: string;
            /** @example 12 */
            id: number;
            line_id: number | null;
            metadata: {
                [key: string]: unknown;
            } | null;
            /** @description What the agent has reported, but for the transcript. */
            post_call_outcomes: {
                [key: string]: unknown;
            } | null;
            rating: unknown;
            /** @description The provider's own word for how it ended. */
            raw_code: string | null;
            recording_url: unknown;
            sentiment: unknown;
            started_at: string | null;
            /**
             * @description How it ended, or `in_progress`. Of a call that was dispatched and not made: that of its contact.
             * @enum {string}
             */
            status: "completed" | "busy" | "no_answer" | "declined" | "voicemail" | "failed" | "invalid_number" | "suppressed" | "no_capacity" | "cancelled" | "unknown" | "in_progress" | "queued" | "retry_scheduled" | "callback_scheduled" | "skipped" | "expired";
            summary: unknown;
            to_number: string;
            transcript: unknown;
        };
        Callback: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            asked_for: string;
            /** @description The attempt in which it was asked for; null for one made by hand. */
            attempt_id: number | null;
            /** @example 12 */
            callback_id: number;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Inside the hours.
             * @example 2026-12-25T15:00:00.000Z
             */
            due_at: string;
            /** @description The call of the contact to us in which it was asked for. */
            inbound_call_id: number | null;
            settled_at: string | null;
            /** @enum {string} */
            source: "provider" | "words" | "default_delay" | "admin";
            /** @enum {string} */
            status: "pending" | "kept" | "late" | "missed" | "dropped";
            /** @description The words it came from. */
            text: string | null;
            timezone: string;
            /** @example 2026-12-25T15:00 */
            wall_clock: string;
        };
        CallbackConfig: {
            default_delay_s?: number | null;
            limit?: number | null;
            max_days?: number | null;
        };
        CallbackConfigOutput: {
            /** @description 7200 unless told. */
            default_delay_s?: number;
            /** @description Callbacks of one contact; 3 unless told. */
            limit?: number;
            /** @description 30 unless told. */
            max_days?: number;
        };
        /** @description What became of the callbacks that were promised. */
        CallbackFigures: {
            dropped: number;
            kept: number;
            late: number;
            missed: number;
            pending: number;
        };
        CallConditionInput: {
            /** @description A variable (dotted where nested), or a field of the contact. */
            column: string;
            /** @description equals (=, ==), not_equals (!=), contains, greater_than (>), less_than (<), in, exists */
            operator: string;
            /** @description A list for `in`; not needed for `exists`. */
            value?: unknown;
        };
        /** @description Replaces all; an empty list removes them. */
        CallConditions: {
            /** @description All must hold for a contact to be called. */
            call_conditions: components["schemas"]["CallConditionInput"][];
        };
        CallConditionsChanged: {
            call_conditions: {
                column: string;
                operator: string;
                value?: unknown;
            }[];
            /**
             * @description Given when nothing was stored.
             * @constant
             */
            dry_run?: true;
            effect: components["schemas"]["SettingsEffect"];
            message: string;
            settings_version: number;
            /** @constant */
            status: "success";
            warnings?: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        /** @description The fields of `calling_hours`, inside of it or beside `contact_hours`. */
        CallingHours: {
            calling_hours?: components["schemas"]["CallingHoursInput"] | null;
            closed_dates?: string[] | null;
            contact_hours?: components["schemas"]["ContactHoursInput"] | null;
            days?: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[] | null;
            windows?: {
                end: string;
                start: string;
            }[] | null;
        };
        CallingHoursChanged: {
            /** @description null: every day, all day. */
            calling_hours: {
                closed_dates: string[];
                days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
                windows: {
                    /** @example 09:00 */
                    end: string;
                    /** @example 09:00 */
                    start: string;
                }[];
            } | null;
            /** @description null: as the organization says. */
            contact_hours: {
                enabled: boolean | null;
                end: string | null;
                start: string | null;
                strict: boolean | null;
            } | null;
            /**
             * @description Given when nothing was stored.
             * @constant
             */
            dry_run?: true;
            effect: components["schemas"]["SettingsEffect"];
            message: string;
            settings_version: number;
            /** @constant */
            status: "success";
            warnings?: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        CallingHoursInput: {
            closed_dates?: string[] | null;
            days?: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[] | null;
            windows?: {
                end: string;
                start: string;
            }[] | null;
        };
        CallingRules: {
            contact_hours: {
                enabled: boolean;
                end: string;
                start: string;
                strict: boolean;
            };
            number_caps: {
                attempts_per_day: number;
                connected_per_day: number;
                enabled: boolean;
                on_simulator: boolean;
            };
            /** @constant */
            status: "success";
        };
        /** @description Fields left out keep their value. */
        CallingRulesInput: {
            contact_hours?: components["schemas"]["ContactHoursInput"] | null;
            number_caps?: {
                attempts_per_day?: number | null;
                connected_per_day?: number | null;
                enabled?: boolean | null;
                on_simulator?: boolean | null;
            } | null;
        };
        CallScheduleCallback: {
            /** @description Every attempt, in order. */
            call_sids: string[];
            /** @example camp_12 */
            campaign_sid: string;
            /**
             * @description RFC 3339 with the campaign's offset.
             * @example 2024-01-15T09:05:00+05:30
             */
            date_created: string;
            /**
             * @description RFC 3339 with the campaign's offset.
             * @example 2024-01-15T09:05:00+05:30
             */
            date_updated: string;
            /**
             * @description The number of the last attempt.
             * @example +15551234567
             */
            from: string;
            /** @enum {string} */
            status: "completed" | "failed" | "busy" | "no-answer";
            /** @example +15551234567 */
            to: string;
        };
        CallStatusCallback: {
            /** @example call_345 */
            call_sid: string;
            /** @example camp_12 */
            campaign_sid: string;
            /**
             * @description RFC 3339 with the campaign's offset.
             * @example 2024-01-15T09:05:00+05:30
             */
            date_created: string;
            /**
             * @description RFC 3339 with the campaign's offset.
             * @example 2024-01-15T09:05:00+05:30
             */
            date_updated: string;
            /** @example +15551234567 */
            number: string;
            /** @enum {string} */
            status: "completed" | "failed" | "busy" | "no-answer";
        };
        Campaign: {
            bot_id: number | null;
            call_conditions: {
                column: string;
                operator: string;
                value?: unknown;
            }[];
            call_schedule_callback: string | null;
            call_status_callback: string | null;
            callback: components["schemas"]["CallbackConfigOutput"];
            /** @description null: every day, all day. */
            calling_hours: {
                closed_dates: string[];
                days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
                windows: {
                    /** @example 09:00 */
                    end: string;
                    /** @example 09:00 */
                    start: string;
                }[];
            } | null;
            calls_per_second: number | null;
            /** @example camp_12 */
            campaign_sid: string;
            circuit_breaker: {
                enabled: boolean;
                failure_share: number | null;
                min_calls: number | null;
                window_s: number | null;
            };
            concurrent_call_limit: number;
            /** @description null: as the organization says. */
            contact_hours: {
                enabled: boolean | null;
                end: string | null;
                start: string | null;
                strict: boolean | null;
            } | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            daily_start_time: number | null;
            daily_start_timezone: string | null;
            daily_stop_time: number | null;
            daily_stop_timezone: string | null;
            duplicates: {
                key: string;
                policy: string;
                scope: string;
            };
            enable_daily_auto_start: boolean;
            enable_daily_hard_stop: boolean;
            enabled_reschedule_call: boolean;
            ended_at: string | null;
            from_number: string;
            /** @example 12 */
            id: number;
            /**
             * @description When a contact who waits calls by itself and speaks to the agent: done with (`settle`, unless told), called at another time, or nothing changes.
             * @enum {string}
             */
            inbound_policy: "settle" | "reschedule" | "ignore";
            is_dynamic: boolean;
            is_scheduled: boolean;
            limits: {
                calls_per_day: number | null;
                calls_total: number | null;
                connected_minutes: number | null;
                end_date: string | null;
            };
            machine_detection: {
                /** @enum {string} */
                mode: "off" | "detect" | "wait_for_beep";
                timeout_s: number;
            };
            name: string;
            opens_at: string | null;
            /** @example 12 */
            phone_number_id: number;
            /** @enum {string} */
            pre_call_failure: "fail_call" | "proceed" | "requeue";
            retry_config: components["schemas"]["RetryConfigOutput"];
            rotation: {
                calls_per_number: number;
                /** @enum {string} */
                fallback: "pause" | "continue_best";
                health_threshold: number | null;
                numbers: {
                    /** @example 12 */
                    phone_number_id: number;
                    sequence: number;
                }[];
                /** @enum {string} */
                strategy: "fixed_count" | "round_robin" | "least_recently_used" | "matching_area_code";
            } | null;
            save_as_draft: boolean;
            /** @description Wall-clock time in `timezone`. */
            scheduled_datetime: string | null;
            settings_version: number;
            /** @enum {string} */
            status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            status_callback: string | null;
            status_reason: {
                code: string;
                /**
                 * Format: date-time
                 * @example 2026-12-25T15:00:00.000Z
                 */
                since: string;
                text: string;
                /** @description When it goes on by itself; null when nobody can tell. */
                until: string | null;
            } | null;
            temporal_ui_url: string | null;
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
            voicemail_message: string | null;
            /**
             * @description What a voicemail counts as: `reached` is done with, `retry` (unless told) is called again. `leave_message` counts as reached too, and says `voicemail_message` to the machine.
             * @enum {string}
             */
            voicemail_policy: "reached" | "retry" | "leave_message";
        };
        CampaignAction: {
            /** @enum {string} */
            action: "pause" | "resume" | "cancel" | "reschedule";
            new_scheduled_datetime?: string | null;
            new_timezone?: string | null;
        };
        CampaignActionDone: {
            /** @enum {string} */
            current_status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            message: string;
            /** @description After `reschedule`. */
            scheduled_datetime?: string;
            /** @constant */
            status: "success";
            timezone?: string;
        };
        CampaignActivity: {
            in_progress: number;
            /** @description When a line last came or changed; null without any. */
            last_activity_at: string | null;
            /** @description Lines that wait for a slot. */
            queued: number;
            /** @description Completed, and voicemails where they count as reached. */
            reached: number;
        };
        CampaignDetails: {
            bot_id: number | null;
            call_conditions: {
                column: string;
                operator: string;
                value?: unknown;
            }[];
            call_schedule_callback: string | null;
            call_status_callback: string | null;
            callback: components["schemas"]["CallbackConfigOutput"];
            callback_figures: components["schemas"]["CallbackFigures"];
            /** @description null: every day, all day. */
            calling_hours: {
                closed_dates: string[];
                days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
                windows: {
                    /** @example 09:00 */
                    end: string;
                    /** @example 09:00 */
                    start: string;
                }[];
            } | null;
            calls_per_second: number | null;
            /** @example camp_12 */
            campaign_sid: string;
            circuit_breaker: {
                enabled: boolean;
                failure_share: number | null;
                min_calls: number | null;
                window_s: number | null;
            };
            concurrent_call_limit: number;
            /** @description null: as the organization says. */
            contact_hours: {
                enabled: boolean | null;
                end: string | null;
                start: string | null;
                strict: boolean | null;
            } | null;
            counts: components["schemas"]["LineCounts"];
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            daily_start_time: number | null;
            daily_start_timezone: string | null;
            daily_stop_time: number | null;
            daily_stop_timezone: string | null;
            duplicates: {
                key: string;
                policy: string;
                scope: string;
            };
            enable_daily_auto_start: boolean;
            enable_daily_hard_stop: boolean;
            enabled_reschedule_call: boolean;
            ended_at: string | null;
            from_number: string;
            /** @example 12 */
            id: number;
            /**
             * @description When a contact who waits calls by itself and speaks to the agent: done with (`settle`, unless told), called at another time, or nothing changes.
             * @enum {string}
             */
            inbound_policy: "settle" | "reschedule" | "ignore";
            is_dynamic: boolean;
            is_scheduled: boolean;
            /** @description A cURL command that adds a lead, its token masked; null while there is none. */
            lead_example: string | null;
            limits: {
                calls_per_day: number | null;
                calls_total: number | null;
                connected_minutes: number | null;
                end_date: string | null;
            };
            machine_detection: {
                /** @enum {string} */
                mode: "off" | "detect" | "wait_for_beep";
                timeout_s: number;
            };
            name: string;
            opens_at: string | null;
            /** @example 12 */
            phone_number_id: number;
            /** @enum {string} */
            pre_call_failure: "fail_call" | "proceed" | "requeue";
            retry_config: components["schemas"]["RetryConfigOutput"];
            rotation: {
                calls_per_number: number;
                /** @enum {string} */
                fallback: "pause" | "continue_best";
                health_threshold: number | null;
                numbers: {
                    /** @example 12 */
                    phone_number_id: number;
                    sequence: number;
                }[];
                /** @enum {string} */
                strategy: "fixed_count" | "round_robin" | "least_recently_used" | "matching_area_code";
            } | null;
            save_as_draft: boolean;
            /** @description Wall-clock time in `timezone`. */
            scheduled_datetime: string | null;
            settings_version: number;
            /** @enum {string} */
            status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            status_callback: string | null;
            status_reason: {
                code: string;
                /**
                 * Format: date-time
                 * @example 2026-12-25T15:00:00.000Z
                 */
                since: string;
                text: string;
                /** @description When it goes on by itself; null when nobody can tell. */
                until: string | null;
            } | null;
            temporal_ui_url: string | null;
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
            voicemail_message: string | null;
            /**
             * @description What a voicemail counts as: `reached` is done with, `retry` (unless told) is called again. `leave_message` counts as reached too, and says `voicemail_message` to the machine.
             * @enum {string}
             */
            voicemail_policy: "reached" | "retry" | "leave_message";
            /**
             * @description The end of the organization's webhook token.
             * @example …x3Fq
             */
            webhook_token: string | null;
            /** @description How to have a token made, while there is none. */
            webhook_token_message: string | null;
        };
        CampaignDraft: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            form: {
                [key: string]: unknown;
            };
            /** @example 12 */
            id: number;
            name: string;
            /** @constant */
            status: "success";
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
        };
        CampaignDraftChange: {
            /** @description Whatever the form holds, up to 256 KB of JSON. Nobody but its own page reads it. */
            form: {
                [key: string]: unknown;
            };
            /** @description May be empty: nobody has named it yet. */
            name: string;
            updated_at?: string | null;
        };
        CampaignDraftInput: {
            /** @description Whatever the form holds, up to 256 KB of JSON. Nobody but its own page reads it. */
            form: {
                [key: string]: unknown;
            };
            /** @description May be empty: nobody has named it yet. */
            name: string;
        };
        CampaignDraftSummary: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @example 12 */
            id: number;
            name: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
        };
        CampaignFigures: {
            callback_figures: components["schemas"]["CallbackFigures"];
            /** @description Lines whose callback is due, or comes within an hour. */
            callbacks_due: number;
            calls: {
                /** @description 0 to 1: answered by a person, of the attempts that ended in the last hour; null without any. */
                answer_rate: number | null;
                /** @description Calls that are asked for, ring or talk. */
                in_progress: number;
                /** @description Sixty minutes in order; the last one still runs. */
                last_hour: {
                    answered: number;
                    /** @description Attempts that ended in it. */
                    calls: number;
                    /**
                     * Format: date-time
                     * @description When it began.
                     * @example 2026-12-25T15:00:00.000Z
                     */
                    minute: string;
                }[];
                /** @description Attempts that ended, a minute, over the last five. */
                per_minute: number;
            };
            counts: components["schemas"]["LineCounts"];
            /** @description Lines whose retry is due, or comes within an hour. */
            retries_due: number;
        };
        CampaignFiguresAnswer: {
            callback_figures: components["schemas"]["CallbackFigures"];
            /** @description Lines whose callback is due, or comes within an hour. */
            callbacks_due: number;
            calls: {
                /** @description 0 to 1: answered by a person, of the attempts that ended in the last hour; null without any. */
                answer_rate: number | null;
                /** @description Calls that are asked for, ring or talk. */
                in_progress: number;
                /** @description Sixty minutes in order; the last one still runs. */
                last_hour: {
                    answered: number;
                    /** @description Attempts that ended in it. */
                    calls: number;
                    /**
                     * Format: date-time
                     * @description When it began.
                     * @example 2026-12-25T15:00:00.000Z
                     */
                    minute: string;
                }[];
                /** @description Attempts that ended, a minute, over the last five. */
                per_minute: number;
            };
            counts: components["schemas"]["LineCounts"];
            /** @description Lines whose retry is due, or comes within an hour. */
            retries_due: number;
            /** @constant */
            status: "success";
        };
        CampaignNumber: {
            /** @description Percent of its last calls; null before the first. */
            answer_rate: number | null;
            /** @example 12 */
            assignment_id: number;
            /** @description Of this campaign from it. */
            calls: number;
            is_active: boolean;
            last_used_at: string | null;
            number: string;
            /** @example 12 */
            phone_number_id: number;
            /** @description Too few people answer it: not used before then. */
            rests_until: string | null;
            sequence: number;
        };
        CampaignNumbers: {
            records: components["schemas"]["CampaignNumber"][];
            /** @constant */
            status: "success";
            total_records: number;
        };
        CampaignStatusCallback: {
            /** @example camp_12 */
            campaign_sid: string;
            /**
             * @description RFC 3339 with the campaign's offset.
             * @example 2024-01-15T09:05:00+05:30
             */
            date_created: string;
            /**
             * @description RFC 3339 with the campaign's offset.
             * @example 2024-01-15T09:05:00+05:30
             */
            date_updated: string;
            /** @description A CSV that opens without a key for a limited time. */
            report_url: string | null;
            /** @enum {string} */
            status: "Completed" | "Failed" | "Canceled";
        };
        /** @description One server-sent event; `data` is JSON on the wire. */
        CampaignStreamEvent: {
            data: components["schemas"]["Campaign"];
            /** @constant */
            event: "campaign";
            /** @description For `Last-Event-ID`. Any instance of the API understands it. */
            id: string;
        } | {
            data: components["schemas"]["CampaignFigures"];
            /** @constant */
            event: "figures";
            /** @description For `Last-Event-ID`. Any instance of the API understands it. */
            id: string;
        } | {
            data: components["schemas"]["ChangedLines"];
            /** @constant */
            event: "lines";
            /** @description For `Last-Event-ID`. Any instance of the API understands it. */
            id: string;
        } | {
            data: components["schemas"]["CampaignStreamReset"];
            /** @constant */
            event: "reset";
            /** @description For `Last-Event-ID`. Any instance of the API understands it. */
            id: string;
        };
        CampaignStreamReset: {
            /**
             * @description More than 2,000 lines have changed since, or the id of the last event is none of ours.
             * @enum {string}
             */
            reason: "too_far_behind" | "unknown_event_id";
        };
        CampaignWhy: {
            /** @enum {string} */
            campaign_status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            /** @description How many contacts each rule holds. */
            held: {
                /**
                 * @description Stable, for programs.
                 * @example retry_scheduled
                 */
                code: string;
                lines: number;
                /** @description When the first of them is due. */
                next_at: string | null;
                text: string;
            }[];
            /** @description Why the campaign starts no call now; null while it does. */
            reason: components["schemas"]["WhyNotNow"] | null;
            /** @constant */
            status: "success";
        };
        /** @description Lines that were added or changed, as they are now. One may come twice. */
        ChangedLines: {
            lines: components["schemas"]["Line"][];
        };
        CheckCampaign: {
            bot_id?: (number | string) | null;
            call_conditions?: components["schemas"]["CallConditionInput"][] | null;
            call_schedule_callback?: string | null;
            call_status_callback?: string | null;
            callback?: components["schemas"]["CallbackConfig"] | null;
            calling_hours?: components["schemas"]["CallingHoursInput"] | null;
            calls_per_second?: number | null;
            circuit_breaker?: components["schemas"]["CircuitBreakerInput"] | null;
            columns?: string[] | null;
            concurrent_call_limit?: number | null;
            contact_hours?: components["schemas"]["ContactHoursInput"] | null;
            contact_list?: {
                [key: string]: unknown;
            }[] | null;
            daily_start_time?: number | null;
            daily_start_timezone?: string | null;
            daily_stop_time?: number | null;
            daily_stop_timezone?: string | null;
            duplicates?: components["schemas"]["DuplicatesInput"] | null;
            enable_daily_auto_start?: boolean | null;
            enable_daily_hard_stop?: boolean | null;
            enabled_reschedule_call?: boolean | null;
            inbound_policy?: ("settle" | "reschedule" | "ignore") | null;
            is_dynamic?: boolean | null;
            is_scheduled?: boolean | null;
            limits?: components["schemas"]["LimitsInput"] | null;
            machine_detection?: components["schemas"]["MachineDetection"] | null;
            name: string;
            /**
             * @description An integer, or a string of digits.
             * @example 1
             */
            phone_number_id: number | string;
            pre_call_failure?: ("fail_call" | "proceed" | "requeue") | null;
            retry_config?: components["schemas"]["RetryConfig"] | null;
            rotation?: components["schemas"]["RotationInput"] | null;
            save_as_draft?: boolean | null;
            scheduled_datetime?: string | null;
            status_callback?: string | null;
            timezone?: string | null;
            voicemail_message?: string | null;
            voicemail_policy?: ("reached" | "retry" | "leave_message") | null;
        };
        CheckedCampaign: {
            agent: {
                /** @example 12 */
                id: number;
                name: string;
            } | null;
            /** @description In the zone of the campaign, within the same 14 days. */
            clock_changes: components["schemas"]["ClockChange"][];
            from_number: string;
            /** @description Those that no contact will have, and that have no default. Empty where nothing says what contacts will have. */
            missing_variables: string[];
            /** @description null: it never opens within 400 days. */
            next_opening: components["schemas"]["Opening"] | null;
            /** @description Of the 14 days from now, or from its start where that lies ahead; at most 100. */
            openings: components["schemas"]["Opening"][];
            /** @constant */
            status: "success";
            /** @description What the agent's welcome message and prompt, and the voicemail message, ask for. */
            template_variables: string[];
            timezone: string;
            warnings: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        /** @description Pauses when this share of calls failed at the provider. */
        CircuitBreakerInput: {
            enabled?: boolean | null;
            failure_share?: number | null;
            min_calls?: number | null;
            window_s?: number | null;
        };
        ClockChange: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            at: string;
            /**
             * @description The day of the zone on which clocks are changed.
             * @example 2026-10-25
             */
            date: string;
            /** @example 3600 */
            offset_after_s: number;
            /**
             * @description Seconds ahead of UTC.
             * @example 7200
             */
            offset_before_s: number;
        };
        Concurrency: {
            calls_per_second?: number | null;
            concurrent_call_limit: number;
        };
        ConcurrencyChanged: {
            calls_per_second: number | null;
            concurrent_call_limit: number;
            /**
             * @description Given when nothing was stored.
             * @constant
             */
            dry_run?: true;
            effect: components["schemas"]["SettingsEffect"];
            message: string;
            settings_version: number;
            /** @constant */
            status: "success";
            warnings?: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        Contact: {
            custom_variables?: {
                [key: string]: unknown;
            } | null;
            expires_at?: string | null;
            external_id?: string | null;
            metadata?: {
                [key: string]: unknown;
            } | null;
            phone?: string | null;
            phone_number?: string | null;
            priority?: number | null;
            schedule_at?: string | null;
            timezone?: string | null;
            to_number?: string | null;
        };
        /** @description What is left out is as the organization says: /calling_rules. */
        ContactHoursInput: {
            enabled?: boolean | null;
            end?: string | null;
            start?: string | null;
            strict?: boolean | null;
        };
        ContactRequest: {
            /** @description The first 2,000 characters. */
            answer: string;
            /** @description The first characters of the key; null for leads, which come with the webhook token. */
            api_key_prefix: string | null;
            /** @description The first 2,000 characters. Empty for a file. */
            body: string;
            /** @description Of the problem it was answered with; null: it was accepted. */
            code: string | null;
            http_status: number;
            /** @example 12 */
            id: number;
            /** @enum {string} */
            operation: "addContact" | "addContacts" | "addContactsCsv" | "addLeads";
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            received_at: string;
            request_id: string;
        };
        Contacts: {
            contacts: components["schemas"]["Contact"][];
        };
        CreateAgent: {
            context_breakdown?: {
                body: string;
                title: string;
            }[] | null;
            name: string;
            pre_call_webhook_url?: string | null;
            prompt?: string | null;
            provider_reference?: string | null;
            webhook_direction?: ("inbound" | "outbound" | "both") | null;
            welcome_message?: string | null;
        };
        CreateApiKey: {
            name: string;
            /**
             * @example [
             *       "contacts:write",
             *       "read"
             *     ]
             */
            scopes: ("campaigns:admin" | "contacts:write" | "read")[];
        };
        CreateCampaign: {
            bot_id?: (number | string) | null;
            call_conditions?: components["schemas"]["CallConditionInput"][] | null;
            call_schedule_callback?: string | null;
            call_status_callback?: string | null;
            callback?: components["schemas"]["CallbackConfig"] | null;
            calling_hours?: components["schemas"]["CallingHoursInput"] | null;
            calls_per_second?: number | null;
            circuit_breaker?: components["schemas"]["CircuitBreakerInput"] | null;
            concurrent_call_limit?: number | null;
            contact_hours?: components["schemas"]["ContactHoursInput"] | null;
            contact_list?: {
                [key: string]: unknown;
            }[] | null;
            daily_start_time?: number | null;
            daily_start_timezone?: string | null;
            daily_stop_time?: number | null;
            daily_stop_timezone?: string | null;
            duplicates?: components["schemas"]["DuplicatesInput"] | null;
            enable_daily_auto_start?: boolean | null;
            enable_daily_hard_stop?: boolean | null;
            enabled_reschedule_call?: boolean | null;
            inbound_policy?: ("settle" | "reschedule" | "ignore") | null;
            is_dynamic?: boolean | null;
            is_scheduled?: boolean | null;
            limits?: components["schemas"]["LimitsInput"] | null;
            machine_detection?: components["schemas"]["MachineDetection"] | null;
            name: string;
            /**
             * @description An integer, or a string of digits.
             * @example 1
             */
            phone_number_id: number | string;
            pre_call_failure?: ("fail_call" | "proceed" | "requeue") | null;
            retry_config?: components["schemas"]["RetryConfig"] | null;
            rotation?: components["schemas"]["RotationInput"] | null;
            save_as_draft?: boolean | null;
            scheduled_datetime?: string | null;
            status_callback?: string | null;
            timezone?: string | null;
            voicemail_message?: string | null;
            voicemail_policy?: ("reached" | "retry" | "leave_message") | null;
        };
        CreatedApiKey: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @example 12 */
            id: number;
            /** @description The whole key, this once; its end alone in an answer that is replayed. */
            key: string;
            last_four: string;
            message: string;
            name: string;
            /**
             * @description Its first characters.
             * @example evd_Zk3a
             */
            prefix: string;
            revoked_at: string | null;
            scopes: ("campaigns:admin" | "contacts:write" | "read")[];
            /** @constant */
            status: "success";
        };
        CreatedCampaign: {
            /** @enum {string} */
            current_status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            /** @example 12 */
            id: number;
            is_scheduled: boolean;
            message: string;
            /** @constant */
            status: "success";
            warnings?: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        CreatePhoneNumber: {
            agent_id?: (number | string) | null;
            credentials?: {
                [key: string]: unknown;
            } | null;
            name?: string | null;
            number?: string | null;
            phone_number?: string | null;
            provider?: string | null;
            provider_account_id?: (number | string) | null;
            provider_reference?: string | null;
            settings?: {
                [key: string]: unknown;
            } | null;
        };
        CreateProviderAccount: {
            calls_per_second?: number | null;
            concurrency_limit?: number | null;
            /** @description Stored encrypted, and never shown. `twilio`: `account_sid`, `auth_token`; `retell` and `vapi`: `api_key`. All fields, with those of `http`: docs/providers.md. */
            credentials: {
                [key: string]: unknown;
            };
            name?: string | null;
            /** @example twilio */
            provider: string;
            settings?: {
                [key: string]: unknown;
            } | null;
        };
        CreateWebhook: {
            body?: string | null;
            campaign_id?: (number | string) | null;
            /**
             * @description Which events it hears of.
             * @example [
             *       "call.ended",
             *       "call.failed"
             *     ]
             */
            events: ("call.started" | "call.ended" | "call.failed" | "call.voicemail_detected" | "conversation.transcript" | "conversation.intent_detected" | "conversation.entity_captured" | "campaign.started" | "campaign.paused" | "campaign.resumed" | "campaign.auto_paused" | "campaign.waiting" | "campaign.quota_reached" | "campaign.completed" | "campaign.cancelled" | "campaign.failed" | "contact.rescheduled" | "contact.exhausted" | "webhook.disabled")[];
            headers?: {
                [key: string]: string;
            } | null;
            is_active?: boolean | null;
            method?: ("GET" | "POST" | "PUT" | "DELETE") | null;
            name: string;
            retry_limit?: number | null;
            success?: components["schemas"]["WebhookSuccessInput"] | null;
            timeout_s?: number | null;
            total_timeout_s?: number | null;
            /** @example https://crm.example.com/hooks/calls */
            url: string;
            variables?: components["schemas"]["WebhookVariable"][] | null;
        };
        CsvImport: {
            accepted: number;
            columns: string[];
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @description Were there already; skipped, updated or requeued by the campaign. */
            duplicates: number;
            /** @description Null while it is read, and when it broke off. */
            finished_at: string | null;
            /** @description The first 20; `line` is that of the file. */
            first_rejections: {
                code: string;
                line: number;
                reason: string;
            }[];
            /** @example 12 */
            import_id: number;
            rejected: number;
            /** @description Relative; null when no row was rejected. */
            rejected_rows_url: string | null;
            /** @description Read so far; the sum of the next four. */
            rows: number;
            /** @description Stored, and not called because of a condition. */
            skipped: number;
            /** @constant */
            status: "success";
        };
        DailyTimeControl: {
            daily_start_time?: number | null;
            daily_start_timezone?: string | null;
            daily_stop_time?: number | null;
            daily_stop_timezone?: string | null;
            enable_daily_auto_start?: boolean | null;
            enable_daily_hard_stop?: boolean | null;
        };
        DailyTimeControlChanged: {
            daily_start_time: number | null;
            daily_start_timezone: string | null;
            daily_stop_time: number | null;
            daily_stop_timezone: string | null;
            /**
             * @description Given when nothing was stored.
             * @constant
             */
            dry_run?: true;
            effect: components["schemas"]["SettingsEffect"];
            enable_daily_auto_start: boolean;
            enable_daily_hard_stop: boolean;
            message: string;
            settings_version: number;
            /** @constant */
            status: "success";
            warnings?: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        Delivery: {
            attempt_id: number | null;
            campaign_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            delivered_at: string | null;
            /** @example 12 */
            delivery_id: number;
            /** @description All its tries. */
            delivery_url: string;
            /** @description null for the callbacks of a campaign. */
            endpoint_id: number | null;
            event_type: ("call.started" | "call.ended" | "call.failed" | "call.voicemail_detected" | "conversation.transcript" | "conversation.intent_detected" | "conversation.entity_captured" | "campaign.started" | "campaign.paused" | "campaign.resumed" | "campaign.auto_paused" | "campaign.waiting" | "campaign.quota_reached" | "campaign.completed" | "campaign.cancelled" | "campaign.failed" | "contact.rescheduled" | "contact.exhausted" | "webhook.disabled" | "webhook.test") | null;
            /** @enum {string} */
            kind: "call_status" | "call_schedule" | "campaign_status" | "event";
            last_duration_ms: number | null;
            last_error: string | null;
            last_status: number | null;
            line_id: number | null;
            /** @description About when it is tried next. */
            next_try_at: string | null;
            replays: number;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed";
            tries: number;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
            url: string;
            /** @description The header `webhook-id`, the same over all tries. */
            webhook_id: string;
        };
        DeliveryDetails: {
            attempt_id: number | null;
            /** @description What is told: the body of a callback, or the event before the endpoint makes its own of it. */
            body: {
                [key: string]: unknown;
            };
            campaign_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            delivered_at: string | null;
            /** @example 12 */
            delivery_id: number;
            /** @description All its tries. */
            delivery_url: string;
            /** @description null for the callbacks of a campaign. */
            endpoint_id: number | null;
            event_type: ("call.started" | "call.ended" | "call.failed" | "call.voicemail_detected" | "conversation.transcript" | "conversation.intent_detected" | "conversation.entity_captured" | "campaign.started" | "campaign.paused" | "campaign.resumed" | "campaign.auto_paused" | "campaign.waiting" | "campaign.quota_reached" | "campaign.completed" | "campaign.cancelled" | "campaign.failed" | "contact.rescheduled" | "contact.exhausted" | "webhook.disabled" | "webhook.test") | null;
            /** @enum {string} */
            kind: "call_status" | "call_schedule" | "campaign_status" | "event";
            last_duration_ms: number | null;
            last_error: string | null;
            last_status: number | null;
            line_id: number | null;
            /** @description About when it is tried next. */
            next_try_at: string | null;
            replays: number;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed";
            tries: number;
            /** @description In order. */
            tries_log: components["schemas"]["DeliveryTry"][];
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
            url: string;
            /** @description The header `webhook-id`, the same over all tries. */
            webhook_id: string;
        };
        DeliveryTry: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            duration_ms: number;
            error: string | null;
            method: string;
            /** @description The first 4 KB. */
            request_body: string | null;
            /** @description Values that may be secret are masked. */
            request_headers: {
                [key: string]: string;
            };
            /** @description The first 4 KB. */
            response_body: string | null;
            response_status: number | null;
            try_no: number;
            url: string;
        };
        DetachAgent: {
            /**
             * @description An integer, or a string of digits.
             * @example 1
             */
            phone_number_id: number | string;
        };
        DispatchCall: {
            /**
             * @description Who speaks, whatever agent the number has.
             * @example 1
             */
            agent_id: number | string;
            call_context?: {
                [key: string]: unknown;
            } | null;
            from_number_id?: (number | string) | null;
            metadata?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Any readable form; without a country code where the call comes from.
             * @example +15551234567
             */
            to_number: string;
        };
        DispatchedCall: {
            /**
             * @description What the call has in the log and in webhooks, from now on.
             * @example 12
             */
            call_id: number;
            /** @example 12 */
            line_id: number;
            message: string;
            /** @constant */
            reason?: "contact_hours";
            /**
             * @description The same as `line_id`, for existing clients.
             * @example 12
             */
            requestId: number;
            /** @constant */
            status: "success";
            /**
             * @description The same as `status`, for existing clients.
             * @constant
             */
            success: true;
            warnings?: {
                /** @example number_not_valid */
                code: string;
                detail: string;
            }[];
            /**
             * Format: date-time
             * @description Given with `reason` when it is not called now.
             * @example 2026-12-25T15:00:00.000Z
             */
            will_call_after?: string;
        };
        DuplicatesInput: {
            key?: ("to_number" | "external_id") | null;
            policy?: ("allow" | "skip" | "update" | "requeue") | null;
            scope?: ("campaign" | "organization") | null;
        };
        /** @description Every field of the call log; null where nothing is known. */
        EventCall: {
            agent_id: unknown;
            agent_task_feedback: unknown;
            agent_task_status: unknown;
            call_id: unknown;
            call_sid: unknown;
            campaign_id: unknown;
            company_id: unknown;
            contact_id: unknown;
            created_at: unknown;
            direction: unknown;
            duration: unknown;
            dynamic_variables: unknown;
            ended_at: unknown;
            from_number: unknown;
            post_call_outcomes: unknown;
            rating: unknown;
            recording_url: unknown;
            sentiment: unknown;
            started_at: unknown;
            status: unknown;
            summary: unknown;
            to_number: unknown;
            transcript: unknown;
        } & {
            [key: string]: unknown;
        };
        EventCampaign: {
            /** @example camp_12 */
            campaign_sid: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            ended_at: string | null;
            /** @example 12 */
            id: number;
            is_dynamic: boolean;
            name: string;
            /** @enum {string} */
            status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            timezone: string;
        } & {
            [key: string]: unknown;
        };
        EventContact: {
            attempts: number;
            call_status: string;
            closing_reason: string | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            custom_variables: {
                [key: string]: unknown;
            };
            external_id: string | null;
            interaction_status: string | null;
            /** @example 12 */
            line_id: number;
            metadata: {
                [key: string]: unknown;
            };
            next_attempt_at: string | null;
            priority: number;
            timezone: string | null;
            /** @example +15551234567 */
            to_number: string;
        } & {
            [key: string]: unknown;
        };
        FieldFault: {
            code: string;
            detail: string;
            /** @description JSON pointer into the body; `?name` for a query parameter. */
            pointer: string;
        };
        Forecast: {
            assumptions: {
                /** @description 0 to 1. */
                answer_share: number;
                /** @description How long a call keeps its slot, ringing included. */
                average_call_s: number;
                /** @example measured on 500 calls */
                basis: string;
                calls_per_day: number | null;
                calls_per_second: number | null;
                concurrency: number;
            };
            /** @enum {string} */
            campaign_status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            /** @description Still to be made, retries included, as far as the limits allow. */
            expected_calls: number;
            expired: number;
            /** @description Those not done with. */
            remaining_contacts: number;
            skipped: number;
            /** @constant */
            status: "success";
            /** @description The limit that ends the calls before all contacts are done with; null: none does. */
            stop: {
                /**
                 * Format: date-time
                 * @description When it is reached.
                 * @example 2026-12-25T15:00:00.000Z
                 */
                at: string;
                /** @description Not done with by then; they wait until the limit is moved. */
                contacts: number;
                /** @enum {string} */
                limit: "calls_total" | "end_date";
            } | null;
            suppressed: number;
            /** @description The same as a sentence. */
            text: string;
            /** @description When the last call is over, if nobody changes anything; null: not within 400 days, not until somebody acts, or not under its limits. */
            through_at: string | null;
        };
        ImportedContacts: {
            accepted: number;
            campaign_status: string;
            /** @description Were there already; skipped, updated or requeued by the campaign. */
            duplicates: number;
            /** @description The first 20; `line` is that of the file. */
            first_rejections: {
                code: string;
                line: number;
                reason: string;
            }[];
            /** @example 12 */
            import_id: number;
            rejected: number;
            /** @description Relative; null when no row was rejected. */
            rejected_rows_url: string | null;
            /** @description Read so far; the sum of the next four. */
            rows: number;
            /** @description Stored, and not called because of a condition. */
            skipped: number;
            /** @constant */
            status: "success";
        };
        ImportedNumbers: {
            /**
             * @description Of the one number that was asked for.
             * @example 12
             */
            id?: number;
            /** @description With those that were there already. */
            imported: components["schemas"]["PhoneNumber"][];
            message: string;
            phone_number?: components["schemas"]["PhoneNumber"];
            /** @example 12 */
            provider_account_id: number;
            skipped: {
                code: string;
                detail: string;
                number: string;
            }[];
            /** @constant */
            status: "success";
            /** @description Imported, but Twilio did not take where calls go. */
            warnings?: {
                code: string;
                detail: string;
                number: string;
            }[];
        };
        ImportTwilioNumbers: {
            account_sid?: string | null;
            account_token?: string | null;
            agent_id?: (number | string) | null;
            api_key_secret?: string | null;
            api_key_sid?: string | null;
            auth_token?: string | null;
            configure_inbound?: boolean | null;
            name?: string | null;
            phone_number?: string | null;
            provider_account_id?: (number | string) | null;
            twilio_account_sid?: string | null;
            twilio_auth_token?: string | null;
        };
        /** @description A call of somebody to one of your numbers. */
        InboundCall: {
            agent_id: number | null;
            answered_at: string | null;
            /** @example 12 */
            call_id: number;
            /** @example call_346 */
            call_sid: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @description What became of the contact by it, and why. */
            decision: {
                at: string | null;
                kind: string;
                reason: string;
            } | null;
            disposition: string | null;
            duration_s: number | null;
            ended_at: string | null;
            from_number: string;
            outcome: {
                [key: string]: unknown;
            } | null;
            /** @description null where no pre-call webhook was asked. */
            pre_call: components["schemas"]["PreCall"] | null;
            provider: string;
            provider_call_id: string | null;
            raw_code: string | null;
            reference: string;
            /** @enum {string} */
            status: "ringing" | "answered" | "ended";
            to_number: string;
            /** @description What the agent was given. */
            variables: {
                [key: string]: unknown;
            } | null;
        };
        LeadBatch: {
            /**
             * @description Good for one batch in seven days.
             * @example lead-batch-001
             */
            idempotency_key: string;
            leads: ({
                /** @example 12 */
                campaign_id: number | string;
                /**
                 * @description Also as `phone_number` or `to_number`.
                 * @example +15551234567
                 */
                phone?: string;
            } & {
                [key: string]: unknown;
            })[];
        };
        LeadBatchTaken: {
            /** @description Leads that were not rejected, also those that a rule keeps from a call. */
            accepted: number;
            rejected: {
                /** @enum {string} */
                code: "invalid_lead" | "missing_campaign_id" | "unknown_campaign" | "campaign_closed" | "missing_phone" | "invalid_phone" | "variables_too_large";
                index: number;
                reason: string;
            }[];
            /** @description Begins the external id of each lead: `{request_id}-{index}`. */
            request_id: string;
            /** @description Accepted and not called, if there are such: `condition` says which one they do not meet, or `duplicate`. */
            skipped?: {
                condition: string;
                index: number;
                line_id: number;
            }[];
        };
        /** @description The fields of `limits`, inside of it or beside `circuit_breaker`. */
        Limits: {
            calls_per_day?: number | null;
            calls_total?: number | null;
            circuit_breaker?: components["schemas"]["CircuitBreakerInput"] | null;
            connected_minutes?: number | null;
            end_date?: (string | "") | null;
            limits?: components["schemas"]["LimitsInput"] | null;
        };
        LimitsChanged: {
            circuit_breaker: {
                enabled: boolean;
                failure_share: number | null;
                min_calls: number | null;
                window_s: number | null;
            };
            /**
             * @description Given when nothing was stored.
             * @constant
             */
            dry_run?: true;
            effect: components["schemas"]["SettingsEffect"];
            limits: {
                calls_per_day: number | null;
                calls_total: number | null;
                connected_minutes: number | null;
                end_date: string | null;
            };
            message: string;
            settings_version: number;
            /** @constant */
            status: "success";
            warnings?: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        LimitsInput: {
            calls_per_day?: number | null;
            calls_total?: number | null;
            connected_minutes?: number | null;
            end_date?: (string | "") | null;
        };
        Line: {
            attempts: number;
            /** @enum {string} */
            call_status: "queued" | "in_progress" | "retry_scheduled" | "callback_scheduled" | "completed" | "busy" | "no_answer" | "voicemail" | "failed" | "skipped" | "suppressed" | "expired" | "cancelled" | "unknown";
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            custom_variables: {
                [key: string]: unknown;
            };
            external_id: string | null;
            interaction_status: string | null;
            /** @example 12 */
            line_id: number;
            metadata: {
                [key: string]: unknown;
            };
            next_attempt_at: string | null;
            to_number: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
        };
        LineActed: {
            /** @enum {string} */
            call_status: "queued" | "in_progress" | "retry_scheduled" | "callback_scheduled" | "completed" | "busy" | "no_answer" | "voicemail" | "failed" | "skipped" | "suppressed" | "expired" | "cancelled" | "unknown";
            /** @example 12 */
            line_id: number;
            message: string;
            next_attempt_at: string | null;
            /** @example outside_calling_hours */
            reason?: string;
            reason_text?: string;
            /** @constant */
            status: "success";
            /** @description Given with `reason` when the contact is not called now; null when nobody knows the time. */
            will_call_after?: string | null;
        };
        /** @description The parts sum to the total. */
        LineCounts: {
            busy: number;
            completed: number;
            failed: number;
            in_progress: number;
            no_answer: number;
            /** @description Skipped, suppressed, expired, cancelled, unknown. */
            other: number;
            /** @description Never dialled. */
            queued: number;
            total_contacts: number;
            voicemail: number;
            waiting_callback: number;
            waiting_retry: number;
        };
        LineDetails: {
            attempts: number;
            /** @enum {string} */
            call_status: "queued" | "in_progress" | "retry_scheduled" | "callback_scheduled" | "completed" | "busy" | "no_answer" | "voicemail" | "failed" | "skipped" | "suppressed" | "expired" | "cancelled" | "unknown";
            callbacks_used: number;
            closed_at: string | null;
            closing_reason: string | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            custom_variables: {
                [key: string]: unknown;
            };
            expires_at: string | null;
            external_id: string | null;
            interaction_status: string | null;
            /** @example 12 */
            line_id: number;
            metadata: {
                [key: string]: unknown;
            };
            next_attempt_at: string | null;
            priority: number;
            retries_used: number;
            schedule_at: string | null;
            /** @description The condition that keeps it from being called. */
            skipped_condition: {
                column: string;
                operator: string;
                value?: unknown;
            } | null;
            timezone: string | null;
            to_number: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
        };
        LineSuppressed: {
            /** @enum {string} */
            call_status: "queued" | "in_progress" | "retry_scheduled" | "callback_scheduled" | "completed" | "busy" | "no_answer" | "voicemail" | "failed" | "skipped" | "suppressed" | "expired" | "cancelled" | "unknown";
            /** @description Waiting contacts with this number that ended, in all campaigns. */
            ended_lines: number;
            /** @example 12 */
            line_id: number;
            message: string;
            next_attempt_at: string | null;
            /** @example outside_calling_hours */
            reason?: string;
            reason_text?: string;
            /** @constant */
            status: "success";
            /** @description Given with `reason` when the contact is not called now; null when nobody knows the time. */
            will_call_after?: string | null;
        };
        ListedCampaign: {
            /** @description With `include=activity`. */
            activity?: components["schemas"]["CampaignActivity"];
            bot_id: number | null;
            call_conditions: {
                column: string;
                operator: string;
                value?: unknown;
            }[];
            call_schedule_callback: string | null;
            call_status_callback: string | null;
            callback: components["schemas"]["CallbackConfigOutput"];
            /** @description null: every day, all day. */
            calling_hours: {
                closed_dates: string[];
                days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
                windows: {
                    /** @example 09:00 */
                    end: string;
                    /** @example 09:00 */
                    start: string;
                }[];
            } | null;
            calls_per_second: number | null;
            /** @example camp_12 */
            campaign_sid: string;
            circuit_breaker: {
                enabled: boolean;
                failure_share: number | null;
                min_calls: number | null;
                window_s: number | null;
            };
            concurrent_call_limit: number;
            /** @description null: as the organization says. */
            contact_hours: {
                enabled: boolean | null;
                end: string | null;
                start: string | null;
                strict: boolean | null;
            } | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            daily_start_time: number | null;
            daily_start_timezone: string | null;
            daily_stop_time: number | null;
            daily_stop_timezone: string | null;
            duplicates: {
                key: string;
                policy: string;
                scope: string;
            };
            enable_daily_auto_start: boolean;
            enable_daily_hard_stop: boolean;
            enabled_reschedule_call: boolean;
            ended_at: string | null;
            from_number: string;
            /** @example 12 */
            id: number;
            /**
             * @description When a contact who waits calls by itself and speaks to the agent: done with (`settle`, unless told), called at another time, or nothing changes.
             * @enum {string}
             */
            inbound_policy: "settle" | "reschedule" | "ignore";
            is_dynamic: boolean;
            is_scheduled: boolean;
            limits: {
                calls_per_day: number | null;
                calls_total: number | null;
                connected_minutes: number | null;
                end_date: string | null;
            };
            machine_detection: {
                /** @enum {string} */
                mode: "off" | "detect" | "wait_for_beep";
                timeout_s: number;
            };
            name: string;
            opens_at: string | null;
            /** @example 12 */
            phone_number_id: number;
            /** @enum {string} */
            pre_call_failure: "fail_call" | "proceed" | "requeue";
            retry_config: components["schemas"]["RetryConfigOutput"];
            rotation: {
                calls_per_number: number;
                /** @enum {string} */
                fallback: "pause" | "continue_best";
                health_threshold: number | null;
                numbers: {
                    /** @example 12 */
                    phone_number_id: number;
                    sequence: number;
                }[];
                /** @enum {string} */
                strategy: "fixed_count" | "round_robin" | "least_recently_used" | "matching_area_code";
            } | null;
            save_as_draft: boolean;
            /** @description Wall-clock time in `timezone`. */
            scheduled_datetime: string | null;
            settings_version: number;
            /** @enum {string} */
            status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            status_callback: string | null;
            status_reason: {
                code: string;
                /**
                 * Format: date-time
                 * @example 2026-12-25T15:00:00.000Z
                 */
                since: string;
                text: string;
                /** @description When it goes on by itself; null when nobody can tell. */
                until: string | null;
            } | null;
            temporal_ui_url: string | null;
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
            voicemail_message: string | null;
            /**
             * @description What a voicemail counts as: `reached` is done with, `retry` (unless told) is called again. `leave_message` counts as reached too, and says `voicemail_message` to the machine.
             * @enum {string}
             */
            voicemail_policy: "reached" | "retry" | "leave_message";
        };
        LiveStatus: {
            /** @example 12 */
            bulk_call_id: number;
            /** @enum {string} */
            campaign_status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            /** @constant */
            status: "success";
            summary: components["schemas"]["LineCounts"];
        };
        MachineDetection: {
            mode?: ("off" | "detect" | "wait_for_beep") | null;
            timeout_s?: number | null;
        };
        ManualRetry: {
            failure_reasons?: ("busy" | "no_answer" | "declined" | "voicemail" | "failed" | "unknown")[] | null;
            max_retries?: number | null;
        };
        ManualRetryDone: {
            /** @enum {string} */
            current_status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            /** @description Retries that each of them has after its next call. */
            max_retries: number;
            message: string;
            requeued: number;
            /** @constant */
            status: "success";
        };
        NewWebhookToken: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            message: string;
            /** @constant */
            status: "success";
            /** @description The whole token; its end alone in an answer that is replayed. */
            webhook_token: string;
        };
        /** @description A stretch of time in which calls may start. */
        Opening: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            from: string;
            /** @description null: it does not close. */
            until: string | null;
        };
        PhoneNumber: {
            agent_id: number | null;
            concurrency_limit: number | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @example 12 */
            id: number;
            name: string;
            number: string;
            provider: string;
            /** @example 12 */
            provider_account_id: number;
            provider_reference: string | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
        };
        /** @description How the pre-call webhook went. */
        PreCall: {
            duration_ms: number;
            /** @example timeout: no answer within 3000 ms */
            error: string | null;
            /** @description The number that the webhook was told. */
            from_number: string;
            /** @enum {string} */
            outcome: "answered" | "not_eligible" | "failed";
            tries: number;
        };
        /** @description An empty object is fine. */
        PreCallAnswer: {
            call?: {
                dynamic_variables?: {
                    [key: string]: unknown;
                };
                /** @description false: the call is not made now. */
                eligible?: boolean;
                reason?: string;
                /** @description RFC 3339: when to ask again. */
                retry_at?: string;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        PreCallRequest: {
            call: {
                /**
                 * @description The number of the try.
                 * @enum {string}
                 */
                attempt: "1" | "2" | "3";
                bot_id: string;
                /** @enum {string} */
                direction: "inbound" | "outbound";
                /** @example +15551234567 */
                from_number: string;
                /** @example +15551234567 */
                to_number: string;
            };
            /** @constant */
            event: "call";
        };
        Preview: {
            /** @description The agent whose texts these are; null where the number has none. */
            bot_id: number | null;
            /** @enum {string} */
            campaign_status: "draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed";
            /** @description Why a text could not be rendered, and is shown as written. */
            problems: {
                detail: string;
                /** @enum {string} */
                field: "welcome_message" | "prompt";
            }[];
            records: components["schemas"]["RenderedLine"][];
            /** @constant */
            status: "success";
            /** @description Those that at least one of these lines has no value for. */
            unresolved: string[];
            /** @description What welcome message and prompt ask for. */
            variables: string[];
        };
        PreviewWebhook: {
            body?: string | null;
            call_id?: (number | string) | null;
            campaign_id?: (number | string) | null;
            event_type?: ("call.started" | "call.ended" | "call.failed" | "call.voicemail_detected" | "conversation.transcript" | "conversation.intent_detected" | "conversation.entity_captured" | "campaign.started" | "campaign.paused" | "campaign.resumed" | "campaign.auto_paused" | "campaign.waiting" | "campaign.quota_reached" | "campaign.completed" | "campaign.cancelled" | "campaign.failed" | "contact.rescheduled" | "contact.exhausted" | "webhook.disabled" | "webhook.test") | null;
            headers?: {
                [key: string]: string;
            } | null;
            method?: ("GET" | "POST" | "PUT" | "DELETE") | null;
            url?: string | null;
            variables?: components["schemas"]["WebhookVariable"][] | null;
        };
        /** @description What went wrong (RFC 9457). */
        Problem: {
            /**
             * @description Stable, for programs.
             * @example campaign_closed
             */
            code: string;
            /** @description What happened, and what to do. */
            detail: string;
            /** @description The same as `code`. */
            error: string;
            /** @description The same as `detail`. */
            error_description: string;
            errors: components["schemas"]["FieldFault"][];
            instance: string;
            request_id: string;
            status: number;
            title: string;
            /**
             * @description A page about this `code`.
             * @example https://everdial.example.com/problems/campaign_closed
             */
            type: string;
        };
        /** @description What the numbers of one account with a provider share. */
        ProviderAccount: {
            calls_per_second: number | null;
            concurrency_limit: number | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @description When the provider last took the credentials; null while it was not asked. */
            credentials_checked_at: string | null;
            /** @description Where the provider is to post what happens to calls. */
            events_url: string | null;
            features: components["schemas"]["ProviderFeatures"] | null;
            has_credentials: boolean;
            /** @example 12 */
            id: number;
            /**
             * @description Which account this is, shortened.
             * @example AC…9c01d2
             */
            identity: string | null;
            /** @description Where it is to ask who speaks to a caller. */
            inbound_url: string | null;
            name: string;
            provider: string;
            settings: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
        };
        /** @description What the provider offers. */
        ProviderFeatures: {
            /** @enum {string} */
            detects_machines: "by_request" | "by_agent" | "no";
            ends_calls: boolean;
            inbound: boolean;
            leaves_messages: boolean;
            /** @enum {string} */
            look_up: "by_reference" | "by_numbers" | "none";
            transcripts: boolean;
        };
        RenderedLine: {
            /** @enum {string} */
            call_status: "queued" | "in_progress" | "retry_scheduled" | "callback_scheduled" | "completed" | "busy" | "no_answer" | "voicemail" | "failed" | "skipped" | "suppressed" | "expired" | "cancelled" | "unknown";
            external_id: string | null;
            /** @example 12 */
            line_id: number;
            prompt: string;
            to_number: string;
            /** @description Variables without a value; they stay in the text as written. */
            unresolved: string[];
            welcome_message: string;
        };
        ReplayDeliveries: {
            campaign_id?: (number | string) | null;
            endpoint_id?: (number | string) | null;
            /**
             * Format: date-time
             * @description What has failed since then.
             */
            since: string;
        };
        ReplayWebhook: {
            /**
             * Format: date-time
             * @description What has failed since then.
             */
            since: string;
        };
        RescheduleLine: {
            /**
             * @description RFC 3339 with an offset, or a wall-clock time in `timezone`.
             * @example 2026-12-25 10:00:00
             */
            at: string;
            timezone?: string | null;
        };
        RescheduleSettings: {
            callback?: components["schemas"]["CallbackConfig"] | null;
            drop_pending?: boolean | null;
            enabled_reschedule_call?: boolean | null;
        };
        RescheduleSettingsChanged: {
            callback: components["schemas"]["CallbackConfigOutput"];
            /** @description After `drop_pending`. */
            dropped_callbacks?: number;
            /**
             * @description Given when nothing was stored.
             * @constant
             */
            dry_run?: true;
            effect: components["schemas"]["SettingsEffect"];
            enabled_reschedule_call: boolean;
            message: string;
            settings_version: number;
            /** @constant */
            status: "success";
            warnings?: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        RetryConfig: {
            auto_retry?: boolean | null;
            auto_retry_schedule?: ("immediately" | "next_day" | "scheduled_time") | null;
            retry_limit?: number | null;
            retry_schedule_days?: number | null;
            retry_schedule_hours?: number | null;
            rules?: {
                busy?: components["schemas"]["RetryRule"] | null;
                declined?: components["schemas"]["RetryRule"] | null;
                failed?: components["schemas"]["RetryRule"] | null;
                no_answer?: components["schemas"]["RetryRule"] | null;
                unknown?: components["schemas"]["RetryRule"] | null;
                voicemail?: components["schemas"]["RetryRule"] | null;
            } | null;
        };
        RetryConfigOutput: {
            /** @description false unless told. */
            auto_retry?: boolean;
            /** @enum {string} */
            auto_retry_schedule?: "immediately" | "next_day" | "scheduled_time";
            /** @description Retries after the first attempt, one budget for all dispositions; 3 unless told. */
            retry_limit?: number;
            /** @description For `scheduled_time`. */
            retry_schedule_days?: number;
            /** @description For `scheduled_time`. */
            retry_schedule_hours?: number;
            /** @description Per disposition; comes before the schedule. */
            rules?: {
                busy?: components["schemas"]["RetryRuleOutput"];
                declined?: components["schemas"]["RetryRuleOutput"];
                failed?: components["schemas"]["RetryRuleOutput"];
                no_answer?: components["schemas"]["RetryRuleOutput"];
                unknown?: components["schemas"]["RetryRuleOutput"];
                voicemail?: components["schemas"]["RetryRuleOutput"];
            };
        };
        RetryRule: {
            backoff?: number | null;
            /** @description Seconds until the next attempt. */
            delay_s: number;
            max_delay_s?: number | null;
        };
        RetryRuleOutput: {
            /** @description Factor for each retry used; 1 unless told. */
            backoff?: number;
            /** @description Seconds until the next attempt. */
            delay_s: number;
            /** @description 86400 unless told. */
            max_delay_s?: number;
        };
        /** @description The fields of `retry_config`, inside of it or beside it. */
        RetrySettings: {
            auto_retry?: boolean | null;
            auto_retry_schedule?: ("immediately" | "next_day" | "scheduled_time") | null;
            inbound_policy?: ("settle" | "reschedule" | "ignore") | null;
            machine_detection?: components["schemas"]["MachineDetection"] | null;
            retry_config?: components["schemas"]["RetryConfig"] | null;
            retry_limit?: number | null;
            retry_schedule_days?: number | null;
            retry_schedule_hours?: number | null;
            rules?: {
                busy?: components["schemas"]["RetryRule"] | null;
                declined?: components["schemas"]["RetryRule"] | null;
                failed?: components["schemas"]["RetryRule"] | null;
                no_answer?: components["schemas"]["RetryRule"] | null;
                unknown?: components["schemas"]["RetryRule"] | null;
                voicemail?: components["schemas"]["RetryRule"] | null;
            } | null;
            voicemail_message?: string | null;
            voicemail_policy?: ("reached" | "retry" | "leave_message") | null;
        };
        RetrySettingsChanged: {
            /**
             * @description Given when nothing was stored.
             * @constant
             */
            dry_run?: true;
            effect: components["schemas"]["SettingsEffect"];
            /**
             * @description When a contact who waits calls by itself and speaks to the agent: done with (`settle`, unless told), called at another time, or nothing changes.
             * @enum {string}
             */
            inbound_policy: "settle" | "reschedule" | "ignore";
            machine_detection: {
                /** @enum {string} */
                mode: "off" | "detect" | "wait_for_beep";
                timeout_s: number;
            };
            message: string;
            retry_config: components["schemas"]["RetryConfigOutput"];
            settings_version: number;
            /** @constant */
            status: "success";
            voicemail_message: string | null;
            /**
             * @description What a voicemail counts as: `reached` is done with, `retry` (unless told) is called again. `leave_message` counts as reached too, and says `voicemail_message` to the machine.
             * @enum {string}
             */
            voicemail_policy: "reached" | "retry" | "leave_message";
            warnings?: {
                code: string;
                detail: string;
                pointer: string;
            }[];
        };
        RevealedWebhookToken: {
            campaign_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            /** @description A cURL command; null while no campaign takes leads. */
            example: string | null;
            /** @constant */
            status: "success";
            /** @description The whole token; its end alone in an answer that is replayed. */
            webhook_token: string;
        };
        RevealWebhookToken: {
            campaign_id?: (number | string) | null;
        };
        RevokedApiKey: {
            /** @example 12 */
            id: number;
            message: string;
            /** @constant */
            status: "success";
        };
        RevokedWebhookToken: {
            message: string;
            /** @constant */
            status: "success";
        };
        RotationInput: {
            calls_per_number?: number | null;
            fallback?: ("pause" | "continue_best") | null;
            health_threshold?: number | null;
            numbers?: {
                /**
                 * @description An integer, or a string of digits.
                 * @example 1
                 */
                phone_number_id: number | string;
                sequence?: number | null;
            }[] | null;
            strategy?: ("fixed_count" | "round_robin" | "least_recently_used" | "matching_area_code") | null;
        };
        /** @description What it changes for contacts already waiting. */
        SettingsEffect: {
            /** @description Called earlier than before. */
            earlier: number;
            /** @description Their retries or callbacks are used up under the new settings. */
            ended: number;
            later: number;
            /** @description Skipped before; they will be called now. */
            restored: number;
            /** @description A condition does not hold any more. */
            skipped: number;
            /** @description The same as a sentence. */
            text: string;
            unchanged: number;
            waiting: number;
        };
        /** @description Give `number`, or `numbers`. */
        Suppress: {
            number?: string | null;
            numbers?: string[] | null;
            reason?: string | null;
        };
        Suppressed: {
            added: number;
            /** @description Were suppressed before, or come twice. */
            already: number;
            /** @description Contacts that waited for a call, in all campaigns. */
            contacts_ended: number;
            /** @constant */
            status: "success";
        };
        SuppressedFromCsv: {
            added: number;
            /** @description Were suppressed before, or come twice. */
            already: number;
            /** @description Contacts that waited for a call, in all campaigns. */
            contacts_ended: number;
            first_rejections: {
                code: string;
                line: number;
                reason: string;
            }[];
            rejected: number;
            rows: number;
            /** @constant */
            status: "success";
        };
        Suppression: {
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            number: string;
            reason: string;
            /**
             * @description The called person, this API, a CSV file, or an admin on the page of a contact.
             * @enum {string}
             */
            source: "call" | "api" | "csv" | "line";
        };
        UpdateAgent: {
            context_breakdown?: {
                body: string;
                title: string;
            }[] | null;
            name?: string | null;
            pre_call_webhook_url?: string | null;
            prompt?: string | null;
            provider_reference?: string | null;
            webhook_direction?: ("inbound" | "outbound" | "both") | null;
            welcome_message?: string | null;
        };
        UpdateCampaignNumber: {
            is_active: boolean;
        };
        UpdatePhoneNumber: {
            agent_id?: (number | string) | null;
            concurrency_limit?: number | null;
            credentials?: {
                [key: string]: unknown;
            } | null;
            name?: string | null;
            provider_account_id?: (number | string) | null;
            provider_reference?: string | null;
            settings?: {
                [key: string]: unknown;
            } | null;
        };
        UpdateProviderAccount: {
            calls_per_second?: number | null;
            concurrency_limit?: number | null;
            credentials?: {
                [key: string]: unknown;
            } | null;
            name?: string | null;
            settings?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description Fields left out keep their value. */
        UpdateWebhook: {
            body?: string | null;
            campaign_id?: (number | string) | null;
            events?: ("call.started" | "call.ended" | "call.failed" | "call.voicemail_detected" | "conversation.transcript" | "conversation.intent_detected" | "conversation.entity_captured" | "campaign.started" | "campaign.paused" | "campaign.resumed" | "campaign.auto_paused" | "campaign.waiting" | "campaign.quota_reached" | "campaign.completed" | "campaign.cancelled" | "campaign.failed" | "contact.rescheduled" | "contact.exhausted" | "webhook.disabled")[] | null;
            headers?: {
                [key: string]: string;
            } | null;
            is_active?: boolean | null;
            method?: ("GET" | "POST" | "PUT" | "DELETE") | null;
            name?: string | null;
            retry_limit?: number | null;
            success?: components["schemas"]["WebhookSuccessInput"] | null;
            timeout_s?: number | null;
            total_timeout_s?: number | null;
            url?: string | null;
            variables?: components["schemas"]["WebhookVariable"][] | null;
        };
        /** @description An endpoint that is told of events. */
        Webhook: {
            body: string | null;
            campaign_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            created_at: string;
            disabled_at: string | null;
            disabled_reason: string | null;
            events: ("call.started" | "call.ended" | "call.failed" | "call.voicemail_detected" | "conversation.transcript" | "conversation.intent_detected" | "conversation.entity_captured" | "campaign.started" | "campaign.paused" | "campaign.resumed" | "campaign.auto_paused" | "campaign.waiting" | "campaign.quota_reached" | "campaign.completed" | "campaign.cancelled" | "campaign.failed" | "contact.rescheduled" | "contact.exhausted" | "webhook.disabled" | "webhook.test")[];
            /** @description No try has succeeded since. */
            failing_since: string | null;
            /** @description Values are masked but for campaigns:admin. */
            headers: {
                [key: string]: string;
            };
            /** @example 12 */
            id: number;
            is_active: boolean;
            /** @enum {string} */
            method: "GET" | "POST" | "PUT" | "DELETE";
            name: string;
            /** @description Until then the secret before signs as well. */
            previous_secret_until: string | null;
            retry_limit: number | null;
            /**
             * @description Masked but for campaigns:admin.
             * @example whsec_...
             */
            secret: string;
            success: {
                key: string | null;
                status: number | null;
                value: boolean;
            };
            timeout_s: number;
            total_timeout_s: number | null;
            /**
             * Format: date-time
             * @example 2026-12-25T15:00:00.000Z
             */
            updated_at: string;
            url: string;
            variables: {
                field: string | null;
                name: string;
                /** @enum {string} */
                source: "default" | "contact" | "agent_outcome" | "call_log";
            }[];
        };
        /** @description When an answer counts as delivered. */
        WebhookSuccessInput: {
            key?: string | null;
            status?: number | null;
            value?: boolean | null;
        };
        WebhookToken: {
            created_at: string | null;
            /** @description How to have a token made, while there is none. */
            message: string | null;
            /** @constant */
            status: "success";
            /**
             * @description Its last four characters; null: there is none.
             * @example …x3Fq
             */
            webhook_token: string | null;
        };
        WebhookVariable: {
            field?: string | null;
            /**
             * @description What `{{ }}` asks for.
             * @example phone
             */
            name: string;
            /**
             * @description `default`: the variable's own name.
             * @enum {string}
             */
            source: "default" | "contact" | "agent_outcome" | "call_log";
        };
        /** @description Why a contact is not being called now. */
        WhyNotNow: {
            /**
             * @description Stable, for programs.
             * @example contact_hours
             */
            code: string;
            since: string | null;
            /** @description A sentence for people. */
            text: string;
            /** @description null: for good, or until something else happens. */
            until: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAgents: {
        parameters: {
            query?: {
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["Agent"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Renewals",
                 *       "welcome_message": "Hello {{ customer_name }}, this is Ada of Example.",
                 *       "prompt": "Ask {{ customer_name }} whether the plan {{ plan }} is to be renewed.",
                 *       "pre_call_webhook_url": "https://crm.example.com/hooks/before-calls",
                 *       "webhook_direction": "outbound"
                 *     }
                 */
                "application/json": components["schemas"]["CreateAgent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agent: components["schemas"]["Agent"];
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1021 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agent: components["schemas"]["Agent"];
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1021 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "welcome_message": "Good day, {{ customer_name }}."
                 *     }
                 */
                "application/json": components["schemas"]["UpdateAgent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agent: components["schemas"]["Agent"];
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1021 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        message: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAgentAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Renewals",
                 *       "welcome_message": "Hello {{ customer_name }}, this is Ada of Example.",
                 *       "prompt": "Ask {{ customer_name }} whether the plan {{ plan }} is to be renewed.",
                 *       "pre_call_webhook_url": "https://crm.example.com/hooks/before-calls",
                 *       "webhook_direction": "outbound"
                 *     }
                 */
                "application/json": components["schemas"]["CreateAgent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agent: components["schemas"]["Agent"];
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Newest first, revoked ones too. */
                        records: components["schemas"]["ApiKey"][];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "CRM",
                 *       "scopes": [
                 *         "contacts:write",
                 *         "read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1091 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedApiKey"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["AuditEntry"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLiveStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveStatus"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCallingRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingRules"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setCallingRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "contact_hours": {
                 *         "start": "09:00",
                 *         "end": "20:00"
                 *       },
                 *       "number_caps": {
                 *         "enabled": true,
                 *         "attempts_per_day": 3,
                 *         "connected_per_day": 1
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CallingRulesInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingRules"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCampaigns: {
        parameters: {
            query?: {
                /**
                 * @description Gives each record its `activity`.
                 * @example activity
                 */
                include?: "activity" | null;
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
                /** @description Part of the name. */
                search?: string | null;
                status?: ("draft" | "scheduled" | "pending" | "waiting" | "in_progress" | "auto_paused" | "paused" | "completed" | "cancelled" | "failed") | null;
                /**
                 * @description Several, separated by commas.
                 * @example waiting,in_progress,paused
                 */
                statuses?: string | null;
                type?: ("dynamic" | "finite") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["ListedCampaign"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The first 150 lines. */
                        contact_list: components["schemas"]["Line"][];
                        details: components["schemas"]["CampaignDetails"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actOnCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignAction"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignActionDone"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignActionDone"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to_number": "+15551234567",
                 *       "custom_variables": {
                 *         "customer_name": "Jane",
                 *         "plan": "pro"
                 *       },
                 *       "metadata": {
                 *         "crm_id": "003-77"
                 *       },
                 *       "external_id": "crm-003-77",
                 *       "timezone": "America/Chicago",
                 *       "priority": 7
                 *     }
                 */
                "application/json": components["schemas"]["Contact"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedContact"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addContacts: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "contacts": [
                 *         {
                 *           "to_number": "+15551234567",
                 *           "custom_variables": {
                 *             "customer_name": "Jane",
                 *             "plan": "pro"
                 *           },
                 *           "metadata": {
                 *             "crm_id": "003-77"
                 *           },
                 *           "external_id": "crm-003-77",
                 *           "timezone": "America/Chicago",
                 *           "priority": 7
                 *         },
                 *         {
                 *           "phone": "(555) 123-4568",
                 *           "custom_variables": {
                 *             "customer_name": "Omar"
                 *           },
                 *           "schedule_at": "2026-12-25T15:00:00Z"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Contacts"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedContacts"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setCallConditions: {
        parameters: {
            query?: {
                /** @description true only tells what would change. */
                dry_run?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "call_conditions": [
                 *         {
                 *           "column": "plan",
                 *           "operator": "in",
                 *           "value": [
                 *             "pro",
                 *             "team"
                 *           ]
                 *         },
                 *         {
                 *           "column": "opted_out",
                 *           "operator": "exists",
                 *           "value": false
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CallConditions"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallConditionsChanged"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setCallingHours: {
        parameters: {
            query?: {
                /** @description true only tells what would change. */
                dry_run?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "calling_hours": {
                 *         "days": [
                 *           "mon",
                 *           "tue"
                 *         ],
                 *         "windows": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ]
                 *       },
                 *       "contact_hours": {
                 *         "enabled": true,
                 *         "start": "08:00",
                 *         "end": "21:00",
                 *         "strict": false
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CallingHours"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingHoursChanged"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setConcurrency: {
        parameters: {
            query?: {
                /** @description true only tells what would change. */
                dry_run?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "concurrent_call_limit": 10,
                 *       "calls_per_second": 3
                 *     }
                 */
                "application/json": components["schemas"]["Concurrency"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcurrencyChanged"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addContactsCsv: {
        parameters: {
            query?: {
                "map.expires_at"?: string | null;
                /** @example Id */
                "map.external_id"?: string | null;
                "map.priority"?: string | null;
                "map.schedule_at"?: string | null;
                "map.timezone"?: string | null;
                /**
                 * @description Name of the column that holds the number.
                 * @example Mobile
                 */
                "map.to_number"?: string | null;
                /** @description Columns that no `map.` names: `variables` (unless told) makes each a custom variable. */
                unmapped?: ("variables" | "ignore") | null;
            };
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example Id,Mobile,customer_name
                 *     crm-003-77,+15551234567,Jane
                 *     crm-003-78,+15551234568,Omar
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedContacts"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setDailyTimes: {
        parameters: {
            query?: {
                /**
                 * @description true only tells what would change.
                 * @example true
                 */
                dry_run?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enable_daily_hard_stop": true,
                 *       "daily_stop_time": 17.5,
                 *       "enable_daily_auto_start": true,
                 *       "daily_start_time": 9,
                 *       "daily_start_timezone": "Europe/Berlin"
                 *     }
                 */
                "application/json": components["schemas"]["DailyTimeControl"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyTimeControlChanged"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamCampaignEvents: {
        parameters: {
            query?: {
                /** @description As the header `Last-Event-ID`, which wins: for clients that cannot set it. */
                last_event_id?: string | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["CampaignStreamEvent"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignFigures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignFiguresAnswer"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getForecast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCsvImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
                /** @example 1071 */
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CsvImport"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRejectedRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
                /** @example 1071 */
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setLimits: {
        parameters: {
            query?: {
                /** @description true only tells what would change. */
                dry_run?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "limits": {
                 *         "calls_per_day": 5000,
                 *         "end_date": "2026-12-25"
                 *       },
                 *       "circuit_breaker": {
                 *         "failure_share": 0.5,
                 *         "window_s": 120,
                 *         "min_calls": 10
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Limits"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsChanged"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLines: {
        parameters: {
            query?: {
                /** @example queued */
                call_status?: ("queued" | "in_progress" | "retry_scheduled" | "callback_scheduled" | "completed" | "busy" | "no_answer" | "voicemail" | "failed" | "skipped" | "suppressed" | "expired" | "cancelled" | "unknown") | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @example true */
                include_total?: ("0" | "1" | "true" | "false") | null;
                interaction_status?: string | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 50
                 */
                pagesize?: number | null;
                /**
                 * @description Part of the number, the external id or a name.
                 * @example 555123
                 */
                search?: string | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_cursor: string | null;
                        records: components["schemas"]["Line"][];
                        /** @constant */
                        status: "success";
                        total_records?: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
                /** @example 20345 */
                line_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attempts: components["schemas"]["Attempt"][];
                        callbacks: components["schemas"]["Callback"][];
                        deliveries: components["schemas"]["Delivery"][];
                        /** @description Calls of the contact to us. */
                        inbound_calls: components["schemas"]["InboundCall"][];
                        line: components["schemas"]["LineDetails"];
                        next_attempt: {
                            at: string | null;
                            rule: string;
                        } | null;
                        /** @constant */
                        status: "success";
                        temporal_ui_url: string | null;
                        /** @description null while the contact is being called, and when it is next in turn. */
                        why_not_now: components["schemas"]["WhyNotNow"] | null;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callLineNow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
                /** @example 20345 */
                line_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineActed"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rescheduleLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
                /** @example 20345 */
                line_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "at": "2026-12-25 10:00:00",
                 *       "timezone": "America/New_York"
                 *     }
                 */
                "application/json": components["schemas"]["RescheduleLine"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineActed"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    skipLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
                /** @example 20345 */
                line_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineActed"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suppressLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
                /** @example 20345 */
                line_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineSuppressed"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    manualRetry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "failure_reasons": [
                 *         "busy",
                 *         "no_answer"
                 *       ],
                 *       "max_retries": 1
                 *     }
                 */
                "application/json": components["schemas"]["ManualRetry"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualRetryDone"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCampaignNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignNumbers"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addCampaignNumber: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone_number_id": 1032,
                 *       "sequence": 20
                 *     }
                 */
                "application/json": components["schemas"]["AddCampaignNumber"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Percent of its last calls; null before the first. */
                        answer_rate: number | null;
                        /** @example 12 */
                        assignment_id: number;
                        /** @description Of this campaign from it. */
                        calls: number;
                        is_active: boolean;
                        last_used_at: string | null;
                        message: string;
                        number: string;
                        /** @example 12 */
                        phone_number_id: number;
                        /** @description Too few people answer it: not used before then. */
                        rests_until: string | null;
                        sequence: number;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateCampaignNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1061 */
                assignment_id: number;
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "is_active": false
                 *     }
                 */
                "application/json": components["schemas"]["UpdateCampaignNumber"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Percent of its last calls; null before the first. */
                        answer_rate: number | null;
                        /** @example 12 */
                        assignment_id: number;
                        /** @description Of this campaign from it. */
                        calls: number;
                        is_active: boolean;
                        last_used_at: string | null;
                        message: string;
                        number: string;
                        /** @example 12 */
                        phone_number_id: number;
                        /** @description Too few people answer it: not used before then. */
                        rests_until: string | null;
                        sequence: number;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewCampaign: {
        parameters: {
            query?: {
                /**
                 * @description At most 150; 50 unless told.
                 * @example 10
                 */
                limit?: number | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listContactRequests: {
        parameters: {
            query?: {
                /**
                 * @description 20 unless told.
                 * @example 20
                 */
                limit?: number | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Newest first. */
                        records: components["schemas"]["ContactRequest"][];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setRescheduleSettings: {
        parameters: {
            query?: {
                /** @description true only tells what would change. */
                dry_run?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled_reschedule_call": true,
                 *       "callback": {
                 *         "default_delay_s": 7200,
                 *         "limit": 3,
                 *         "max_days": 14
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RescheduleSettings"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RescheduleSettingsChanged"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setRetrySettings: {
        parameters: {
            query?: {
                /** @description true only tells what would change. */
                dry_run?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "retry_config": {
                 *         "auto_retry": true,
                 *         "retry_limit": 2,
                 *         "rules": {
                 *           "busy": {
                 *             "delay_s": 300,
                 *             "backoff": 2
                 *           },
                 *           "no_answer": {
                 *             "delay_s": 3600
                 *           }
                 *         }
                 *       },
                 *       "voicemail_policy": "reached"
                 *     }
                 */
                "application/json": components["schemas"]["RetrySettings"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetrySettingsChanged"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignActionDone"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whyNotDialling: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1012 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignWhy"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Renewals",
                 *       "phone_number_id": 1031,
                 *       "is_dynamic": true,
                 *       "timezone": "America/New_York",
                 *       "concurrent_call_limit": 5,
                 *       "calls_per_second": 2,
                 *       "retry_config": {
                 *         "auto_retry": true,
                 *         "retry_limit": 2,
                 *         "rules": {
                 *           "busy": {
                 *             "delay_s": 300,
                 *             "backoff": 2
                 *           },
                 *           "no_answer": {
                 *             "delay_s": 3600
                 *           }
                 *         }
                 *       },
                 *       "enabled_reschedule_call": true,
                 *       "call_status_callback": "https://crm.example.com/hooks/calls",
                 *       "columns": [
                 *         "customer_name",
                 *         "plan"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CheckCampaign"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedCampaign"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCampaign"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedCampaign"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dispatchCall: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agent_id": 1021,
                 *       "to_number": "+15551234567",
                 *       "from_number_id": 1031,
                 *       "call_context": {
                 *         "customer_name": "Jane"
                 *       },
                 *       "metadata": {
                 *         "ticket": "T-77"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["DispatchCall"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispatchedCall"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /** @description Who spoke. */
                agentid?: (number | string) | null;
                /**
                 * @description How it ended; `in_progress`: it has not.
                 * @example busy
                 */
                call_status?: ("completed" | "busy" | "no_answer" | "declined" | "voicemail" | "failed" | "invalid_number" | "suppressed" | "no_capacity" | "cancelled" | "unknown" | "in_progress" | "no-answer") | null;
                /** @example 1012 */
                campaign_id?: (number | string) | null;
                direction?: ("inbound" | "outbound") | null;
                /** @description Every call of this contact. */
                line_id?: (number | string) | null;
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
                /** @description Asked for then or later, RFC 3339. */
                since?: string | null;
                /** @description E.164, as `%2B15551234567`. */
                to_number?: string | null;
                /** @description Asked for before then, RFC 3339. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        call_log_data: components["schemas"]["Call"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 30345 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        call_log_data: components["schemas"]["Call"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCampaignDrafts: {
        parameters: {
            query?: {
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["CampaignDraftSummary"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCampaignDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Renewals",
                 *       "form": {
                 *         "step": "schedule",
                 *         "phone_number_id": 1031
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CampaignDraftInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignDraft"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1081 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignDraft"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateCampaignDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1081 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Renewals in spring",
                 *       "form": {
                 *         "step": "schedule",
                 *         "phone_number_id": 1031
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CampaignDraftChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignDraft"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCampaignDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1081 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        message: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                call_id?: (number | string) | null;
                /** @example 1012 */
                campaign_id?: (number | string) | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                endpoint_id?: (number | string) | null;
                event_type?: ("call.started" | "call.ended" | "call.failed" | "call.voicemail_detected" | "conversation.transcript" | "conversation.intent_detected" | "conversation.entity_captured" | "campaign.started" | "campaign.paused" | "campaign.resumed" | "campaign.auto_paused" | "campaign.waiting" | "campaign.quota_reached" | "campaign.completed" | "campaign.cancelled" | "campaign.failed" | "contact.rescheduled" | "contact.exhausted" | "webhook.disabled" | "webhook.test") | null;
                /**
                 * @description Stored then or later, RFC 3339.
                 * @example 2026-01-31T00:00:00Z
                 */
                from?: string | null;
                /** @description A callback of campaigns, or an event. */
                kind?: ("call_status" | "call_schedule" | "campaign_status" | "event") | null;
                line_id?: (number | string) | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 50
                 */
                pagesize?: number | null;
                /** @example failed */
                status?: ("pending" | "delivered" | "failed") | null;
                /** @description Stored before then, RFC 3339. */
                to?: string | null;
                /** @description As the header `webhook-id` has it. */
                webhook_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_cursor: string | null;
                        records: components["schemas"]["Delivery"][];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 40987 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        delivery: components["schemas"]["DeliveryDetails"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 40987 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        delivery: components["schemas"]["Delivery"];
                        message: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-01-31T00:00:00Z",
                 *       "endpoint_id": 1051
                 *     }
                 */
                "application/json": components["schemas"]["ReplayDeliveries"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @description Deliveries that are tried again. */
                        replayed: number;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addLeads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "idempotency_key": "lead-batch-001",
                 *       "leads": [
                 *         {
                 *           "campaign_id": "1012",
                 *           "phone": "+15551234567",
                 *           "name": "Alice"
                 *         },
                 *         {
                 *           "campaign_id": "1012",
                 *           "phone": "+15551234568",
                 *           "name": "Bob",
                 *           "source": "web"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["LeadBatch"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadBatchTaken"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    attachAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone_number_id": 1031,
                 *       "agent_id": 1021
                 *     }
                 */
                "application/json": components["schemas"]["AttachAgent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        phone_number: components["schemas"]["PhoneNumber"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    detachAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone_number_id": 1032
                 *     }
                 */
                "application/json": components["schemas"]["DetachAgent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        phone_number: components["schemas"]["PhoneNumber"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importTwilioNumber: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "account_sid": "AC0123456789abcdef0123456789abcdef",
                 *       "auth_token": "the auth token of the account",
                 *       "phone_number": "+14155550100",
                 *       "agent_id": 1021
                 *     }
                 */
                "application/json": components["schemas"]["ImportTwilioNumbers"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedNumbers"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPhoneNumbersAlias: {
        parameters: {
            query?: {
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["PhoneNumber"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPhoneNumbers: {
        parameters: {
            query?: {
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["PhoneNumber"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPhoneNumber: {
        parameters: {
            query?: {
                /**
                 * @description `false` stores credentials without asking the provider.
                 * @example false
                 */
                check?: ("true" | "false") | null;
            };
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePhoneNumber"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        phone_number: components["schemas"]["PhoneNumber"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPhoneNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1031 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        phone_number: components["schemas"]["PhoneNumber"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updatePhoneNumber: {
        parameters: {
            query?: {
                /** @description `false` stores credentials without asking the provider. */
                check?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1031 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Sales",
                 *       "agent_id": 1021,
                 *       "concurrency_limit": 20
                 *     }
                 */
                "application/json": components["schemas"]["UpdatePhoneNumber"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        phone_number: components["schemas"]["PhoneNumber"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePhoneNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1032 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        message: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviderAccounts: {
        parameters: {
            query?: {
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["ProviderAccount"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProviderAccount: {
        parameters: {
            query?: {
                /** @description `false` stores credentials without asking the provider. */
                check?: ("true" | "false") | null;
            };
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateProviderAccount"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description False: it was there already, and has these credentials now. */
                        created: boolean;
                        /** @example 12 */
                        id: number;
                        message: string;
                        provider_account: components["schemas"]["ProviderAccount"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProviderAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1041 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        provider_account: components["schemas"]["ProviderAccount"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateProviderAccount: {
        parameters: {
            query?: {
                /** @description `false` stores credentials without asking the provider. */
                check?: ("true" | "false") | null;
            };
            header?: never;
            path: {
                /** @example 1041 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Twilio, main",
                 *       "calls_per_second": 1
                 *     }
                 */
                "application/json": components["schemas"]["UpdateProviderAccount"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        provider_account: components["schemas"]["ProviderAccount"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProviderAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1041 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        message: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkProviderAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1041 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description `unasked`: an account with a dialler of your own whose settings have no `check`. `unknown`: it could not be asked.
                         * @enum {string}
                         */
                        credentials: "accepted" | "refused" | "unasked" | "unknown";
                        /** @example 12 */
                        id: number;
                        message: string;
                        provider_account: components["schemas"]["ProviderAccount"];
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                /**
                 * @description From 1.
                 * @example 1
                 */
                pageno?: number | null;
                /**
                 * @description At most 150; 30 unless told.
                 * @example 30
                 */
                pagesize?: number | null;
                /**
                 * @description Part of the number.
                 * @example 555123
                 */
                search?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["Suppression"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suppress: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "number": "+15551234567",
                 *       "reason": "Asked not to be called"
                 *     }
                 */
                "application/json": components["schemas"]["Suppress"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppressed"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unsuppress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example +15551234567 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suppressCsv: {
        parameters: {
            query?: {
                /** @example National registry */
                reason?: string | null;
            };
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example number
                 *     +15551234567
                 *     +15551234568
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressedFromCsv"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Until then the secret before signs as well. */
                        previous_secret_until: string | null;
                        /**
                         * @description Signs campaign callbacks and the pre-call webhook.
                         * @example whsec_...
                         */
                        secret: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateCallbackSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Until then the secret before signs as well. */
                        previous_secret_until: string | null;
                        /**
                         * @description Signs campaign callbacks and the pre-call webhook.
                         * @example whsec_...
                         */
                        secret: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookToken"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeWebhookToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhookToken"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeWebhookToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedWebhookToken"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revealWebhookToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "campaign_id": 1012
                 *     }
                 */
                "application/json": components["schemas"]["RevealWebhookToken"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevealedWebhookToken"];
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /**
                 * @description Only those of this campaign.
                 * @example 1012
                 */
                campaign_id?: (number | string) | null;
                /** @description From 1. */
                pageno?: number | null;
                /** @description At most 150; 30 unless told. */
                pagesize?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["Webhook"][];
                        /** @constant */
                        status: "success";
                        total_records: number;
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhook"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1051 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1051 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "events": [
                 *         "call.ended",
                 *         "contact.exhausted"
                 *       ],
                 *       "is_active": true
                 *     }
                 */
                "application/json": components["schemas"]["UpdateWebhook"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1051 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        message: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1051 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1051 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-01-31T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["ReplayWebhook"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @description Deliveries that are tried again. */
                        replayed: number;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1051 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        id: number;
                        /** @constant */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @example 1051 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 12 */
                        delivery_id: number;
                        /** @description How it went. */
                        delivery_url: string;
                        message: string;
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the stored answer for 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event_type": "call.failed",
                 *       "call_id": 30345,
                 *       "method": "POST",
                 *       "url": "https://crm.example.com/hooks/calls",
                 *       "headers": {
                 *         "X-Source": "everdial"
                 *       },
                 *       "body": "{\"phone\": \"{{ phone }}\", \"note\": \"The call took {{ seconds }} s\", \"order\": \"{{ order }}\"}",
                 *       "variables": [
                 *         {
                 *           "name": "phone",
                 *           "source": "contact",
                 *           "field": "to_number"
                 *         },
                 *         {
                 *           "name": "seconds",
                 *           "source": "call_log",
                 *           "field": "duration"
                 *         },
                 *         {
                 *           "name": "order",
                 *           "source": "contact",
                 *           "field": "metadata.order_id"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PreviewWebhook"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Variables without a value in this event; they are sent as null. */
                        absent: string[];
                        /** @description What happened, as it is sent without a template. */
                        event: {
                            [key: string]: unknown;
                        };
                        /** @description Why this event cannot be sent; null when it can. */
                        problem: string | null;
                        request: {
                            body: string | null;
                            headers: {
                                [key: string]: string;
                            };
                            /** @enum {string} */
                            method: "GET" | "POST" | "PUT" | "DELETE";
                            url: string;
                        };
                        /** @constant */
                        status: "success";
                    };
                };
            };
            /** @description The body is not JSON. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
