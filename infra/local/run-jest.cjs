'use strict';

// Jest, ended when the process that started it has gone. Its workers and the servers of the tests end with it.

if (process.send) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

require('../../node_modules/jest/bin/jest.js');
