SET LOCAL lock_timeout = '5s';

-- The data_coding that 0 stands for; NULL: that of default_alphabet. Values that fields of a submit_sm may have; NULL: all.
-- certificate_hash: SHA-256 of the DER of the client certificate without which a session is refused; NULL: none is asked for.
ALTER TABLE accounts.smpp_logins
    ADD COLUMN default_coding INT CHECK (default_coding BETWEEN 1 AND 255),
    ADD COLUMN data_codings INT[] CHECK (cardinality(data_codings) BETWEEN 1 AND 256),
    ADD COLUMN source_tons INT[] CHECK (cardinality(source_tons) BETWEEN 1 AND 256),
    ADD COLUMN source_npis INT[] CHECK (cardinality(source_npis) BETWEEN 1 AND 256),
    ADD COLUMN certificate_hash BYTEA CHECK (octet_length(certificate_hash) = 32);
