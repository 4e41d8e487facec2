import { makeRouter, RouterProvider, SessionGate, start } from '@elchi/app';
import '@elchi/ui/fonts.css';
import { PortalFrame } from './shell/PortalFrame';
import { pages } from './shell/pages';

const router = makeRouter('/portal', pages, PortalFrame);

void start(
  'roomy',
  <SessionGate product="Elchi">
    <RouterProvider router={router} />
  </SessionGate>,
);
