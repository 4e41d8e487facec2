export * from './range';
export * from './TimeRangeField';
export * from './typed';
