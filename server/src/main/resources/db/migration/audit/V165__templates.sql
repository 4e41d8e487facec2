CALL audit.watch('templates.templates', 'id', '', 'updated_at');
