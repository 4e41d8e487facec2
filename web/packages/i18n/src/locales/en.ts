import accounts from './en/accounts.json';
import analytics from './en/analytics.json';
import approvals from './en/approvals.json';
import audit from './en/audit.json';
import blocklist from './en/blocklist.json';
import command from './en/command.json';
import common from './en/common.json';
import errors from './en/errors.json';
import home from './en/home.json';
import keys from './en/keys.json';
import ledger from './en/ledger.json';
import live from './en/live.json';
import me from './en/me.json';
import messages from './en/messages.json';
import nav from './en/nav.json';
import networks from './en/networks.json';
import operators from './en/operators.json';
import pdus from './en/pdus.json';
import prices from './en/prices.json';
import queues from './en/queues.json';
import range from './en/range.json';
import refused from './en/refused.json';
import reveals from './en/reveals.json';
import routes from './en/routes.json';
import send from './en/send.json';
import senders from './en/senders.json';
import signin from './en/signin.json';
import smpp from './en/smpp.json';
import system from './en/system.json';
import team from './en/team.json';
import timeline from './en/timeline.json';
import users from './en/users.json';
import views from './en/views.json';
import webhooks from './en/webhooks.json';

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
