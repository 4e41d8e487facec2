SET LOCAL lock_timeout = '5s';

-- What the link speaks. The address, requests, answers and receipts of an HTTP link are in its options, some of which are secrets.
-- Its host, port and tls are those of its address.
ALTER TABLE routing.smpp_links ADD COLUMN protocol TEXT NOT NULL DEFAULT 'smpp' CHECK (protocol IN ('smpp', 'http'));

CALL audit.watch('routing.smpp_links', 'id', 'password,options.outbind.password,options.http.headers,options.http_receipt.token', 'updated_at');
