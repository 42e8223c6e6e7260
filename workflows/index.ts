export { campaign } from './campaign/workflow';
export { contact } from './contact/workflow';
export { delivery } from './delivery/workflow';
