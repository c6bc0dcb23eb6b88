/** The gateway's process as tests start it (gateway-process.ts): production's gateway from its environment. */
import { loadConfig, temporalConnection } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { runGateway } from '../../src/starters/parts.ts';

// Nobody is left to kill us when the test's process is gone.
process.once('disconnect', () => process.exit(1));

await runGateway(loadConfig(), temporalConnection(), '127.0.0.1', createLogger());
process.send?.('ready');
