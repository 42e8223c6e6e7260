import { retellUnderTest } from './retell-double';
import { describeProvider } from './suite';

describeProvider(retellUnderTest);
