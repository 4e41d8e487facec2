import { makeRouter, RouterProvider, SessionGate, start } from '@elchi/app';
import '@elchi/ui/fonts.css';
import { ConsoleFrame } from './shell/ConsoleFrame';
import { pages } from './shell/pages';

const router = makeRouter('/console', pages, ConsoleFrame);

void start(
  'dense',
  <SessionGate product="Elchi Console">
    <RouterProvider router={router} />
  </SessionGate>,
);
