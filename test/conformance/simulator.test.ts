import { simulatorUnderTest } from './simulator-double';
import { describeProvider } from './suite';

describeProvider(simulatorUnderTest);
