import accounts from './ru/accounts.json';
import analytics from './ru/analytics.json';
import approvals from './ru/approvals.json';
import audit from './ru/audit.json';
import blocklist from './ru/blocklist.json';
import command from './ru/command.json';
import common from './ru/common.json';
import errors from './ru/errors.json';
import home from './ru/home.json';
import keys from './ru/keys.json';
import ledger from './ru/ledger.json';
import live from './ru/live.json';
import me from './ru/me.json';
import messages from './ru/messages.json';
import nav from './ru/nav.json';
import networks from './ru/networks.json';
import operators from './ru/operators.json';
import pdus from './ru/pdus.json';
import prices from './ru/prices.json';
import queues from './ru/queues.json';
import range from './ru/range.json';
import refused from './ru/refused.json';
import reveals from './ru/reveals.json';
import routes from './ru/routes.json';
import send from './ru/send.json';
import senders from './ru/senders.json';
import signin from './ru/signin.json';
import smpp from './ru/smpp.json';
import system from './ru/system.json';
import team from './ru/team.json';
import timeline from './ru/timeline.json';
import users from './ru/users.json';
import views from './ru/views.json';
import webhooks from './ru/webhooks.json';

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
