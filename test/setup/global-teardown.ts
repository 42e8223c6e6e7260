import { stopServers } from './servers';

/** Jest calls this once a run, after the last test of the last tier. */
export default stopServers;
