'use strict';

const { appendFileSync } = require('node:fs');

/**
 * Appends one JSON line with the numbers of a run to the file that EVERDIAL_TEST_SUMMARY names. `.ci/run` adds up the
 * lines of all runs.
 */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.EVERDIAL_TEST_SUMMARY;
    if (!file) return;
    const summary = {
      passed: results.numPassedTests,
      // A file that cannot even be loaded has no tests that could fail.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    };
    appendFileSync(file, `${JSON.stringify(summary)}\n`);
  }
};
