import { describeProvider } from './suite';
import { vapiUnderTest } from './vapi-double';

describeProvider(vapiUnderTest);
