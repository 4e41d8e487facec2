CALL audit.watch('billing.charges', 'id', '', '');
