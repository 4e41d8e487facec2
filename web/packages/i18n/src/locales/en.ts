import accounts from './en/accounts.json';
import approvals from './en/approvals.json';
import audit from './en/audit.json';
import blocklist from './en/blocklist.json';
import common from './en/common.json';
import errors from './en/errors.json';
import home from './en/home.json';
import keys from './en/keys.json';
import ledger from './en/ledger.json';
import messages from './en/messages.json';
import nav from './en/nav.json';
import networks from './en/networks.json';
import operators from './en/operators.json';
import prices from './en/prices.json';
import queues from './en/queues.json';
import refused from './en/refused.json';
import routes from './en/routes.json';
import senders from './en/senders.json';
import signin from './en/signin.json';
import system from './en/system.json';
import timeline from './en/timeline.json';
import users from './en/users.json';

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
