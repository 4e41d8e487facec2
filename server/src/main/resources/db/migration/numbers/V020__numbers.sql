CREATE SCHEMA numbers;

-- Mobile networks: mobile country code and mobile network code (ITU-T E.212).
CREATE TABLE numbers.networks (
    mcc        TEXT NOT NULL CHECK (mcc ~ '^[0-9]{3}$'),
    mnc        TEXT NOT NULL CHECK (mnc ~ '^[0-9]{2,3}$'),
    name       TEXT NOT NULL,
    country    TEXT NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (mcc, mnc)
);

-- Which network a number belongs to: the longest prefix of its digits wins.
CREATE TABLE numbers.prefixes (
    prefix     TEXT PRIMARY KEY CHECK (prefix ~ '^[1-9][0-9]{0,14}$'),
    mcc        TEXT NOT NULL,
    mnc        TEXT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    FOREIGN KEY (mcc, mnc) REFERENCES numbers.networks (mcc, mnc)
);

-- Numbers that moved to another network.
CREATE TABLE numbers.ported_numbers (
    msisdn     BIGINT PRIMARY KEY CHECK (msisdn BETWEEN 1000000 AND 999999999999999),
    mcc        TEXT NOT NULL,
    mnc        TEXT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    FOREIGN KEY (mcc, mnc) REFERENCES numbers.networks (mcc, mnc)
);

CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON numbers.networks
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.changed('numbers');
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON numbers.prefixes
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.changed('numbers');
CALL elchi.log_changed_rows('numbers.ported_numbers', 'numbers', 'msisdn', 'mcc, mnc');
