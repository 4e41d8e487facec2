import accounts from './uz/accounts.json';
import analytics from './uz/analytics.json';
import approvals from './uz/approvals.json';
import common from './uz/common.json';
import errors from './uz/errors.json';
import home from './uz/home.json';
import keys from './uz/keys.json';
import me from './uz/me.json';
import messages from './uz/messages.json';
import nav from './uz/nav.json';
import operators from './uz/operators.json';
import queues from './uz/queues.json';
import refused from './uz/refused.json';
import send from './uz/send.json';
import signin from './uz/signin.json';
import smpp from './uz/smpp.json';
import team from './uz/team.json';
import timeline from './uz/timeline.json';
import webhooks from './uz/webhooks.json';

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
