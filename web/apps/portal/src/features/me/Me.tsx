export { MePage as default } from '@elchi/app';
