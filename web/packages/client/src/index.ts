export * from './client';
export type { components as AdminTypes } from './generated/admin';
export type { components as SessionTypes } from './generated/console';
export type { components as GatewayTypes } from './generated/gateway';
export * from './problem';
export * from './stream';
