import { httpUnderTest } from './http-double';
import { describeProvider } from './suite';

describeProvider(httpUnderTest);
