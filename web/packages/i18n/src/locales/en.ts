import accounts from './en/accounts.json';
import approvals from './en/approvals.json';
import audit from './en/audit.json';
import common from './en/common.json';
import errors from './en/errors.json';
import home from './en/home.json';
import keys from './en/keys.json';
import ledger from './en/ledger.json';
import messages from './en/messages.json';
import nav from './en/nav.json';
import operators from './en/operators.json';
import prices from './en/prices.json';
import queues from './en/queues.json';
import refused from './en/refused.json';
import routes from './en/routes.json';
import signin from './en/signin.json';
import timeline from './en/timeline.json';

export default {
  accounts,
  approvals,
  audit,
  common,
  errors,
  home,
  keys,
  ledger,
  messages,
  nav,
  operators,
  prices,
  queues,
  refused,
  routes,
  signin,
  timeline,
};
