import accounts from './uz/accounts.json';
import analytics from './uz/analytics.json';
import approvals from './uz/approvals.json';
import audit from './uz/audit.json';
import blocklist from './uz/blocklist.json';
import command from './uz/command.json';
import common from './uz/common.json';
import errors from './uz/errors.json';
import home from './uz/home.json';
import keys from './uz/keys.json';
import ledger from './uz/ledger.json';
import live from './uz/live.json';
import me from './uz/me.json';
import messages from './uz/messages.json';
import nav from './uz/nav.json';
import networks from './uz/networks.json';
import operators from './uz/operators.json';
import pdus from './uz/pdus.json';
import prices from './uz/prices.json';
import queues from './uz/queues.json';
import range from './uz/range.json';
import refused from './uz/refused.json';
import reveals from './uz/reveals.json';
import routes from './uz/routes.json';
import send from './uz/send.json';
import senders from './uz/senders.json';
import signin from './uz/signin.json';
import smpp from './uz/smpp.json';
import system from './uz/system.json';
import team from './uz/team.json';
import timeline from './uz/timeline.json';
import users from './uz/users.json';
import views from './uz/views.json';
import webhooks from './uz/webhooks.json';

export default {
  accounts,
  analytics,
  approvals,
  audit,
  blocklist,
  command,
  common,
  errors,
  home,
  keys,
  ledger,
  live,
  me,
  messages,
  nav,
  networks,
  operators,
  pdus,
  prices,
  queues,
  range,
  refused,
  reveals,
  routes,
  send,
  senders,
  signin,
  smpp,
  system,
  team,
  timeline,
  users,
  views,
  webhooks,
};
