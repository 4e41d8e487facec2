-- contract: cdr_sms_account_id does what this index did; the release before reads the same rows, by that one or another
DROP INDEX messages.cdr_sms_account_time;
