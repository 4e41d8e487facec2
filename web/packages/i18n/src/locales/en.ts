import accounts from './en/accounts.json';
import analytics from './en/analytics.json';
import approvals from './en/approvals.json';
import common from './en/common.json';
import errors from './en/errors.json';
import home from './en/home.json';
import keys from './en/keys.json';
import me from './en/me.json';
import messages from './en/messages.json';
import nav from './en/nav.json';
import operators from './en/operators.json';
import queues from './en/queues.json';
import refused from './en/refused.json';
import send from './en/send.json';
import signin from './en/signin.json';
import smpp from './en/smpp.json';
import team from './en/team.json';
import timeline from './en/timeline.json';
import webhooks from './en/webhooks.json';

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
