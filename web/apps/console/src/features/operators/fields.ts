/** As the contract has names of operators and links. */
export const nameRule = { required: true, pattern: /^[a-z0-9][a-z0-9_-]{0,62}$/ } as const;

export const currencyRule = { required: true, pattern: /^[A-Z]{3}$/ } as const;
