'use strict';

// Jest 30 takes `testTimeout` from the whole run and not from a project, so each tier sets its own here. A file may
// still set another one.
jest.setTimeout(globalThis.EVERDIAL_TEST_TIMEOUT_MS);
