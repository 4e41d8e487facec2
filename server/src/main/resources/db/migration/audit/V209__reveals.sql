CALL audit.watch('messages.reveals', 'id', '', '');
