export * from './formats';
export * from './language';
