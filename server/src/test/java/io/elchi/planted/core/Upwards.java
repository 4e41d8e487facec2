package io.elchi.planted.core;

import io.elchi.planted.intake.Door;

class Upwards {
    Door door;
}
