-- Logins whose sessions write their PDUs to the log for a limited time, passwords and texts masked.
CREATE TABLE smppserver.traces (
    login_id     BIGINT PRIMARY KEY,
    traced_until TIMESTAMPTZ NOT NULL
);
CALL audit.watch('smppserver.traces', 'login_id', '', '');
