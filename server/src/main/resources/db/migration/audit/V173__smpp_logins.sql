CALL audit.watch('accounts.smpp_logins', 'id', 'password_hash,previous_hash', 'updated_at');
