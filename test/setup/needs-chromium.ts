import { startServers } from './servers';

export default (): Promise<void> => startServers(['chromium']);
