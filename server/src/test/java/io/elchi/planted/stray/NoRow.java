package io.elchi.planted.stray;

class NoRow {}
