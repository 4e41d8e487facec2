package io.elchi.planted.billing;

import io.elchi.planted.intake.Door;
import org.postgresql.PlantedClient;

class Backwards {
    Door door;
    PlantedClient client;
}
