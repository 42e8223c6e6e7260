'use strict';

// A service for process-endings.test.ts: writes down what it is told, and ends when its supervisor has gone.

const fs = require('node:fs');
const path = require('node:path');
const { exitWithParent } = require(path.resolve(__dirname, '../../dist/infra/local/parent-watch.js'));

const file = process.argv[2];
const timer = setInterval(() => undefined, 1_000_000);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    fs.appendFileSync(file, `${signal}\n`);
    clearInterval(timer);
  });
}
exitWithParent(() => {
  fs.appendFileSync(file, 'gone\n');
  clearInterval(timer);
});
fs.appendFileSync(file, 'ready\n');
