package org.postgresql;

/// Stands for a third-party client, used away from its home.
public final class PlantedClient {}
