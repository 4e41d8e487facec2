package io.elchi.planted.accounts.keys;

public class Hidden {}
