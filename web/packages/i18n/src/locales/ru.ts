import accounts from './ru/accounts.json';
import analytics from './ru/analytics.json';
import approvals from './ru/approvals.json';
import common from './ru/common.json';
import errors from './ru/errors.json';
import home from './ru/home.json';
import keys from './ru/keys.json';
import me from './ru/me.json';
import messages from './ru/messages.json';
import nav from './ru/nav.json';
import operators from './ru/operators.json';
import queues from './ru/queues.json';
import refused from './ru/refused.json';
import send from './ru/send.json';
import signin from './ru/signin.json';
import smpp from './ru/smpp.json';
import team from './ru/team.json';
import timeline from './ru/timeline.json';
import webhooks from './ru/webhooks.json';

export default {
  accounts,
  analytics,
  approvals,
  common,
  errors,
  home,
  keys,
  me,
  messages,
  nav,
  operators,
  queues,
  refused,
  send,
  signin,
  smpp,
  team,
  timeline,
  webhooks,
};
