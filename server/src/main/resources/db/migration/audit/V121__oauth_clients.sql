CALL audit.watch('oauth.clients', 'id', 'secret_hash,former_secret_hash', 'updated_at,last_used_at');
