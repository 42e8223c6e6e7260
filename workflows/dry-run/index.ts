export * from '../index';
export { clockwork } from './workflow';
