CALL audit.watch('identity.passkeys', 'encode(credential_id, ''hex'')', 'public_key,attestation_object,attestation_data',
    'signature_count,backup_state,last_used_at');
