import {
  must,
  onConfirmationNeeded,
  onSessionEnd,
  rememberToken,
  type SessionTypes,
  session,
} from '@elchi/client';
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';

/** Its forms are loaded only by those who are not signed in. */
const SignIn = lazy(() => import('./signin/SignIn'));
/** Its form is loaded when an operation first asks for it. */
const Confirm = lazy(() => import('./signin/Confirm'));

export type Session = SessionTypes['schemas']['Session'];

interface SessionContext {
  session: Session;
  can(permission: string): boolean;
  /** Whether the person is of the platform's staff: operations without a tenant are for them alone. */
  isStaff: boolean;
  /** Whether a page is open to the person. */
  sees(page: { permission?: string; platform?: true }): boolean;
  /** Ends the session, and shows the sign-in. */
  signOut(): void;
}

const Context = createContext<SessionContext | undefined>(undefined);

export function useSession(): SessionContext {
  const found = useContext(Context);
  if (found === undefined) {
    throw new Error('outside of SessionGate');
  }
  return found;
}

async function endSession(): Promise<void> {
  const answer = await session.DELETE('/console/session');
  if (answer.response.status === 403) {
    // The token is that of a session before: another tab signed in since.
    await loadSession();
    await session.DELETE('/console/session');
  }
}

async function loadSession(): Promise<Session | undefined> {
  const answer = await session.GET('/console/session');
  if (answer.response.status === 401) {
    return undefined;
  }
  const found = await must(Promise.resolve(answer));
  rememberToken(found.csrf_token);
  return found.stage === 'signed_in' ? found : undefined;
}

/**
 * Shows the sign-in until somebody is signed in. When the session ends later, the sign-in lies over the page: what is
 * in its forms stays, and the same person goes on.
 */
export function SessionGate({ product, children }: { product: string; children: ReactNode }) {
  const [found, setFound] = useState<Session | undefined | 'unknown'>('unknown');
  const [ended, setEnded] = useState(false);
  const [asked, setAsked] = useState<(confirmed: boolean) => void>();
  const shown = useRef<Session>(undefined);
  shown.current = found === 'unknown' ? undefined : found;

  /** A request was refused: did the session end, or did another tab begin a new one? */
  async function look() {
    try {
      const next = await loadSession();
      if (next === undefined) {
        setEnded(shown.current !== undefined);
      } else if (shown.current !== undefined && next.user.id !== shown.current.user.id) {
        // Somebody else: nothing of the page before may stay.
        location.reload();
      } else {
        setFound(next);
        setEnded(false);
      }
    } catch {
      // No answer: the request that was refused says so.
    }
  }

  useEffect(() => {
    loadSession().then(setFound, () => setFound(undefined));
    onConfirmationNeeded(() => new Promise((resolve) => setAsked(() => resolve)));
    const forget = onSessionEnd(() => void look());
    return () => {
      forget();
      onConfirmationNeeded(undefined);
    };
  }, []);

  if (found === 'unknown') {
    return null;
  }
  if (found === undefined) {
    return (
      <Suspense>
        <SignIn product={product} onSignedIn={() => void loadSession().then(setFound)} />
      </Suspense>
    );
  }

  const isStaff = found.account_type === 'admin';
  const permissions = new Set(found.permissions);
  return (
    <Context.Provider
      value={{
        session: found,
        can: (permission) => permissions.has(permission),
        isStaff,
        sees: (page) =>
          (page.permission === undefined || permissions.has(page.permission)) &&
          (page.platform !== true || isStaff),
        signOut: () => void endSession().then(() => location.reload()),
      }}
    >
      {children}
      <Suspense>
        {asked !== undefined && (
          <Confirm
            secondFactor={found.user.second_factor}
            onDone={async (confirmed) => {
              if (confirmed) {
                await loadSession();
              }
              setAsked(undefined);
              asked(confirmed);
            }}
          />
        )}
      </Suspense>
      <Suspense>{ended && <SignIn product={product} over onSignedIn={() => void look()} />}</Suspense>
    </Context.Provider>
  );
}
