import accounts from './uz/accounts.json';
import approvals from './uz/approvals.json';
import audit from './uz/audit.json';
import blocklist from './uz/blocklist.json';
import common from './uz/common.json';
import errors from './uz/errors.json';
import home from './uz/home.json';
import keys from './uz/keys.json';
import ledger from './uz/ledger.json';
import messages from './uz/messages.json';
import nav from './uz/nav.json';
import networks from './uz/networks.json';
import operators from './uz/operators.json';
import prices from './uz/prices.json';
import queues from './uz/queues.json';
import refused from './uz/refused.json';
import routes from './uz/routes.json';
import senders from './uz/senders.json';
import signin from './uz/signin.json';
import system from './uz/system.json';
import timeline from './uz/timeline.json';
import users from './uz/users.json';

export default {
  accounts,
  approvals,
  audit,
  blocklist,
  common,
  errors,
  home,
  keys,
  ledger,
  messages,
  nav,
  networks,
  operators,
  prices,
  queues,
  refused,
  routes,
  senders,
  signin,
  system,
  timeline,
  users,
};
