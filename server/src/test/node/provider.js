// An OpenID Connect provider for tests: node-oidc-provider with people and faults that the test sets.
// POST /control {people: {name: claims}, amr: {name: [...]}, tamper: {...}}; a line of JSON says where it listens.
import { createServer } from 'node:http';
import { createHmac } from 'node:crypto';
import { SignJWT, decodeJwt, exportJWK, generateKeyPair, importJWK } from 'jose';
import { Provider } from 'oidc-provider';

const [port, callback] = process.argv.slice(2);
const secret = 'a secret that the provider gave to elchi';
const state = { people: {}, amr: {}, tamper: {} };

const jwks = { keys: [] };
for (const [alg, kid] of [['RS256', 'rsa'], ['ES256', 'ec'], ['PS256', 'pss'], ['RS512', 'rsa512']]) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  jwks.keys.push({ ...(await exportJWK(privateKey)), alg, kid, use: 'sig' });
}
const stranger = await generateKeyPair('RS256', { extractable: true });

const server = createServer();
await new Promise((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    { client_id: 'elchi', client_secret: secret, redirect_uris: [callback], response_types: ['code'], grant_types: ['authorization_code'] },
  ],
  jwks,
  cookies: { keys: ['only a test'] },
  claims: {
    openid: ['sub'], acr: null, amr: null, auth_time: null, iss: null, sid: null,
    email: ['email', 'email_verified', 'xms_edov'],
    profile: ['name', 'roles', 'realm_access', 'amr'],
  },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => (state.people[id] ? { accountId: id, claims: () => ({ sub: id, ...state.people[id] }) } : undefined),
  async loadExistingGrant(ctx) {
    const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});

const text = (value) => Buffer.from(value).toString('base64url');

async function tampered(token) {
  const { alg = 'RS256', key, claims = {} } = state.tamper;
  const payload = { ...decodeJwt(token), ...claims };
  if (alg === 'none') {
    return `${text(JSON.stringify({ alg }))}.${text(JSON.stringify(payload))}.`;
  }
  if (alg === 'HS256') {
    const start = `${text(JSON.stringify({ alg }))}.${text(JSON.stringify(payload))}`;
    return `${start}.${createHmac('sha256', secret).update(start).digest('base64url')}`;
  }
  const ours = jwks.keys.find((each) => each.alg === alg);
  return new SignJWT(payload)
    .setProtectedHeader({ alg, kid: ours.kid })
    .sign(key === 'stranger' ? stranger.privateKey : await importJWK(ours, alg));
}

provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === '/token' && ctx.body && ctx.body.id_token) {
    if (state.tamper.alg || state.tamper.claims) {
      ctx.body = { ...ctx.body, id_token: await tampered(ctx.body.id_token) };
    }
    if (state.tamper.padding) {
      ctx.body = { ...ctx.body, padding: 'x'.repeat(state.tamper.padding) };
    }
  }
});
provider.on('server_error', (ctx, error) => console.error(error));

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}

const handle = provider.callback();
server.on('request', async (request, response) => {
  if (request.url === '/control') {
    Object.assign(state, await body(request));
    response.end('{}');
  } else if (request.url.startsWith('/interaction/')) {
    const { name, refuse } = await body(request);
    if (refuse) {
      await provider.interactionFinished(request, response, { error: 'access_denied' });
    } else {
      await provider.interactionFinished(request, response, { login: { accountId: name, amr: state.amr[name] } });
    }
  } else {
    handle(request, response);
  }
});
console.log(JSON.stringify({ issuer }));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
