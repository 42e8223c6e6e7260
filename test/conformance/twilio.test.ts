import { describeProvider } from './suite';
import { twilioUnderTest } from './twilio-double';

describeProvider(twilioUnderTest);
